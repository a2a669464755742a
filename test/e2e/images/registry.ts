// Registries of scenarios: a real one on loopback that ends with its scenario, accounts for it, and what is in it.
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { connect, ownedBy } from '../../engine/adapter/engines.ts'
import { account, startRegistry } from '../../engine/image/registry.ts'
import { docker, ignoreGone } from '../dsl/engine.ts'
import { type Check, CheckFailed, type Step } from '../dsl/index.ts'
import { readWorldFile, type World, writeWorldFile } from '../dsl/world.ts'

export { account }

export interface RegistryRequest {
  /** It wants the account. */
  readonly locked?: boolean
  /** Put between the engine and the registry; gives the address that images are named by. */
  readonly before?: (host: string) => Promise<{ readonly host: string; close(): Promise<void> }>
}

/** Starts a registry. `$REGISTRY` is its host and port from here on, `$REGISTRY_ID` its container. */
export function registry({ locked = false, before }: RegistryRequest = {}): Step {
  return setting(locked ? 'a registry with an account' : 'a registry', async world => {
    const engine = await connect(process.env.DOCKER_HOST ?? '')
    const owned = ownedBy(engine)
    world.later.push(async () => {
      await owned.cleanUp()
      engine.close()
    })
    const { id, host } = await startRegistry(engine, owned, locked)
    const front = await before?.(host)
    if (front !== undefined) world.later.push(() => front.close())
    world.environment.REGISTRY = front?.host ?? host
    world.environment.REGISTRY_ID = id
    world.later.push(() => dropImages(`${world.environment.REGISTRY}/`))
  })
}

/** Docker's config.json of the scenario's user. */
export function dockerConfig(config: (host: string) => object): Step {
  return setting("docker's config.json", world =>
    writeWorldFile(
      world,
      '../home/.docker/config.json',
      JSON.stringify(config(world.environment.REGISTRY ?? '')),
    ),
  )
}

/** An entry of `auths`. */
export const basic = (username: string, password: string): object => ({
  auth: Buffer.from(`${username}:${password}`).toString('base64'),
})

/** A credential helper on the PATH that answers as the script says. */
export function credentialHelper(name: string, script: (host: string) => string): Step {
  return setting(`the helper docker-credential-${name}`, async world => {
    const file = `../home/bin/docker-credential-${name}`
    await writeWorldFile(world, file, `#!/bin/sh\n${script(world.environment.REGISTRY ?? '')}\n`)
    await chmod(join(world.folder, file), 0o755)
    const folder = join(world.folder, '../home/bin')
    if (!world.environment.PATH?.startsWith(folder))
      world.environment.PATH = `${folder}:${world.environment.PATH}`
  })
}

/** What is done between two commands, without a check of its own. */
export function setting(title: string, run: (world: World) => Promise<void>): Step {
  return { title, checks: [], run }
}

/** Takes the registry's images off the engine, as if this were another machine. */
export const elsewhere: Step = setting('another machine', world =>
  dropImages(`${world.environment.REGISTRY}/`),
)

async function dropImages(prefix: string): Promise<void> {
  const images = await docker.listImages()
  const names = images.flatMap(one => [...(one.RepoTags ?? []), ...(one.RepoDigests ?? [])])
  for (const name of names.filter(name => name.startsWith(prefix)))
    await docker.getImage(name).remove({ force: true }).catch(ignoreGone)
}

/** Exactly these images of the registry are at the engine, by what follows `$REGISTRY/$PROJECT/`. */
export function imagesAre(...names: readonly string[]): Check {
  return {
    title: `the engine has ${names.join(', ') || 'no image'} of the registry`,
    async verify(world) {
      const prefix = `${world.environment.REGISTRY}/${world.project}/`
      const found = (await docker.listImages())
        .flatMap(image => image.RepoTags ?? [])
        .filter(name => name.startsWith(prefix))
        .map(name => name.slice(prefix.length))
      if (found.sort().join() !== [...names].sort().join())
        throw new CheckFailed(`it has ${found.join(', ') || 'none'}`)
    },
  }
}

/** Exactly these images are in the registry, by what follows `$PROJECT/`. */
export function registryHolds(...names: readonly string[]): Check {
  return {
    title: `the registry holds ${names.join(', ') || 'nothing'}`,
    async verify(world) {
      const ask = async (path: string): Promise<Record<string, string[] | null>> => {
        const headers = {
          authorization: `Basic ${Buffer.from(`${account.username}:${account.password}`).toString('base64')}`,
        }
        const answer = await fetch(`http://${world.environment.REGISTRY}/v2/${path}`, { headers })
        return (await answer.json()) as Record<string, string[] | null>
      }
      const { repositories } = await ask('_catalog')
      const found: string[] = []
      for (const name of repositories ?? []) {
        const { tags } = await ask(`${name}/tags/list`)
        for (const tag of tags ?? []) found.push(`${name.replace(`${world.project}/`, '')}:${tag}`)
      }
      if (found.sort().join() !== [...names].sort().join())
        throw new CheckFailed(`it holds ${found.join(', ') || 'nothing'}`)
    },
  }
}

/** Not a single line, on either stream. */
export const printsNothing: Check = {
  title: 'nothing is printed',
  verify(world) {
    for (const { stdout, stderr } of world.runs)
      if (stdout !== '' || stderr !== '') throw new CheckFailed(`${stdout}${stderr}`)
  },
}

/** None of the words stands in anything that the last command said, or in the files named. */
export function keepsSecret(words: readonly string[], ...files: readonly string[]): Check {
  return {
    title: 'no secret is told',
    async verify(world) {
      if (world.runs.length === 0) throw new CheckFailed('broken precondition: no command was run')
      const told = world.runs.flatMap(({ stdout, stderr }) => [stdout, stderr])
      for (const file of files) told.push(await readWorldFile(world, file))
      for (const word of words) {
        const encoded = Buffer.from(word).toString('base64').replace(/=+$/, '')
        if (told.some(text => text.includes(word) || text.includes(encoded)))
          throw new CheckFailed(`${JSON.stringify(word)} is`)
      }
    },
  }
}
