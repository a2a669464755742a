// The keys of docker's own settings leave a container, and those of the engine are passed on instead.
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { spawn } from 'node-pty'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { docker, removeProject } from '../dsl/engine.ts'
import { startProgram } from '../dsl/run.ts'

const project = `e2e-${randomBytes(5).toString('hex')}`
const bin = process.env.GANTRY_TEST_BIN ?? join(import.meta.dirname, '..', '..', '..', 'dist', 'gantry')
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gantry-e2e-'))
  await mkdir(join(folder, 'settings'))
  await writeFile(join(folder, 'settings', 'config.json'), '{"detachKeys":"ctrl-x,x"}')
  await writeFile(
    join(folder, 'compose.yaml'),
    `name: ${project}
services:
  web:
    image: gantry/tiny
    init: true
    stop_grace_period: 0s
    command: sleep 3600
`,
  )
  const environment = { PATH: process.env.PATH ?? '', HOME: folder }
  const up = await startProgram({ program: 'gantry', args: ['up', '-d'], cwd: folder, environment }).finished
  expect(up.exitCode, up.stderr).toBe(0)
})

afterAll(async () => {
  await removeProject(project)
  await rm(folder, { recursive: true, force: true })
})

/** A loop that tells each byte it reads, so that what was passed on is seen. */
const teller = 'stty raw -echo; echo ready; while :; do dd bs=1 count=1 2>/dev/null | od -An -b; done'

/** Types ctrl-p and ctrl-q, then ctrl-x and x, and waits for the end. */
function leave(...args: string[]): Promise<{ code: number; shown: string }> {
  const js = /\.c?js$/.test(bin)
  const terminal = spawn(js ? process.execPath : bin, js ? [bin, ...args] : args, {
    cwd: folder,
    env: { ...process.env, DOCKER_CONFIG: join(folder, 'settings'), HOME: folder, TERM: 'xterm' },
  })
  return new Promise(resolve => {
    let shown = ''
    const script: [RegExp, string][] = [
      [/ready/, '\x10\x11'],
      [/021/, '\x18x'],
    ]
    terminal.onData(data => {
      shown += data
      const [next] = script
      if (next?.[0].test(shown)) {
        script.shift()
        terminal.write(next[1])
      }
    })
    const bound = setTimeout(() => terminal.kill('SIGKILL'), 30_000)
    terminal.onExit(({ exitCode }) => {
      clearTimeout(bound)
      resolve({ code: exitCode, shown })
    })
  })
}

test.concurrent.each([
  ['exec', ['exec', 'web', 'sh', '-c', teller]],
  ['run', ['run', '--name', `${project}-one`, 'web', 'sh', '-c', teller]],
])('%s', async (name, args) => {
  const { code, shown } = await leave(...args)
  expect(shown).toContain('020')
  expect({ code, left: shown.includes('030') }).toEqual({ code: 0, left: false })
  if (name === 'run') {
    const { State } = await docker.getContainer(`${project}-one`).inspect()
    expect(State.Status).toBe('running')
  }
})
