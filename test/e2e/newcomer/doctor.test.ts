// `gantry doctor`: each thing that can be wrong is made wrong, and is told with its way out; nothing that breaks ends in more than a
// line. The engines that are ill are made ill on purpose, from the answers of the real one.
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer as createHttp } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { docker } from '../dsl/engine.ts'
import { startProgram } from '../dsl/run.ts'
import { makeWorld, removeWorld, type World } from '../dsl/world.ts'

interface Told {
  readonly exitCode: number
  readonly faults: number
  /** `warning clock: the engine's clock is …`. */
  readonly lines: readonly string[]
  readonly advice: string
}

const stack =
  'services:\n  web:\n    image: gantry/tiny\n    command: sleep 60\n    ports: ["127.0.0.1:${FREE_PORT}:80"]\n'

// A doctor is patient with an engine that is busy.
describe('doctor', { timeout: 300_000 }, () => {
  test.concurrent('a machine that is well', async () => {
    await inWorld({ 'compose.yaml': stack }, async world => {
      const { lines, faults, exitCode } = await doctor(world, ['--deep'])
      expect(exitCode).toBe(faults > 0 ? 1 : 0)
      const { ServerVersion } = await docker.info()
      expect(lines[0]).toContain(`ok engine: Docker Engine ${ServerVersion}`)
      expect(lines).toContain("ok clock: the engine's clock and this machine's agree")
      expect(lines).toContain(
        `ok stack: ${world.project} loads: 1 service; its ports are free, and nothing else is in its way`,
      )
      expect(lines.filter(line => line.startsWith('ok inside:'))).not.toEqual([])
      const topics = new Set(lines.map(line => /^\w+ (\w+):/.exec(line)?.[1]))
      for (const topic of ['version', 'host', 'disk', 'dns', 'proxy', 'credentials', 'builder', 'locks'])
        expect(topics).toContain(topic)
      const left = await docker.listContainers({ all: true, filters: { name: ['gantry-doctor-'] } })
      expect(left.filter(one => one.State !== 'running' && Date.now() / 1000 - one.Created > 60)).toEqual([])
    })
  })

  test.concurrent('no engine: where it was looked for, and what else is there', async () => {
    await inWorld({}, async world => {
      const there = await doctor(world, [], { DOCKER_HOST: 'unix:///nowhere/docker.sock' })
      expect(there.exitCode).toBe(1)
      expect(there.lines[0]).toContain(
        'fault engine: no engine answers at unix:///nowhere/docker.sock (from DOCKER_HOST)',
      )
      expect(there.lines).toContain('ok stack: none in this folder; gantry init writes a first one')
      const context = await doctor(world, [], { DOCKER_HOST: '', DOCKER_CONTEXT: 'moon' })
      expect(context.lines[0]).toContain('the docker context "moon"')
      const address = await doctor(world, [], { DOCKER_HOST: 'gopher://hole' })
      expect(address.lines[0]).toContain('gopher')
    })
  })

  test.concurrent('an engine that is silent, or no engine at all, does not hold it up', async () => {
    await inWorld({}, async world => {
      await withServer(createServer(), async host => {
        const { exitCode, lines } = await doctor(world, [], { DOCKER_HOST: host })
        expect(exitCode).toBe(1)
        expect(lines[0]).toContain('fault engine: the engine cannot be asked: no answer within 20 s')
      })
      const stranger = createHttp((_, response) => response.end('<html>hello</html>'))
      await withServer(stranger, async host => {
        const { exitCode, lines } = await doctor(world, [], { DOCKER_HOST: host })
        expect(exitCode).toBe(1)
        expect(lines[0]).toContain('fault engine:')
      })
    })
  })

  test.concurrent('an engine whose clock is off, whose host lacks something, and that has no proxy', async () => {
    const info = await docker.info()
    const changed = {
      ...info,
      SystemTime: new Date(Date.now() - 3_600_000).toISOString(),
      Warnings: ['WARNING: No swap limit support', 'WARNING: something new'],
      HttpProxy: '',
      HttpsProxy: '',
    }
    const engine = createHttp((request, response) => {
      response.setHeader('Api-Version', '1.41')
      response.setHeader('Content-Type', 'application/json')
      response.end(request.url?.endsWith('/info') ? JSON.stringify(changed) : '[]')
    })
    await inWorld({}, async world => {
      await withServer(engine, async host => {
        const { exitCode, lines, advice } = await doctor(world, [], {
          DOCKER_HOST: host,
          HTTPS_PROXY: 'http://proxy:3128',
        })
        expect(exitCode).toBe(1)
        expect(lines).toContainEqual(expect.stringMatching(/^fault clock: the engine's clock is .*behind/))
        expect(lines).toContain('warning host: the engine says: No swap limit support')
        expect(lines).toContain('warning host: the engine says: something new')
        expect(lines.filter(line => line.startsWith('warning proxy:'))).toHaveLength(2)
        expect(advice).toContain('timedatectl')
        expect(advice).not.toContain('proxy:3128')
      })
    })
  })

  test.concurrent('a stack that would not come up: its port is held, its file is broken', async () => {
    await inWorld({ 'compose.yaml': stack }, async world => {
      const holder = createServer()
      await new Promise<void>(resolve =>
        holder.listen(Number(world.environment.FREE_PORT), '127.0.0.1', resolve),
      )
      const held = await doctor(world, [])
      await close(holder)
      expect(held.exitCode).toBe(1)
      expect(held.lines).toContainEqual(
        expect.stringMatching(
          `^fault stack: host port ${world.environment.FREE_PORT} is held by .*compose.yaml:5`,
        ),
      )
      await writeFile(join(world.folder, 'compose.yaml'), 'services:\n  web:\n    imagee: x\n')
      const broken = await doctor(world, [])
      expect(broken.exitCode).toBe(1)
      expect(broken.lines).toContainEqual(expect.stringMatching(/^fault stack: .*imagee/))
    })
  })

  test.concurrent('settings that are broken, helpers that are missing, a lock left behind', async () => {
    await inWorld({}, async world => {
      const home = world.environment.HOME as string
      const environment = { XDG_RUNTIME_DIR: join(home, 'run') }
      const locks = join(home, 'run', 'gantry', 'locks')
      await mkdir(locks, { recursive: true })
      await mkdir(join(home, '.docker'))
      const dead = { pid: 2 ** 22 + 1, started: '1', command: 'gantry up' }
      await writeFile(join(locks, 'shop-0123abcd.lock'), JSON.stringify(dead))
      await writeFile(join(locks, 'other-0123abcd.lock'), 'rubbish')
      await writeFile(
        join(home, '.docker', 'config.json'),
        JSON.stringify({ credsStore: 'nowhere', credHelpers: { 'registry.example.com': 'elsewhere' } }),
      )
      const missing = await doctor(world, [], environment)
      expect(missing.exitCode).toBe(1)
      expect(missing.lines).toContainEqual(
        expect.stringContaining('fault credentials: docker-credential-nowhere'),
      )
      expect(missing.lines).toContainEqual(
        expect.stringMatching(/docker-credential-elsewhere.*registry\.example\.com/),
      )
      expect(missing.lines).toContain('warning locks: a gantry that died left its lock on project shop')
      expect(missing.lines).toContain('warning locks: a gantry that died left its lock on project other')
      await writeFile(join(home, '.docker', 'config.json'), '{ "auths": { "secret-registry')
      const broken = await doctor(world, [], environment)
      expect(broken.lines).toContainEqual(expect.stringMatching(/^fault credentials: .*is not a JSON object/))
      expect(broken.lines.join('\n')).not.toContain('secret-registry')
    })
  })
})

async function doctor(
  world: World,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Told> {
  const run = (more: readonly string[]) =>
    startProgram({
      program: 'gantry',
      args: ['doctor', ...args, ...more],
      cwd: world.folder,
      environment: { ...world.environment, ...environment },
      bound: 150_000,
    }).finished
  const { exitCode, stdout, stderr, overdue } = await run(['--format', 'json'])
  expect(overdue, stdout + stderr).toBe(false)
  expect(stdout + stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m)
  const { faults, findings } = JSON.parse(stdout) as {
    faults: number
    findings: { topic: string; level: string; message: string; advice?: string }[]
  }
  expect(findings.filter(one => one.level === 'fault')).toHaveLength(faults)
  return {
    exitCode,
    faults,
    lines: findings.map(({ level, topic, message }) => `${level} ${topic}: ${message}`),
    advice: findings.map(one => one.advice ?? '').join('\n'),
  }
}

async function inWorld(files: Record<string, string>, body: (world: World) => Promise<void>): Promise<void> {
  const world = await makeWorld({ files })
  try {
    await body(world)
  } finally {
    await removeWorld(world)
  }
}

async function withServer(server: Server, body: (host: string) => Promise<void>): Promise<void> {
  const open = new Set<Socket>()
  server.on('connection', socket => open.add(socket))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  try {
    await body(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    // A connection that is still open would keep the server, and the test.
    for (const socket of open) socket.destroy()
    await close(server)
  }
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => server.close(() => resolve()))
}
