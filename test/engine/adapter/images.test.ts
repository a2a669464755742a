// Images on a real engine: local calls, travel by tar, and travel through a registry that asks for a password.
import { packTar } from 'modern-tar'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { ImageProgress } from '../../../src/engine/index.ts'
import { collect, connect, engineHosts, kindOf, ownedBy, readBuffer, tiny, uniqueName } from './engines.ts'

/** Of "test-secret", by bcrypt. */
const passwordHash = '$2y$05$abcdefghijklmnopqrstuuZrCpbbZVvQpu3vLh8oq4feQ.gGB4GY.'
const user = { username: 'someone', password: 'test-secret' }

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const textFile = (name: string, body: string) => ({ header: { name, size: body.length, mode: 0o644 }, body })

describe.each(engineHosts)('images on the %s', async (_name, host) => {
  const engine = await connect(host)
  const owned = ownedBy(engine)
  const { images } = engine
  afterEach(() => owned.cleanUp())
  afterAll(() => engine.close())

  test('tags, lists, inspects, explains and removes one', async () => {
    const tag = `${uniqueName('image')}:v1`
    await images.tag(tiny, tag)
    owned.later(() => images.remove(tag))
    const [summary, ...others] = await images.list({ filters: { reference: [tag] } })
    expect(others).toEqual([])
    expect(summary?.RepoTags).toContain(tag)
    const live = await images.inspect(tag)
    expect(live).toMatchObject({ Id: summary?.Id, Os: 'linux', RepoDigests: [] })
    const [layer] = await images.history(tag)
    expect(layer?.Size).toBeGreaterThan(0)
    await images.remove(tag, { noPrune: true })
    expect(await kindOf(images.inspect(tag))).toBe('not-found')
    expect(await images.list({ filters: { reference: [tag] } })).toEqual([])
    expect(await kindOf(images.tag(tiny, 'Not A Reference'))).toBe('invalid')
  })

  test('saves several as one tar and loads them again', async () => {
    const tags = [`${uniqueName('save')}:a`, `${uniqueName('save')}:b`]
    for (const tag of tags) {
      await images.tag(tiny, tag)
      owned.later(() => images.remove(tag))
    }
    const tar = await readBuffer(images.save(tags))
    for (const tag of tags) await images.remove(tag)
    const lines = (await collect(images.load(once(tar)))).map(line => line.stream ?? '').join('')
    for (const tag of tags) {
      expect(lines).toContain(`Loaded image: ${tag}`)
      expect((await images.inspect(tag)).RepoTags).toContain(tag)
    }
    expect(await kindOf(collect(images.save(['test-no-such-image'])))).toBe('not-found')
  })

  test('builds from a tar, with labels, arguments and output, and fails with the words of the failure', async () => {
    const tag = `${uniqueName('build')}:latest`
    const dockerfile = `FROM ${tiny}\nARG WORD\nCOPY note /note\nRUN echo "$WORD" && cat /note\n`
    const context = await packTar([textFile('Dockerfile', dockerfile), textFile('note', 'noted\n')])
    const options = { t: tag, labels: '{"a":"b"}', buildargs: '{"WORD":"said"}', rm: true }
    owned.later(() => images.remove(tag))
    const lines = await collect(images.build(once(context), options, {}))
    const said = lines.map(line => line.stream ?? '').join('')
    expect(said).toContain('said\nnoted\n')
    expect(await images.inspect(tag)).toMatchObject({ Config: { Labels: { a: 'b' } } })

    const broken = await packTar([textFile('Dockerfile', `FROM ${tiny}\nRUN exit 3\n`)])
    const seen: Record<string, unknown>[] = []
    const failing = async () => {
      for await (const line of images.build(once(broken), { rm: true, forcerm: true }, {})) seen.push(line)
    }
    await expect(failing()).rejects.toMatchObject({
      kind: 'server',
      message: expect.stringContaining('non-zero code: 3'),
    })
    expect(seen.at(-1)).toMatchObject({ errorDetail: { code: 3 } })
  })

  test('an aborted build is cancelled, and its source is left', async () => {
    const leaving = new AbortController()
    let left = false
    async function* slow(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          yield new Uint8Array(512).fill(1)
          leaving.abort()
        }
      } finally {
        left = true
      }
    }
    expect(await kindOf(collect(images.build(slow(), {}, {}, leaving.signal)))).toBe('cancelled')
    expect(left).toBe(true)
  })

  describe('through a registry with a password', () => {
    /** Starts a registry of our own and resolves with its address, as the engine sees it. */
    async function startRegistry(): Promise<string> {
      const id = await owned.container(['serve', '/etc/docker/registry/config.yml'], {
        Image: 'gantry/registry:latest',
        Env: [
          'REGISTRY_AUTH=htpasswd',
          'REGISTRY_AUTH_HTPASSWD_REALM=test',
          'REGISTRY_AUTH_HTPASSWD_PATH=/users',
        ],
        HostConfig: { PortBindings: { '5000/tcp': [{ HostIp: '127.0.0.1' }] } },
      })
      const users = await packTar([textFile('users', `${user.username}:${passwordHash}\n`)])
      await engine.containers.putArchive(id, '/', once(users))
      await engine.containers.start(id)
      for await (const { data } of engine.containers.logs(id, { follow: true })) {
        if (Buffer.from(data).includes('listening on')) break
      }
      const ports = (await engine.containers.inspect(id)).NetworkSettings?.Ports
      return `127.0.0.1:${ports?.['5000/tcp']?.[0]?.HostPort}`
    }

    test('pushes, asks for the digest, pulls; and tells a missing password from a missing image', async () => {
      const reference = `${await startRegistry()}/test/${uniqueName('push')}:one`
      await images.tag(tiny, reference)
      owned.later(() => images.remove(reference))

      expect(await kindOf(collect(images.push(reference, {})))).toBe('unauthorized')
      const pushed = await collect(images.push(reference, { auth: user }))
      const digest = pushed.find(
        (line): line is ImageProgress & { aux: { Digest: string } } => !!line.aux?.Digest,
      )?.aux.Digest
      expect(digest).toMatch(/^sha256:/)

      const found = await images.distribution(reference, user)
      expect(found).toMatchObject({ digest, platforms: [{ os: 'linux' }] })

      await images.remove(reference)
      expect(await kindOf(collect(images.pull(reference, {})))).toBe('unauthorized')
      const pulled = await collect(images.pull(reference, { auth: user, platform: 'linux/amd64' }))
      expect(pulled.some(line => line.status?.includes(digest ?? 'no digest'))).toBe(true)
      expect((await images.inspect(reference)).RepoDigests?.[0]).toContain(digest)
      await collect(images.pull(`${reference.replace(/:one$/, '')}@${digest}`, { auth: user }))
      expect(await kindOf(collect(images.pull(`${reference}-not`, { auth: user })))).toBe('not-found')
      expect(await kindOf(images.distribution(`${reference}-not`, user))).toBe('not-found')
    })
  })
})
