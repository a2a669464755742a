import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { AppContext } from '../../../src/app/index.ts'
import { readMemory, writeMemory } from '../../../src/app/memory.ts'

const home = await mkdtemp(join(tmpdir(), 'gantry-memory-'))
afterAll(() => rm(home, { recursive: true, force: true }))
const context = { environment: {}, homeDirectory: home } as unknown as AppContext
const memory = { replicas: { web: [1, 2] }, later: { abc: { mem_limit: 'x', pids_limit: null } } }

test('is kept by engine and project, and forgotten', async () => {
  const key = { host: 'unix:///one.sock', project: 'shop' }
  expect(await readMemory(context, key)).toBeUndefined()
  await writeMemory(context, key, memory)
  expect(await readMemory(context, key)).toEqual(memory)
  expect(await readMemory(context, { ...key, host: 'unix:///two.sock' })).toBeUndefined()
  expect(await readMemory(context, { ...key, project: 'other' })).toBeUndefined()
  await writeMemory(context, key, undefined)
  expect(await readMemory(context, key)).toBeUndefined()
})

test('a broken one is none, and a folder that cannot be written to does no harm', async () => {
  const key = { host: 'unix:///one.sock', project: 'broken' }
  await writeMemory(context, key, memory)
  const folder = join(home, '.local', 'state', 'gantry', 'applied')
  for (const file of await readdir(folder)) await writeFile(join(folder, file), '{"v":1,"replicas":')
  expect(await readMemory(context, key)).toBeUndefined()
  const file = join(home, 'file')
  await writeFile(file, '')
  const nowhere = { ...context, environment: { XDG_STATE_HOME: file } }
  await writeMemory(nowhere, key, memory)
  expect(await readMemory(nowhere, key)).toBeUndefined()
})
