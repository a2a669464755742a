// What `config` tells beside the model: hashes, pinned images, the variables that the files use.

import { registryDigest } from '../image/index.ts'
import { listVariables as listLoadedVariables, type TemplateVariable } from '../load/index.ts'
import type { Project } from '../model/index.ts'
import { digestJson } from '../support/index.ts'
import type { AppContext, ProjectOptions } from './context.ts'
import { loadRequest } from './project.ts'

/** Service → sha256 hex of what, when it changes, changes its containers. */
export function serviceHashes(project: Project): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(project.stack.services).map(([name, service]) => {
      const {
        build: _build,
        pull_policy: _policy,
        scale: _scale,
        depends_on: _needs,
        profiles: _profiles,
        ...rest
      } = service
      const { replicas: _replicas, ...deploy } = rest.deploy ?? {}
      return [name, digestJson(JSON.parse(JSON.stringify({ ...rest, deploy })))]
    }),
  )
}

/** Service → its image with the digest that the registry has under its tag. Images that are only built are left out. */
export async function pinImages(context: AppContext, project: Project): Promise<ReadonlyMap<string, string>> {
  const pinned = new Map<string, string>()
  const engine = await context.engine()
  const at = {
    engine,
    environment: context.environment,
    homeDirectory: context.homeDirectory,
    report: { progress: () => {}, output: () => {} },
    signal: context.signal,
  }
  await Promise.all(
    Object.values(project.stack.services).map(async service => {
      if (service.image === undefined || service.image.includes('@')) return
      const digest = await registryDigest(at, service.image, service.platform)
      pinned.set(service.name, `${service.image}@${digest}`)
    }),
  )
  return pinned
}

/** Every variable that the files use, in the order of their names. */
export async function listVariables(
  context: AppContext,
  options: ProjectOptions,
): Promise<readonly TemplateVariable[]> {
  return await listLoadedVariables(loadRequest(context, options))
}
