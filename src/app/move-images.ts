// A stack's images as one archive, and back: for machines without a registry. Never in memory as a whole.
import { type ImageContext, type ImageReporter, loadImages, saveImages } from '../image/index.ts'
import { builtImageName, imageNameFaults, type Project } from '../model/index.ts'
import { errorProblem, type Problem, ProblemError } from '../problem/index.ts'
import type { AppContext } from './context.ts'
import { type TarTarget, writeTar } from './session/write-tar.ts'

export interface SaveRequest extends TarTarget {
  /** Empty: all. */
  readonly services: readonly string[]
  /** Told of every piece, before it is written. */
  readonly onBytes?: (bytes: number) => void
}

/**
 * Writes the images of services, each once.
 *
 * @returns their names.
 * @throws ProblemError `image-not-found` at every service whose image the engine does not have, before anything is written.
 */
export async function saveStackImages(
  context: AppContext,
  project: Project,
  request: SaveRequest,
): Promise<readonly string[]> {
  const faults = imageNameFaults(project)
  if (faults.length > 0) throw new ProblemError(faults)
  const at = await imageContext(context, { progress: () => {}, output: () => {} })
  const users = imagesOf(project, request.services, context.compatibility === true ? '_' : '-')
  const missing: Problem[] = []
  await Promise.all(
    [...users].map(async ([reference, service]) => {
      const there = await at.engine.images.inspect(reference).then(
        () => true,
        (error: { kind?: string }) => {
          if (error.kind !== 'not-found') throw error
          return false
        },
      )
      if (!there) missing.push(missingImage(project, service, reference))
    }),
  )
  if (missing.length > 0) throw new ProblemError(missing)
  const names = [...users.keys()]
  if (names.length > 0) await writeTar(counted(saveImages(at, names), request.onBytes), request)
  return names
}

/** Loads an archive; the names, or of images without one the ids, that arrived. */
export async function loadStackImages(
  context: AppContext,
  archive: AsyncIterable<Uint8Array>,
  report: ImageReporter,
): Promise<readonly string[]> {
  return await loadImages(await imageContext(context, report), archive)
}

async function imageContext(context: AppContext, report: ImageReporter): Promise<ImageContext> {
  const { environment, homeDirectory, signal } = context
  return { engine: await context.engine(), environment, homeDirectory, report, signal }
}

/** Reference → a service that uses it. */
function imagesOf(project: Project, wanted: readonly string[], separator: '-' | '_'): Map<string, string> {
  const users = new Map<string, string>()
  const services = Object.entries(project.stack.services)
  // One that builds an image knows best how to come by it.
  const buildersFirst = services.sort(([, one], [, other]) => Number(!one.build) - Number(!other.build))
  for (const [name, { image, build, provider, volumes }] of buildersFirst) {
    if (provider !== undefined || (wanted.length > 0 && !wanted.includes(name))) continue
    const own = image ?? (build && builtImageName(project.stack.name, name, separator))
    const mounted = (volumes ?? []).flatMap(one => (one.type === 'image' && one.source ? [one.source] : []))
    for (const reference of [own, ...mounted]) {
      if (reference !== undefined && reference !== '' && !users.has(reference)) users.set(reference, name)
    }
  }
  return users
}

function missingImage(project: Project, service: string, reference: string): Problem {
  const { build } = project.stack.services[service] ?? {}
  const place = project.origins.at(['services', service, 'image'])?.place
  return errorProblem('image-not-found', `the engine has no image ${reference}, which ${service} uses`, {
    hint: `gantry ${build === undefined ? 'pull' : 'build'} ${service}`,
    path: `services.${service}`,
    ...(place !== undefined && { place }),
  })
}

async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  onBytes: ((bytes: number) => void) | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of pieces) {
    onBytes?.(piece.length)
    yield piece
  }
}
