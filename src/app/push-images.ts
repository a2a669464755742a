// Pushes the images that services build, with every tag that their build gives them.
import { pushImage } from '../image/index.ts'
import { builtImageName, imageNameFaults, type Project } from '../model/index.ts'
import { type Problem, ProblemError } from '../problem/index.ts'
import { limit } from '../support/index.ts'
import type { AppContext } from './context.ts'

export interface PushRequest {
  /** Empty: all. */
  readonly services: readonly string[]
  readonly ignoreFailures: boolean
  readonly concurrency?: number
  /** Says what would be pushed, and pushes nothing. */
  readonly dryRun?: boolean
  readonly emit: (event: PushEvent) => void
}

export type PushEvent =
  /** What is not a layer's: another try. */
  | {
      readonly kind: 'progress'
      readonly service: string
      readonly reference: string
      readonly text: string
    }
  | { readonly kind: 'skipped' | 'started' | 'done'; readonly service: string; readonly reference: string }
  | {
      readonly kind: 'failed'
      readonly service: string
      readonly reference: string
      readonly problem: Problem
    }

/** @throws ProblemError with every image that could not be pushed, unless failures are ignored. */
export async function pushImages(context: AppContext, project: Project, request: PushRequest): Promise<void> {
  const faults = imageNameFaults(project)
  if (faults.length > 0) throw new ProblemError(faults)
  const engine = await context.engine()
  const wanted = Object.values(project.stack.services).filter(
    service => request.services.length === 0 || request.services.includes(service.name),
  )
  const problems: Problem[] = []
  const limiter = limit(request.concurrency ?? 4)
  const tasks: Promise<void>[] = []
  const seen = new Set<string>()
  for (const service of wanted) {
    if (service.provider !== undefined) continue
    const main = service.image ?? builtImageName(project.stack.name, service.name)
    if (service.build === undefined || service.image === undefined) {
      request.emit({ kind: 'skipped', service: service.name, reference: main })
      continue
    }
    for (const reference of [main, ...(service.build.tags ?? [])]) {
      if (seen.has(reference)) continue
      seen.add(reference)
      tasks.push(limiter(() => push(service.name, reference)))
    }
  }
  await Promise.all(tasks)
  if (problems.length > 0 && !request.ignoreFailures) throw new ProblemError(problems)

  async function push(service: string, reference: string): Promise<void> {
    request.emit({ kind: 'started', service, reference })
    if (request.dryRun) return
    try {
      await pushImage(
        {
          engine,
          environment: context.environment,
          homeDirectory: context.homeDirectory,
          report: {
            progress: (text, { id } = {}) => {
              if (id === undefined && !engineWords.test(text))
                request.emit({ kind: 'progress', service, reference, text })
            },
            output: () => {},
          },
          signal: context.signal,
        },
        reference,
      )
      request.emit({ kind: 'done', service, reference })
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      problems.push(...error.problems)
      for (const problem of error.problems) request.emit({ kind: 'failed', service, reference, problem })
    }
  }
}

/** What the engine says of every push, without a layer. */
const engineWords = /^The push refers to|: digest: sha256:/
