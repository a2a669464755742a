// Looks into an image: a service's, any other that the engine has, or one that was saved.
import { type Engine, EngineError } from '../engine/index.ts'
import { type ImageLayers, inspectLayers } from '../image/index.ts'
import { builtImageName, type Project } from '../model/index.ts'
import { errorProblem, ProblemError } from '../problem/index.ts'
import { suggestName } from '../support/index.ts'
import type { AppContext, ProjectOptions } from './context.ts'
import { loadProject } from './project.ts'

export type ImageQuery =
  | {
      /** A service of the stack in the folder, else a name or id at the engine. */
      readonly target: string
    }
  | {
      readonly archive: AsyncIterable<Uint8Array>
      /** As the user knows it. */
      readonly from: string
      /** Which of several images. */
      readonly image?: string
    }

/** `read` is told how many bytes have come by, and how many may be expected. Rejects when the context's signal aborts. */
export async function inspectImage(
  context: AppContext,
  options: ProjectOptions,
  query: ImageQuery,
  read: (bytes: number, expected?: number) => void = () => {},
): Promise<ImageLayers> {
  if ('archive' in query) {
    const { archive, from, image } = query
    return await inspectLayers({
      source: counted(archive, read, context.signal),
      from,
      ...(image !== undefined && { image }),
    })
  }
  const engine = await context.engine()
  const { reference, size, name } = await resolveTarget(context, engine, options, query.target)
  const layers = await inspectLayers({
    source: counted(
      engine.images.save([reference], context.signal),
      bytes => read(bytes, size),
      context.signal,
    ),
    from: `image ${name}`,
  })
  return layers.names.length > 0 || name === reference ? layers : { ...layers, names: [name] }
}

interface Target {
  readonly reference: string
  readonly size?: number
  readonly name: string
}

async function resolveTarget(
  context: AppContext,
  engine: Engine,
  options: ProjectOptions,
  target: string,
): Promise<Target> {
  // Any image can be looked into in any folder: that there are no files, or broken ones, counts only where the name is none
  // of an image.
  const loaded = await loadProject(context, options, { allResources: true }).catch((error: unknown) => {
    if (error instanceof ProblemError) return error
    throw error
  })
  const project = loaded instanceof ProblemError ? undefined : loaded.project
  const service = project?.stack.services[target] ?? project?.disabled[target]
  const reference =
    project && service
      ? (service.image ?? builtImageName(project.stack.name, target, context.compatibility ? '_' : '-'))
      : target
  try {
    const { Size } = await engine.images.inspect(reference)
    return { reference, name: reference, ...(Size !== undefined && { size: Size }) }
  } catch (error) {
    if (!(error instanceof EngineError) || !['not-found', 'invalid'].includes(error.kind)) throw error
    if (service)
      throw notThere(`service ${target} has no image at the engine yet: ${reference}`, wayTo(service))
    if (loaded instanceof ProblemError && loaded.problems.some(problem => problem.code !== 'no-stack-file'))
      throw loaded
    throw notThere(`there is no image ${target} at the engine`, await hintFor(engine, target, project))
  }
}

const wayTo = (service: { readonly name: string; readonly build?: unknown }): string =>
  service.build === undefined ? `gantry pull ${service.name}` : `gantry build ${service.name}`

async function hintFor(engine: Engine, target: string, project: Project | undefined): Promise<string> {
  const tags = (await engine.images.list()).flatMap(image => image.RepoTags ?? [])
  const services = Object.keys(project?.stack.services ?? {})
  const near = suggestName(target, [...services, ...tags, ...tags.map(tag => tag.replace(/:latest$/, ''))])
  return `${near ? `did you mean ${near}? ` : ''}docker images shows what is there, docker pull ${target} gets it`
}

const notThere = (message: string, hint: string) =>
  new ProblemError(errorProblem('image-not-found', message, { hint }))

async function* counted(
  source: AsyncIterable<Uint8Array>,
  read: (bytes: number) => void,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of source) {
    signal.throwIfAborted()
    bytes += chunk.length
    read(bytes)
    yield chunk
  }
}
