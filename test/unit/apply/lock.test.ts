import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LockHolder, lockProject } from '../../../src/apply/index.ts'
import { ProblemError } from '../../../src/problem/index.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'gantry-lock-'))
})
afterEach(() => rm(directory, { recursive: true }))

const request = (rest = {}) => ({
  directory,
  engine: 'unix:///x',
  project: 'shop',
  command: 'gantry up',
  ...rest,
})

describe('lockProject', () => {
  it('says where it cannot be kept', async () => {
    const file = path.join(directory, 'no-folder')
    await writeFile(file, '')
    const failure = await lockProject(request({ directory: path.join(file, 'locks') })).catch(error => error)
    expect((failure as ProblemError).problems[0]).toMatchObject({
      code: 'cannot-lock',
      message: `cannot keep the lock of project shop in ${path.join(file, 'locks')}`,
    })
  })

  it('lets the second wait until the first gives back', async () => {
    const unlock = await lockProject(request())
    let holder: LockHolder | undefined
    const order: string[] = []
    let second: Promise<void> | undefined
    const told = new Promise<void>(resolve => {
      second = lockProject(
        request({
          onWait: (one: LockHolder) => {
            holder = one
            resolve()
          },
        }),
      ).then(async release => {
        order.push('second')
        await release()
      })
    })
    await told
    expect(holder).toMatchObject({ pid: process.pid, command: 'gantry up' })
    order.push('first')
    await unlock()
    const third = await lockProject(request())
    await third()
    await second
    expect(order).toEqual(['first', 'second'])
  })

  it('keeps projects and engines apart', async () => {
    const first = await lockProject(request())
    const second = await lockProject(request({ project: 'other' }))
    const third = await lockProject(request({ engine: 'unix:///y' }))
    await Promise.all([first(), second(), third()])
    expect(await readdir(directory)).toEqual([])
  })

  it('takes over from a process that is gone', async () => {
    const child = spawn('true')
    await once(child, 'exit')
    const unlock = await lockProject(request())
    const [file] = await readdir(directory)
    await unlock()
    await writeFile(
      path.join(directory, file ?? ''),
      JSON.stringify({ pid: child.pid, started: '1', command: 'gantry down' }),
    )
    const again = await lockProject(request())
    await again()
    expect(await readdir(directory)).toEqual([])
  })

  it('says who holds it when waiting is given up', async () => {
    const unlock = await lockProject(request())
    const abort = new AbortController()
    const waiting = lockProject(request({ signal: abort.signal, onWait: () => abort.abort() }))
    await expect(waiting).rejects.toThrow(ProblemError)
    await expect(waiting).rejects.toThrow(/in use by gantry up/)
    await unlock()
  })
})
