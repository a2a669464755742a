// Terminals for real: size and resizing, keys, Ctrl-C, detach keys, exit codes, and the terminal given back.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { type IPty, spawn } from 'node-pty'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { docker, removeProject } from '../dsl/engine.ts'

const project = `e2e-${randomBytes(5).toString('hex')}`
const bin = process.env.GANTRY_TEST_BIN ?? join(import.meta.dirname, '..', '..', '..', 'dist', 'gantry')
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gantry-e2e-'))
  await writeFile(
    join(folder, 'compose.yaml'),
    `name: ${project}
services:
  web:
    image: gantry/tiny
    init: true
    stop_grace_period: 0s
    tty: true
    stdin_open: true
    command: sh -c 'trap "echo caught" INT; while :; do read x && echo "got $$x"; done'
`,
  )
  expect((await play(['up', '-d'], [])).exitCode).toBe(0)
})

afterAll(async () => {
  await removeProject(project)
  await rm(folder, { recursive: true, force: true })
})

type Act = string | ((terminal: IPty) => void)

/** Runs gantry on a terminal of 91 by 27; each answer is given once what precedes it was seen since the last one. */
function play(args: readonly string[], script: readonly (readonly [RegExp, Act])[], typedAhead = '') {
  const js = /\.c?js$/.test(bin)
  const terminal = spawn(js ? process.execPath : bin, js ? [bin, ...args] : [...args], {
    cwd: folder,
    cols: 91,
    rows: 27,
    env: { ...process.env, TERM: 'xterm' },
  })
  if (typedAhead !== '') terminal.write(typedAhead)
  return new Promise<{ exitCode: number; output: string }>(resolve => {
    let output = ''
    let from = 0
    let next = 0
    terminal.onData(data => {
      output += data
      const [seen, act] = script[next] ?? []
      if (seen === undefined || act === undefined || !seen.test(output.slice(from))) return
      next += 1
      from = output.length
      if (typeof act === 'string') terminal.write(act)
      else act(terminal)
    })
    terminal.onExit(({ exitCode }) => resolve({ exitCode, output }))
  })
}

// Below API 1.42 a terminal gets its size only once its process runs, which may look too early: it looks until it is right.
const until = (size: string) => `until [ "$(stty size)" = "${size}" ]; do usleep 20000; done; stty size`
const sizes = `${until('27 91')}; echo ready; ${until('33 101')}; exit 5`

test.each(['run --rm', 'exec'])('%s: size, resizing, exit code', async how => {
  const { exitCode, output } = await play(
    [...how.split(' '), 'web', 'sh', '-c', sizes],
    [[/ready/, terminal => terminal.resize(101, 33)]],
  )
  expect(output).toMatch(/27 91[\s\S]*33 101/)
  expect(exitCode).toBe(5)
})

test('run: Ctrl-C is a key of the container, and --rm leaves nothing', async () => {
  const script = 'trap "exit 9" INT; echo ready; while :; do usleep 50000; done'
  const { exitCode } = await play(['run', '--rm', 'web', 'sh', '-c', script], [[/ready/, '\x03']])
  expect(exitCode).toBe(9)
  const label = [`com.docker.compose.project=${project}`, 'com.docker.compose.oneoff=True']
  expect(await docker.listContainers({ all: true, filters: { label } })).toEqual([])
})

test('run: detach keys leave the container running', async () => {
  const { exitCode } = await play(['run', 'web', 'sh', '-c', 'echo ready; read x'], [[/ready/, '\x10\x11']])
  expect(exitCode).toBe(0)
  const label = [`com.docker.compose.project=${project}`, 'com.docker.compose.oneoff=True']
  const left = await docker.listContainers({ filters: { label } })
  expect(left.map(one => one.State)).toEqual(['running'])
})

test('attach: input goes in, detach keys of one own leave', async () => {
  const { exitCode, output } = await play(
    ['attach', '--detach-keys', 'ctrl-x', 'web'],
    [[/got one/, '\x18']],
    'one\r',
  )
  expect(output).toContain('got one')
  expect(exitCode).toBe(0)
})
