// Creates a container: resolves what its spec leaves symbolic, keeps the anonymous volumes of the one that it replaces, connects the
// networks that the create call could not take, and copies secrets and configs in.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type Engine, EngineError, type LiveContainer } from '../../engine/index.ts'
import { type ContainerSpec, createBody, endpointBody, endpointsToConnect } from '../../lower/index.ts'
import { composeLabel } from '../../model/index.ts'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import { copyFilesIn } from '../copy-files.ts'
import { imageOf, type Performer, type Run } from '../perform-context.ts'
import { linkNames, resolveServices, servicesNamed } from '../resolve.ts'

export const performCreateContainer: Performer<'createContainer'> = async (step, { run, engine, report }) => {
  const spec = withProvided(step.spec, run)
  const [image, services, files, kept] = await Promise.all([
    findImage(spec, run),
    resolveServices(servicesNamed(spec), run),
    digestFiles(spec),
    step.replaces && !step.renewAnonymousVolumes ? anonymousVolumes(engine, step.replaces.id) : undefined,
  ])
  const links = linkNames(services)
  const body = createBody(spec, {
    apiVersion: run.info.apiVersion,
    image: spec.image.reference,
    liveImage: image,
    container: service => services.get(service)?.[0]?.id,
    links,
    ...(kept && { anonymousVolumes: kept }),
    files,
    ...(step.replaces && { labels: { [composeLabel.replace]: step.replaces.id } }),
  })
  const name = step.temporaryName ?? spec.name
  const { id, warnings } = await engine.containers.create(name, body, { platform: spec.platform })
  for (const warning of warnings) report.progress(warning)
  for (const endpoint of endpointsToConnect(spec, run.info.apiVersion)) {
    await engine.networks.connect(endpoint.network, id, endpointBody(endpoint, run.info))
  }
  await copyFilesIn(engine, id, spec)
  return { state: 'done', produced: id }
}

/** Variables of providers stand in the container alone: they are no part of what the file asks for. */
function withProvided(spec: ContainerSpec, run: Run): ContainerSpec {
  const needed = Object.keys(run.project?.stack.services[spec.service]?.depends_on ?? {})
  const provided = new Map(needed.flatMap(name => [...(run.provided.get(name) ?? [])]))
  if (provided.size === 0) return spec
  const own = (spec.config.Env ?? []).filter(pair => !provided.has(pair.split('=', 1)[0] as string))
  return { ...spec, config: { ...spec.config, Env: [...own, ...[...provided].map(pair => pair.join('='))] } }
}

async function findImage(spec: ContainerSpec, run: Run) {
  const { reference } = spec.image
  try {
    return await imageOf(reference, run)
  } catch (error) {
    run.imageCache.delete(reference)
    if (!(error instanceof EngineError) || error.kind !== 'not-found') throw error
    throw new ProblemError(
      errorProblem('image-not-found', `the engine has no image ${reference}`, {
        hint:
          spec.image.kind === 'built'
            ? `build it: gantry build ${spec.service}`
            : `pull it: gantry pull ${spec.service}`,
      }),
    )
  }
}

/** Target → name of the volumes that nobody named: made by the image's VOLUME or by a volume without a source. */
async function anonymousVolumes(engine: Engine, replaced: string): Promise<ReadonlyMap<string, string>> {
  let live: LiveContainer
  try {
    live = await engine.containers.inspect(replaced)
  } catch (error) {
    if (error instanceof EngineError && error.kind === 'not-found') return new Map()
    throw error
  }
  const isAnonymous = /^[0-9a-f]{64}$/
  return new Map(
    (live.Mounts ?? []).flatMap(mount =>
      mount.Type === 'volume' && mount.Name !== undefined && isAnonymous.test(mount.Name)
        ? [[mount.Destination, mount.Name] as const]
        : [],
    ),
  )
}

/** Digests of the files behind secrets and configs, as they are at this moment. */
async function digestFiles(spec: ContainerSpec): Promise<ReadonlyMap<string, string | null>> {
  const paths = spec.files.flatMap(file => (file.content.kind === 'file' ? [file.content.path] : []))
  return new Map(await Promise.all(paths.map(async path => [path, await digest(path)] as const)))
}

async function digest(path: string): Promise<string | null> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
    return hash.digest('hex')
  } catch {
    return null
  }
}
