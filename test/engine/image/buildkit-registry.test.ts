// Private base images with the engine's own BuildKit: credentials are asked for by registry, and given to no other.
import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pushImage } from '../../../src/image/index.ts'
import { connect, ownedBy } from '../adapter/engines.ts'
import { account, startRegistry } from './registry.ts'
import { buildKitNew, buildKitOld, openWorkshop, type Workshop } from './workshop.ts'

describe.each([...buildKitOld, ...buildKitNew])('%s', async (_name, host, environment) => {
  const engine = await connect(host)
  const owned = ownedBy(engine)
  let shop: Workshop
  beforeEach(() => {
    shop = openWorkshop(engine, environment)
  })
  afterEach(async () => {
    await owned.cleanUp()
    await shop.cleanUp()
  })
  afterAll(() => engine.close())

  const login = (password: string) => ({
    auth: Buffer.from(`${account.username}:${password}`).toString('base64'),
  })
  const settings = (config: object) => {
    shop.write('settings/config.json', JSON.stringify(config))
    return { DOCKER_CONFIG: join(shop.folder, 'settings'), PATH: `${shop.folder}:${process.env.PATH}` }
  }

  test('a private base: pulled with its registry’s account, refused with a wrong one, no other account touched', async () => {
    const registry = await startRegistry(engine, owned, true)
    const mark = join(shop.folder, 'asked')
    chmodSync(shop.write('docker-credential-trap', `#!/bin/sh\necho "$@" >>'${mark}'\nexit 1\n`), 0o755)
    const right = settings({
      auths: { [registry.host]: login(account.password) },
      credHelpers: { 'other.example': 'trap' },
    })
    const made = await shop.make({ dockerfile: 'RUN echo from the private base >/base' })
    const reference = `${registry.host}/team/${shop.imageName()}:v1`
    await engine.images.tag(made.id, reference)
    await pushImage(shop.context({ environment: right }), reference)
    await engine.images.remove(reference)

    const build = { dockerfile_inline: `FROM ${reference}\nRUN cat /base\n`, pull: true, no_cache: true }
    const { lines } = await shop.make({ build, environment: right })
    expect(lines).toEqual(['from the private base'])
    expect(existsSync(mark)).toBe(false)

    for (const config of [{}, { auths: { [registry.host]: login('wrong-password') } }]) {
      const [problem] = await shop.refusal({ build, environment: settings(config) })
      expect(problem).toMatchObject({ code: 'build-failed', hint: expect.stringContaining('docker login') })
      expect(JSON.stringify(problem)).not.toContain('wrong-password')
    }
  })
})
