// The engine's own BuildKit without docker-buildx, on each engine: what it does beyond the classic builder, how much of a
// context travels, and what happens when a build is left, lost or refused.
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Engine } from '../../../src/engine/index.ts'
import type { Service } from '../../../src/model/index.ts'
import { connect } from '../adapter/engines.ts'
import { buildKitNew, buildKitOld, type Order, openWorkshop, type Workshop } from './workshop.ts'

if (buildKitNew.length === 0)
  console.warn('GANTRY_NEWER_HOST is not set: the BuildKit of a newer engine is not tested')

interface Bench {
  readonly shop: Workshop
  /** Connections on which BuildKit fetched from here, and on which it was asked. */
  readonly sessions: Duplex[]
  readonly controls: Duplex[]
}

/** A workshop whose connections to BuildKit can be counted and cut. */
function useBench(host: string, environment: Readonly<Record<string, string>>): () => Bench {
  let bench: Bench
  let engine: Engine
  beforeEach(async () => {
    engine = await connect(host)
    const sessions: Duplex[] = []
    const controls: Duplex[] = []
    const { buildKit } = engine
    const watched: Engine = {
      ...engine,
      buildKit: {
        ...buildKit,
        session: async (...order) => keep(sessions, await buildKit.session(...order)),
        control: async (...order) => keep(controls, await buildKit.control(...order)),
      },
    }
    bench = { shop: openWorkshop(watched, environment), sessions, controls }
  })
  afterEach(async () => {
    await bench.shop.cleanUp()
    engine.close()
  })
  return () => bench
}

function keep(kept: Duplex[], connection: Duplex): Duplex {
  kept.push(connection)
  return connection
}

const sentOver = (connection: Duplex | undefined): number =>
  (connection as { bytesWritten?: number } | undefined)?.bytesWritten ?? Number.NaN

/** A program with an argument that stands in no other command line. */
const isRunning = (argument: string): boolean =>
  readdirSync('/proc').some(entry => {
    if (!/^\d+$/.test(entry)) return false
    try {
      return readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0').includes(argument)
    } catch {
      return false
    }
  })

async function untilGone(argument: string): Promise<void> {
  const late = Date.now() + 30_000
  while (isRunning(argument)) {
    if (Date.now() > late) throw new Error('the step still runs')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

describe.each([...buildKitOld, ...buildKitNew])('%s', (_name, host, environment) => {
  const bench = useBench(host, environment)
  const random = () => Math.random().toString(36).slice(2)

  test('RUN --mount=type=cache keeps a folder from build to build', async () => {
    const count = async () =>
      (
        await bench().shop.make({
          dockerfile: `RUN --mount=type=cache,id=${bench().shop.folder},target=/kept : ${random()}; echo x >>/kept/file; echo "times:$(wc -l </kept/file)"`,
        })
      ).lines
    expect(await count()).toEqual(['times:1'])
    expect(await count()).toEqual(['times:2'])
  })

  test('secrets: from a file and from the environment, neither in the image nor in what is shown', async () => {
    const file = bench().shop.write('to,ken.txt', 'from-a-file')
    const made = await bench().shop.make({
      dockerfile:
        'RUN --mount=type=secret,id=one --mount=type=secret,id=renamed cat /run/secrets/one /run/secrets/renamed | md5sum',
      build: { secrets: [{ source: 'one' }, { source: 'two', target: 'renamed' }] },
      secrets: { one: { name: 'one', file }, two: { name: 'two', environment: 'TOKEN' } },
      environment: { TOKEN: 'from-a-variable' },
    })
    const { createHash } = await import('node:crypto')
    const digest = createHash('md5').update('from-a-filefrom-a-variable').digest('hex')
    expect(made.lines).toContain(`${digest}  -`)
    expect(JSON.stringify([made.image, made.steps])).not.toMatch(/from-a-(file|variable)/)
  })

  test('a secret whose file is gone is said as such', async () => {
    const [problem] = await bench().shop.refusal({
      dockerfile: 'RUN --mount=type=secret,id=one,required=true true',
      build: { secrets: [{ source: 'one' }] },
      secrets: { one: { name: 'one', file: '/no/such/file' } },
    })
    expect(problem).toMatchObject({ code: 'build-secret', message: expect.stringContaining('/no/such/file') })
  })

  describe('ssh', () => {
    /** Asks for the agent's keys (11), then has it forget them (19); prints kind and count of each answer. */
    const asking = [
      'FROM gantry/base:bookworm',
      'RUN --mount=type=ssh perl -MIO::Socket::UNIX -e \'for my $kind (11, 19, 11) { my $s = IO::Socket::UNIX->new($ENV{SSH_AUTH_SOCK}) or die "none"; syswrite $s, pack("NC", 1, $kind); sysread $s, my $b, 9; my (undef, $k, $n) = unpack("NCN", $b); print "answer:$k:", $n // "", "\\n" }\'',
      'ENV UNIQUE=',
    ].join('\n')

    test('a key of a file is offered, and the build can use the agent for nothing else', async () => {
      const key = join(bench().shop.folder, 'key')
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
      const { lines } = await bench().shop.make({
        build: { dockerfile_inline: `${asking}${random()}`, ssh: [`default=${key}`], no_cache: true },
      })
      expect(lines).toEqual(['answer:12:1', 'answer:5:', 'answer:12:1'])
    })

    test("the user's agent is asked", async () => {
      const socket = join(bench().shop.folder, 'agent')
      const questions: number[] = []
      const agent = createServer(connection => {
        connection.on('data', data => {
          questions.push(data[4] ?? -1)
          connection.write(Buffer.from([0, 0, 0, 5, 12, 0, 0, 0, 7]))
        })
      }).listen(socket)
      await once(agent, 'listening')
      try {
        const { lines } = await bench().shop.make({
          build: { dockerfile_inline: `${asking}${random()}`, ssh: ['default'], no_cache: true },
          environment: { SSH_AUTH_SOCK: socket },
        })
        expect(lines).toEqual(['answer:12:7', 'answer:5:', 'answer:12:7'])
        expect(questions).toEqual([11, 11])
      } finally {
        agent.close()
      }
    })

    test.each([
      ['no agent', ['default'], 'SSH_AUTH_SOCK'],
      ['a key that is not there', ['deploy=/no/such/key'], 'ENOENT'],
    ])('%s is said at its place', async (_case, ssh, words) => {
      const order: Order = { dockerfile: 'RUN true', build: { ssh }, environment: { SSH_AUTH_SOCK: '' } }
      expect(await bench().shop.refusal(order)).toMatchObject([
        { code: 'build-ssh', message: expect.stringContaining(words), path: 'services.web.build.ssh' },
      ])
    })
  })

  test('only what the Dockerfile copies travels, and of that only what has changed', async () => {
    const { shop, sessions } = bench()
    const megabyte = () => `${random()}${'x'.repeat(1024 * 1024)}`
    shop.write(
      'Dockerfile',
      `FROM gantry/tiny\nENV UNIQUE=${shop.imageName()}\nCOPY used link gr* /app/\nRUN cat /app/here; cat /app/grüße.txt; cat /proc/sys/kernel/random/uuid\n`,
    )
    shop.write('used/big', megabyte())
    shop.write('used/other', megabyte())
    shop.write('far/away', 'through a link\n')
    symlinkSync('../far/away', join(shop.folder, 'used/here'))
    symlinkSync('far', join(shop.folder, 'link'))
    shop.write('grüße.txt', 'grüße\n')
    shop.write('unused', megabyte())
    const first = await shop.make({})
    const sent = [sentOver(sessions.at(-1))]
    const second = await shop.make({})
    sent.push(sentOver(sessions.at(-1)))
    shop.write('used/other', megabyte())
    await shop.make({})
    sent.push(sentOver(sessions.at(-1)))

    expect(first.lines.join('\n')).toContain('grüße')
    expect(second.image.Id).toBe(first.image.Id)
    expect(second.steps.some(step => /COPY.*\(cached\)/.test(step))).toBe(true)
    expect(sent.map(bytes => Math.round(bytes / 1024 / 1024))).toEqual([2, 0, 1])
  })

  test('a file that becomes a folder, and one that goes, are so in the next build', async () => {
    const { shop } = bench()
    const order = { dockerfile: `COPY . /app\nRUN cd /app && find . | sort | sed s/^/at:/` }
    shop.write('one', '1')
    shop.write('two/inside', random())
    await shop.make(order)
    execFileSync('rm', ['-r', join(shop.folder, 'one'), join(shop.folder, 'two')])
    shop.write('one/deep/er', random())
    const { lines } = await shop.make(order)
    expect(lines.filter(line => line.startsWith('at:'))).toEqual(
      ['.', './one', './one/deep', './one/deep/er'].map(path => `at:${path}`),
    )
  })

  test('a build that is left ends at the engine, too', async () => {
    const seconds = String(1000 + Math.random() * 1000)
    const leaving = new AbortController()
    const building = bench().shop.make({
      dockerfile: `RUN echo begun; sleep ${seconds}`,
      signal: leaving.signal,
      onLine: line => {
        if (line === 'begun') leaving.abort()
      },
    })
    await expect(building).rejects.toMatchObject({ name: 'EngineError', kind: 'cancelled' })
    await untilGone(seconds)
  })

  test('a connection that is lost is said as such, and ends the build', async () => {
    const { shop, controls } = bench()
    const seconds = String(1000 + Math.random() * 1000)
    const building = shop.make({
      dockerfile: `RUN echo begun; sleep ${seconds}`,
      onLine: line => {
        if (line === 'begun') for (const control of controls) control.destroy()
      },
    })
    await expect(building).rejects.toMatchObject({
      kind: 'unreachable',
      problem: { code: 'engine-connection-lost' },
    })
    await untilGone(seconds)
  })

  test('builds side by side each get their own secret and folder', async () => {
    const { shop } = bench()
    const numbers = [1, 2, 3, 4]
    for (const number of numbers) shop.write(`c${number}/file`, `folder-${number}\n`)
    const made = await Promise.all(
      numbers.map(number =>
        shop.make({
          dockerfile: 'COPY file /\nRUN --mount=type=secret,id=token cat /file /run/secrets/token',
          build: { context: join(shop.folder, `c${number}`), secrets: [{ source: 'token' }] },
          secrets: { token: { name: 'token', environment: 'TOKEN' } },
          environment: { TOKEN: `secret-${number}\n` },
        }),
      ),
    )
    expect(made.map(({ lines }) => lines)).toEqual(
      numbers.map(number => [`folder-${number}`, `secret-${number}`]),
    )
  })

  test('host-gateway in extra_hosts', async () => {
    const { lines } = await bench().shop.make({
      dockerfile: 'RUN grep -w engine.test /etc/hosts; cat /proc/sys/kernel/random/uuid',
      build: { extra_hosts: ['engine.test=host-gateway'] },
    })
    expect(lines.join('\n')).toMatch(/\d+\.\d+\.\d+\.\d+\s+engine\.test/)
  })

  test('no_cache_filter: the stages that it names, and no others', async () => {
    const { shop } = bench()
    const uuid = 'cat /proc/sys/kernel/random/uuid'
    shop.write(
      'Dockerfile',
      `FROM gantry/tiny AS one\nENV UNIQUE=${shop.imageName()}\nRUN ${uuid} >/one\nFROM gantry/tiny AS two\nENV UNIQUE=${shop.imageName()}\nRUN ${uuid} >/two\nFROM gantry/tiny\nCOPY --from=one /one /\nCOPY --from=two /two /\n`,
    )
    const layers = async (order: Order) => (await shop.make(order)).image.RootFS?.Layers?.slice(-2) ?? []
    const first = await layers({})
    const second = await layers({ build: { no_cache_filter: ['one'] } })
    expect([first[0] === second[0], first[1] === second[1]]).toEqual([false, true])
  })

  test('cache_to inline goes into the image, and the sources of cache_from are asked', async () => {
    const source = `127.0.0.1:1/${bench().shop.imageName()}:cache`
    const { image, steps } = await bench().shop.make({
      dockerfile: 'RUN true',
      build: { cache_to: ['type=inline'], cache_from: [`type=registry,ref=${source}`] },
    })
    expect(image.Id).toMatch(/^sha256:/)
    expect(steps).toContain(`importing cache manifest from ${source}`)
  })

  test('a `# syntax=` line that leads nowhere says so', async () => {
    const [problem] = await bench().shop.refusal({
      build: { dockerfile_inline: '# syntax=docker/dockerfile:1\nFROM gantry/tiny\n' },
    })
    expect(problem).toMatchObject({ code: 'build-failed', hint: expect.stringContaining('# syntax=') })
  })

  test('what needs a builder of its own is refused, all at once, with the way out', async () => {
    const problems = await bench().shop.refusal({
      dockerfile: 'RUN true',
      build: {
        cache_to: ['type=local,dest=/tmp/none'],
        cache_from: ['type=local,src=/tmp/none'],
        provenance: 'mode=max',
        sbom: true,
      },
      options: { check: true },
    })
    expect(problems.map(problem => problem.message)).toEqual(
      ['cache_to', 'cache_from', 'provenance', 'sbom', '--check'].map(
        key => `the engine's BuildKit cannot do ${key} for service web`,
      ),
    )
    for (const { hint } of problems) expect(hint).toContain('apt-get install docker-buildx')
    expect(problems[0]).toMatchObject({
      path: 'services.web.build.cache_to',
      place: { file: 'compose.yaml' },
    })
  })

  test('an entitlement that the engine does not grant is said', async () => {
    const [problem] = await bench().shop.refusal({ dockerfile: 'RUN true', build: { privileged: true } })
    expect(problem?.message).toMatch(/security\.insecure/)
  })

  test('a network that BuildKit does not know goes to the classic builder, as does all with DOCKER_BUILDKIT=0', async () => {
    const { shop, sessions } = bench()
    const { steps } = await shop.make({ dockerfile: 'RUN true', build: { network: 'bridge' } })
    expect(steps.some(step => /^\[1\/\d+\] FROM gantry\/tiny$/.test(step))).toBe(true)
    await shop.make({ dockerfile: 'RUN true', environment: { DOCKER_BUILDKIT: '0' } })
    expect(sessions).toEqual([])
  })
})

describe.each(buildKitOld)('%s', (_name, host, environment) => {
  const bench = useBench(host, environment)

  test('keys that it would ignore go to the classic builder, or are refused where that cannot do the rest', async () => {
    const build = { shm_size: '67108864', ulimits: { nofile: 99 }, ssh: ['default'] }
    const problems = await bench().shop.refusal({ dockerfile: 'RUN true', build })
    expect(problems.map(problem => problem.path)).toEqual([
      'services.web.build.ulimits',
      'services.web.build.shm_size',
    ])
    expect(problems[0]?.hint).toContain('23.0 or later')
  })

  test('additional_contexts are refused', async () => {
    const order = { dockerfile: 'RUN true', build: { additional_contexts: { extra: './extra' } } }
    expect(await bench().shop.refusal(order)).toMatchObject([
      { code: 'build-unsupported', path: 'services.web.build.additional_contexts' },
    ])
  })
})

describe.each(buildKitNew)('%s', (_name, host, environment) => {
  const bench = useBench(host, environment)

  test("additional_contexts: a folder, of which only what is copied travels, and another service's image", async () => {
    const { shop, sessions } = bench()
    shop.write('extra/file', 'from the folder')
    shop.write('extra/unused', 'x'.repeat(1024 * 1024))
    const base = shop.imageName()
    await shop.make({ dockerfile: 'RUN echo from the service >/made', tag: base })
    const { lines } = await shop.make({
      dockerfile: 'COPY --from=extra /file /\nCOPY --from=base /made /\nRUN cat /file; echo; cat /made',
      build: { additional_contexts: { extra: './extra', base: 'service:base' } },
      services: { base: { image: base } as unknown as Service },
    })
    expect(lines).toEqual(expect.arrayContaining(['from the folder', 'from the service']))
    expect(sentOver(sessions.at(-1))).toBeLessThan(100_000)
  })

  test('heredocs', async () => {
    const { lines } = await bench().shop.make({
      dockerfile: 'RUN <<EOF\necho one\ncat /proc/sys/kernel/random/uuid >/dev/null\necho two\nEOF',
    })
    expect(lines).toEqual(['one', 'two'])
  })
})
