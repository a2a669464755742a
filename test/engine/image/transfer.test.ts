// Push, pull, digests and archives against a real registry: open, with an account, down, and behind a line that breaks.
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  authFor,
  type ImageContext,
  loadImages,
  pullImage,
  pushImage,
  registryDigest,
  saveImages,
} from '../../../src/image/index.ts'
import { type Problem, ProblemError } from '../../../src/problem/index.ts'
import { connect, engineHosts, ownedBy, readBuffer } from '../adapter/engines.ts'
import { breakingLine } from './breaking-line.ts'
import { account, type Registry, startRegistry } from './registry.ts'
import { openWorkshop, type Workshop } from './workshop.ts'

async function problemOf(call: Promise<unknown>): Promise<Problem | undefined> {
  try {
    await call
  } catch (error) {
    if (error instanceof ProblemError) return error.problems[0]
    throw error
  }
  throw new Error('the call went well, and should not have')
}

describe.each(engineHosts)('transfers on the %s', async (name, host) => {
  const engine = await connect(host)
  const owned = ownedBy(engine)
  let shop: Workshop
  beforeEach(() => {
    shop = openWorkshop(engine, { DOCKER_BUILDKIT: '0' })
  })
  afterEach(async () => {
    await owned.cleanUp()
    await shop.cleanUp()
  })
  afterAll(() => engine.close())

  /** Docker's settings in the shop's folder. */
  const settings = (config: object): ReturnType<Workshop['context']> => {
    shop.write('config.json', JSON.stringify(config))
    return shop.context({
      environment: { DOCKER_CONFIG: shop.folder, PATH: `${shop.folder}:${process.env.PATH}` },
    })
  }
  const basic = (username: string, password: string) => ({
    auth: Buffer.from(`${username}:${password}`).toString('base64'),
  })
  /** An image of one small layer, under a name at the registry. */
  const image = async (registry: Registry, tag = 'v1') => {
    const made = await shop.make({ dockerfile: 'RUN cat /proc/sys/kernel/random/uuid >/id' })
    const reference = `${registry.host}/team/${shop.imageName()}:${tag}`
    await engine.images.tag(made.id, reference)
    owned.later(() => engine.images.remove(reference))
    return { id: made.id, reference }
  }
  const drop = (reference: string) => engine.images.remove(reference)
  const there = (reference: string) =>
    engine.images.inspect(reference).then(
      () => true,
      () => false,
    )

  test('push, remove, pull: the same image, with progress by layer; its digest without a pull', async () => {
    const registry = await startRegistry(engine, owned)
    const context = settings({})
    const { id, reference } = await image(registry)
    await pushImage(context, reference)
    expect(context.steps).toContain('Pushed')
    const digest = await registryDigest(context, reference)
    await drop(reference)
    const pulled = await pullImage(context, { reference })
    expect(pulled.id).toBe(id)
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/)
    const { RepoDigests } = await engine.images.inspect(reference)
    expect(RepoDigests).toContain(`${reference.replace(/:v1$/, '')}@${digest}`)
    expect(await registryDigest(context, reference, 'linux/amd64')).toBe(digest)
    const byDigest = `${reference.replace(/:v1$/, '')}@${digest}`
    expect((await pullImage(context, { reference: byDigest })).id).toBe(id)
  })

  test('an unknown tag, an unknown name, another platform', async () => {
    const registry = await startRegistry(engine, owned)
    const context = settings({})
    const { reference } = await image(registry)
    await pushImage(context, reference)
    const unknown = `${registry.host}/team/none:v1`
    const problems = [
      await problemOf(pullImage(context, { reference: reference.replace(/v1$/, 'v2') })),
      await problemOf(pullImage(context, { reference: unknown })),
      await problemOf(registryDigest(context, unknown)),
      await problemOf(registryDigest(context, reference, 'linux/s390x')),
      await problemOf(pushImage(context, `${registry.host}/team/not-built`)),
    ]
    expect(problems.map(problem => problem?.code)).toEqual([
      'image-not-found',
      'image-not-found',
      'image-not-found',
      'image-platform',
      'image-not-found',
    ])
    expect(problems[1]?.message).toBe(`cannot pull ${unknown}: ${registry.host} has no such image`)
    expect(problems[3]?.hint).toBe('it is there for linux/amd64')
    expect(problems[4]?.hint).toBe('build or pull it first')
  })

  test.runIf(name === 'engine')('an OCI manifest, of which the engine tells no platform', async () => {
    const registry = await startRegistry(engine, owned)
    const context = settings({})
    const { id, reference } = await image(registry)
    await pushImage(context, reference)
    const manifests = `http://${reference.replace('/', '/v2/').replace(/:v1$/, '/manifests')}`
    const accept = 'application/vnd.docker.distribution.manifest.v2+json'
    const answer = await fetch(`${manifests}/v1`, { headers: { accept } })
    const pushed = (await answer.json()) as { config: object; layers: readonly object[] }
    const oci = 'application/vnd.oci.image'
    const manifest = {
      ...pushed,
      mediaType: `${oci}.manifest.v1+json`,
      config: { ...pushed.config, mediaType: `${oci}.config.v1+json` },
      layers: pushed.layers.map(layer => ({ ...layer, mediaType: `${oci}.layer.v1.tar+gzip` })),
    }
    const headers = { 'content-type': manifest.mediaType }
    const put = await fetch(`${manifests}/oci`, { method: 'PUT', headers, body: JSON.stringify(manifest) })
    expect(put.status).toBe(201)
    const standard = reference.replace(/v1$/, 'oci')
    const { digest, platforms } = await engine.images.distribution(standard)
    expect(platforms).toEqual([])
    expect(await registryDigest(context, standard, 'linux/amd64')).toBe(digest)
    await drop(reference)
    expect((await pullImage(context, { reference: standard, platform: 'linux/amd64' })).id).toBe(id)
    await drop(standard)
  })

  test('an account: none, a wrong password, the right one from each place that docker keeps it in', async () => {
    const registry = await startRegistry(engine, owned, true)
    const { id, reference } = await image(registry)
    const right = { auths: { [registry.host]: basic(account.username, account.password) } }
    await pushImage(settings(right), reference)

    const wrong = { auths: { [registry.host]: basic(account.username, 'wrong-password') } }
    for (const config of [{}, wrong]) {
      for (const call of [
        pushImage,
        registryDigest,
        (context: ImageContext) => pullImage(context, { reference }),
      ]) {
        const problem = await problemOf(call(settings(config), reference))
        expect(problem).toMatchObject({
          code: 'registry-unauthorized',
          hint: expect.stringContaining(`docker login ${registry.host}`),
        })
        expect(JSON.stringify(problem)).not.toMatch(/wrong-password|right-password/)
      }
    }

    const helper = join(shop.folder, 'docker-credential-test')
    writeFileSync(
      helper,
      `#!/bin/sh\nread registry\n[ "$registry" = ${registry.host} ] || { echo 'credentials not found in native keychain'; exit 1; }\necho '{"Username":"${account.username}","Secret":"${account.password}"}'\n`,
    )
    chmodSync(helper, 0o755)
    for (const config of [
      right,
      { auths: { [`http://${registry.host}/v2/`]: right.auths[registry.host] } },
      { auths: { [registry.host]: {} }, credsStore: 'test' },
      { credHelpers: { [registry.host]: 'test' } },
    ]) {
      await drop(reference)
      expect((await pullImage(settings(config), { reference })).id).toBe(id)
    }
    expect(await authFor('other.example/x', settings({ credsStore: 'test' }))).toBeUndefined()

    const problem = await problemOf(pullImage(settings({ credsStore: 'absent' }), { reference }))
    expect(problem?.cause).toContain('docker-credential-absent is not installed')
  })

  test("a build's base image comes with the account of its registry", async () => {
    const registry = await startRegistry(engine, owned, true)
    const { reference } = await image(registry)
    const config = { auths: { [registry.host]: basic(account.username, account.password) } }
    await pushImage(settings(config), reference)
    await drop(reference)
    shop.write('Dockerfile', `FROM ${reference}\nRUN echo base:there\n`)
    const [refused] = await shop.refusal({})
    expect(refused).toMatchObject({ code: 'build-failed', place: { line: 1 } })
    const { lines } = await shop.make({ environment: { DOCKER_CONFIG: shop.folder } })
    expect(lines).toContain('base:there')
  })

  test('build --push', async () => {
    const registry = await startRegistry(engine, owned)
    const tag = `${registry.host}/team/${shop.imageName()}`
    owned.later(() => engine.images.remove(tag))
    const made = await shop.make({ dockerfile: 'RUN true', tag, options: { push: true } })
    await drop(tag)
    expect((await pullImage(shop.context(), { reference: tag })).id).toBe(made.id)
  })

  test('a registry that is down', async () => {
    const registry = await startRegistry(engine, owned)
    const { reference } = await image(registry)
    await engine.containers.remove(registry.id, { force: true, volumes: true })
    for (const [verb, call] of [
      ['pull', () => pullImage(shop.context(), { reference })],
      ['push', () => pushImage(shop.context(), reference)],
      ['look up', () => registryDigest(shop.context(), reference)],
    ] as const) {
      expect(await problemOf(call())).toMatchObject({
        code: 'registry-unreachable',
        message: `cannot ${verb} ${reference}: the engine cannot reach ${registry.host}`,
      })
    }
  })

  test('what is no reference', async () => {
    expect(await problemOf(pullImage(shop.context(), { reference: 'team/App' }))).toMatchObject({
      code: 'image-reference',
      message: '"team/App" is no image reference: repository name "team/App" must be lowercase',
    })
  })

  test('save and load', async () => {
    const context = shop.context()
    const name = shop.imageName()
    const { id } = await shop.make({ dockerfile: 'RUN cat /proc/sys/kernel/random/uuid >/id', tag: name })
    const tar = await readBuffer(saveImages(context, [name]))
    await drop(name)
    expect(await there(name)).toBe(false)
    async function* archive() {
      yield tar
    }
    expect(await loadImages(context, archive())).toEqual([`${name}:latest`])
    expect((await engine.images.inspect(name)).Id).toBe(id)
    expect(await problemOf(readBuffer(saveImages(context, [`${name}-none`])))).toMatchObject({
      code: 'image-not-found',
    })
  })

  // Only the machine's own engine reaches this process.
  if (name !== 'engine') return

  test('a line that breaks: tried again, and no more than twice', async () => {
    const registry = await startRegistry(engine, owned)
    const original = await image(registry)
    await pushImage(shop.context(), original.reference)
    for (const [cuts, wanted] of [
      // The engine keeps a manifest that has arrived, so that the hopeless case comes first.
      [Number.POSITIVE_INFINITY, 'transfer-broken'],
      [1, 'pulled'],
    ] as const) {
      const line = await breakingLine(registry.host, cuts)
      const reference = original.reference.replace(registry.host, line.host)
      const context = shop.context()
      const outcome = await pullImage(context, { reference }).then(
        async () => {
          await drop(reference)
          return 'pulled'
        },
        error => (error as ProblemError).problems[0]?.code,
      )
      await line.close()
      expect(outcome).toBe(wanted)
      const again = context.steps.filter(step => step.includes('trying again')).length
      expect(again).toBe(cuts === 1 ? 1 : 2)
    }
  })
})
