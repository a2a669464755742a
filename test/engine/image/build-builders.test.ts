// What only some builders can do: by its effect where it works, and by a located problem where it does not.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Service } from '../../../src/model/index.ts'
import { connect } from '../adapter/engines.ts'
import {
  type Builder,
  buildKitOld,
  buildxNew,
  buildxOld,
  classic,
  type Order,
  openWorkshop,
  type Workshop,
} from './workshop.ts'

function onBuilder([, host, environment]: Builder, body: (shop: () => Workshop) => void): void {
  let shop: Workshop
  let close = () => {}
  beforeEach(async () => {
    const engine = await connect(host)
    close = () => engine.close()
    shop = openWorkshop(engine, environment)
  })
  afterEach(async () => {
    await shop.cleanUp()
    close()
  })
  body(() => shop)
}

/** Keys beyond the classic builder, and the folder's files that they need. */
const beyondClassic: Record<string, Order['build']> = {
  additional_contexts: { additional_contexts: { extra: './extra' } },
  secrets: { secrets: [{ source: 'token' }] },
  ssh: { ssh: ['default'] },
  cache_to: { cache_to: ['type=inline'] },
  cache_from: { cache_from: ['type=local,src=cache'] },
  no_cache_filter: { no_cache_filter: ['one'] },
  privileged: { privileged: true },
  entitlements: { entitlements: ['security.insecure'] },
  provenance: { provenance: 'mode=max' },
  sbom: { sbom: true },
}

describe('classic builder', () => {
  onBuilder(classic, shop => {
    test.each(Object.keys(beyondClassic))('%s is refused, with its place and the way out', async key => {
      const secrets = { token: { name: 'token', environment: 'TOKEN' } }
      const environment = { TOKEN: 'x' }
      const order = { dockerfile: 'RUN true', build: beyondClassic[key], secrets, environment }
      expect(await shop().refusal(order)).toMatchObject([
        {
          code: 'build-unsupported',
          message: `the engine's classic builder cannot do ${key} for service web`,
          path: `services.web.build.${key}`,
          place: { file: 'compose.yaml' },
          hint: expect.stringContaining('apt-get install docker-buildx'),
        },
      ])
    })

    test('all that is missing is said at once, flags too', async () => {
      const problems = await shop().refusal({
        dockerfile: 'RUN true',
        build: { ssh: ['default'], cache_to: ['type=inline'] },
        options: { check: true },
      })
      expect(problems.map(problem => problem.message.split(' for ')[0])).toEqual(
        ['ssh', 'cache_to', '--check'].map(key => `the engine's classic builder cannot do ${key}`),
      )
    })

    test('a Dockerfile that needs BuildKit says what to install', async () => {
      const [problem] = await shop().refusal({ dockerfile: 'RUN --mount=type=cache,target=/c true' })
      expect(problem).toMatchObject({
        code: 'build-failed',
        hint: expect.stringContaining('apt-get install docker-buildx'),
      })
    })

    test('cache_from: the images that it names, and no others', async () => {
      const dockerfile = 'RUN cat /proc/sys/kernel/random/uuid'
      shop().write('Dockerfile', `FROM gantry/tiny\nENV UNIQUE=${shop().imageName()}\n${dockerfile}\n`)
      const other = await shop().make({ dockerfile: 'RUN true', tag: shop().imageName() })
      const name = shop().imageName()
      const first = await shop().make({ tag: name })
      const named = await shop().make({ build: { cache_from: [`type=registry,ref=${name}`] } })
      const stranger = await shop().make({ build: { cache_from: [other.id] } })
      expect(named.image.RootFS?.Layers).toEqual(first.image.RootFS?.Layers)
      expect(named.lines).toContain(' ---> Using cache')
      expect(stranger.lines).not.toContain(' ---> Using cache')
    })

    test('isolation: what this engine has is taken, another one is refused', async () => {
      const dockerfile = 'RUN echo isolated'
      const { lines } = await shop().make({ dockerfile, build: { isolation: 'default' } })
      expect(lines).toContain('isolated')
      const [problem] = await shop().refusal({ dockerfile, build: { isolation: 'hyperv' } })
      expect(problem).toMatchObject({ code: 'build-failed', message: expect.stringContaining('hyperv') })
    })

    test('--memory limits the steps', async () => {
      const { lines } = await shop().make({
        dockerfile:
          'RUN cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || true',
        options: { memory: '64m' },
      })
      expect(lines).toContain('67108864')
    })
  })
})

describe.each(buildxOld)('%s', (...builder) => {
  onBuilder(builder as unknown as Builder, shop => {
    test('keys that its BuildKit would ignore go to the classic builder, or are refused where that cannot do the rest', async () => {
      const build = { shm_size: '67108864', ulimits: { nofile: 99 }, ssh: ['default'] }
      const problems = await shop().refusal({ dockerfile: 'RUN true', build })
      expect(problems.map(problem => problem.path)).toEqual([
        'services.web.build.ulimits',
        'services.web.build.shm_size',
      ])
      expect(problems[0]).toMatchObject({
        message: "the engine's BuildKit cannot do ulimits for service web",
        hint: expect.stringContaining('23.0 or later'),
      })
    })

    test('additional_contexts are refused', async () => {
      const [problem] = await shop().refusal({
        dockerfile: 'RUN true',
        build: beyondClassic.additional_contexts,
      })
      expect(problem).toMatchObject({
        code: 'build-unsupported',
        path: 'services.web.build.additional_contexts',
      })
    })
  })
})

describe.each([...buildxOld, ...buildxNew])('%s', (...builder) => {
  onBuilder(builder as unknown as Builder, shop => {
    test('secrets: from a file and from the environment, neither in the image nor in what is shown', async () => {
      const file = shop().write('to,ken.txt', 'from-a-file')
      const made = await shop().make({
        dockerfile:
          'RUN --mount=type=secret,id=one --mount=type=secret,id=renamed cat /run/secrets/one /run/secrets/renamed | sha256sum',
        build: { secrets: [{ source: 'one' }, { source: 'two', target: 'renamed' }] },
        secrets: { one: { name: 'one', file }, two: { name: 'two', environment: 'TOKEN' } },
        environment: { TOKEN: 'from-a-variable' },
      })
      const { createHash } = await import('node:crypto')
      const digest = createHash('sha256').update('from-a-filefrom-a-variable').digest('hex')
      expect(made.lines).toContain(`${digest}  -`)
      expect(JSON.stringify([made.image, made.steps])).not.toMatch(/from-a-(file|variable)/)
    })

    test('a secret without a value is said at its place', async () => {
      const order = { dockerfile: 'RUN true', build: beyondClassic.secrets }
      const unset = await shop().refusal({
        ...order,
        secrets: { token: { name: 'token', environment: 'NOT_SET' } },
      })
      expect(unset).toMatchObject([
        {
          code: 'build-secret',
          message: 'secret token comes from NOT_SET, which is not set',
          place: { file: 'compose.yaml' },
        },
      ])
      expect(await shop().refusal(order)).toMatchObject([{ code: 'build-secret' }])
    })

    test('ssh: the agent is there inside', async () => {
      const socket = join(shop().folder, 'agent')
      const agent = createServer().listen(socket)
      await once(agent, 'listening')
      try {
        const { lines } = await shop().make({
          dockerfile:
            'RUN --mount=type=ssh test -S "$SSH_AUTH_SOCK" && echo agent:there\nRUN echo "agent:${SSH_AUTH_SOCK:-gone}"',
          build: { ssh: ['default'] },
          environment: { SSH_AUTH_SOCK: socket },
        })
        expect(lines.filter(line => line.startsWith('agent:'))).toEqual(['agent:there', 'agent:gone'])
      } finally {
        agent.close()
      }
    })

    test('no_cache_filter: the stages that it names, and no others', async () => {
      const uuid = 'cat /proc/sys/kernel/random/uuid'
      shop().write(
        'Dockerfile',
        `FROM gantry/tiny AS one\nENV UNIQUE=${shop().imageName()}\nRUN ${uuid} >/one\nFROM gantry/tiny AS two\nENV UNIQUE=${shop().imageName()}\nRUN ${uuid} >/two\nFROM gantry/tiny\nCOPY --from=one /one /\nCOPY --from=two /two /\n`,
      )
      const layers = async (order: Order) => (await shop().make(order)).image.RootFS?.Layers?.slice(-2) ?? []
      const first = await layers({})
      const second = await layers({ build: { no_cache_filter: ['one'] } })
      expect([first[0] === second[0], first[1] === second[1]]).toEqual([false, true])
    })

    test('a network that BuildKit does not know goes to the classic builder', async () => {
      const { steps } = await shop().make({ dockerfile: 'RUN true', build: { network: 'bridge' } })
      expect(steps.some(step => /^\[1\/\d+\] FROM gantry\/tiny$/.test(step))).toBe(true)
      const [problem] = await shop().refusal({
        dockerfile: 'RUN true',
        build: { network: 'bridge', ssh: ['default'] },
      })
      expect(problem).toMatchObject({ path: 'services.web.build.network', code: 'build-unsupported' })
    })

    test('--check needs a newer plugin, and says so', async () => {
      const [problem] = await shop().refusal({ dockerfile: 'RUN true', options: { check: true } })
      expect(problem).toMatchObject({ code: 'build-unsupported', hint: expect.stringContaining('0.15') })
    })

    test('entitlements reach the builder, which says what it does not grant', async () => {
      const messages = []
      for (const build of [{ privileged: true }, { entitlements: ['security.insecure'] }]) {
        const [problem] = await shop().refusal({ dockerfile: 'RUN true', build })
        messages.push(problem?.message)
      }
      for (const message of messages) expect(message).toMatch(/security\.insecure/)
    })

    test('a builder that does not exist', async () => {
      const [problem] = await shop().refusal({ dockerfile: 'RUN true', options: { builder: 'test-none' } })
      expect(problem).toMatchObject({ code: 'build-failed' })
      expect(problem?.message).toContain('test-none')
    })

    test('a plugin that is not there', async () => {
      const environment = { GANTRY_BUILDX: '/no/such/docker-buildx' }
      expect(await shop().refusal({ dockerfile: 'RUN true', environment })).toMatchObject([
        { code: 'builder-missing' },
      ])
    })
  })
})

describe.each(buildxNew)('%s', (...builder) => {
  onBuilder(builder as unknown as Builder, shop => {
    test("additional_contexts: a folder, and another service's image", async () => {
      shop().write('extra/file', 'from the folder')
      const base = shop().imageName()
      await shop().make({ dockerfile: 'RUN echo from the service >/made', tag: base })
      const { lines } = await shop().make({
        dockerfile: 'COPY --from=extra /file /\nCOPY --from=base /made /\nRUN cat /file; echo; cat /made',
        build: { additional_contexts: { extra: './extra', base: 'service:base' } },
        services: { base: { image: base } as unknown as Service },
      })
      expect(lines).toEqual(expect.arrayContaining(['from the folder', 'from the service']))
    })

    test('provenance and sbom: what the store cannot keep is said', async () => {
      const { image } = await shop().make({
        dockerfile: 'RUN true',
        build: { provenance: 'false', sbom: 'false' },
      })
      expect(image.Id).toMatch(/^sha256:/)
      for (const build of [{ provenance: 'mode=max' }, { sbom: true }]) {
        const [problem] = await shop().refusal({ dockerfile: 'RUN true', build })
        expect(problem?.message).toMatch(/attestation/i)
      }
    })

    test('cache_to: inline goes into the image, what the driver cannot export is said', async () => {
      const { image } = await shop().make({ dockerfile: 'RUN true', build: { cache_to: ['type=inline'] } })
      expect(image.Id).toMatch(/^sha256:/)
      const target = join(shop().folder, 'cache')
      const [problem] = await shop().refusal({
        dockerfile: 'RUN true',
        build: { cache_to: [`type=local,dest=${target}`] },
      })
      expect(problem?.message).toMatch(/cache export/i)
      expect(existsSync(target)).toBe(false)
    })

    test('cache_from: its sources are asked', async () => {
      const source = `127.0.0.1:1/${shop().imageName()}:cache`
      const { steps } = await shop().make({
        dockerfile: 'RUN true',
        build: { cache_from: [`type=registry,ref=${source}`] },
      })
      expect(steps).toContain(`importing cache manifest from ${source}`)
    })
  })
})

// The builder fetches these itself, so that its engine must reach this process.
describe.each([classic, ...buildKitOld, ...buildxOld])('remote contexts: %s', (...builder) => {
  onBuilder(builder as unknown as Builder, shop => {
    test('an archive', async () => {
      const { createServer } = await import('node:http')
      const { packTar } = await import('modern-tar')
      const text = (dockerfile: string) => ({ header: { name: dockerfile, size: 0 } })
      const content = `FROM gantry/tiny\nENV UNIQUE=${shop().imageName()}\nRUN echo from the archive\n`
      const tar = await packTar([
        { header: { ...text('other.Dockerfile').header, size: content.length }, body: content },
      ])
      const server = createServer((_request, answer) => {
        answer.setHeader('Content-Type', 'application/x-tar').end(tar)
      }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      try {
        const { port } = server.address() as { port: number }
        const { lines } = await shop().make({
          build: { context: `http://127.0.0.1:${port}/context.tar`, dockerfile: 'other.Dockerfile' },
        })
        expect(lines).toContain('from the archive')
      } finally {
        server.closeAllConnections()
        server.close()
      }
    })

    test('a git repository, by branch and folder', async () => {
      const { execFileSync } = await import('node:child_process')
      shop().write(
        'repository/sub/Dockerfile',
        `FROM gantry/tiny\nENV UNIQUE=${shop().imageName()}\nCOPY file /\nRUN cat /file\n`,
      )
      shop().write('repository/sub/file', 'from the repository\n')
      const cwd = join(shop().folder, 'repository')
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
          cwd,
          stdio: 'ignore',
        })
      git('init', '-b', 'work')
      git('add', '.')
      git('commit', '-m', 'one')
      const port = await freePort()
      const daemon = spawn(
        'git',
        [
          'daemon',
          '--reuseaddr',
          '--export-all',
          '--listen=127.0.0.1',
          `--port=${port}`,
          '--log-destination=stderr',
          '--verbose',
          `--base-path=${shop().folder}`,
        ],
        { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
      )
      try {
        // Its first word: it is ready.
        await once(daemon.stderr, 'data')
        const { lines } = await shop().make({
          build: { context: `git://127.0.0.1:${port}/repository/.git#work:sub` },
        })
        expect(lines).toContain('from the repository')
      } finally {
        const ended = once(daemon, 'exit')
        process.kill(-(daemon.pid as number), 'SIGTERM')
        await ended
      }
    })
  })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
