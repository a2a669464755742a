// The stages in order, for every use case that changes the engine: load, lock, observe, plan, ask, apply.
// A plan made before the lock would be stale, so the lock comes first; a dry run takes none.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import {
  type ApplyEvent,
  type ApplyOptions,
  apply,
  type LockHolder,
  lockProject,
  type Report,
} from '../apply/index.ts'
import type { Engine, EngineInfo } from '../engine/index.ts'
import { buildImage, pullImage, readProxies } from '../image/index.ts'
import { compareContainer, compareNetwork, compareVolume, type Lowered, lowerStack } from '../lower/index.ts'
import { isImageName, type Project } from '../model/index.ts'
import { lookAtEngine, observe, thisMachine } from '../observe/index.ts'
import { isEmpty, type Plan, type PlanInput, remember, type Step } from '../plan/index.ts'
import { hasErrors, mergeProblems, type Problem, ProblemError } from '../problem/index.ts'
import type { AppContext } from './context.ts'
import { readMemory, writeMemory } from './memory.ts'

/** What every changing use case takes besides its own words. */
export interface ReconcileOptions {
  readonly dryRun?: boolean
  readonly concurrency?: number
  readonly onFailure?: 'stop' | 'continue'
  readonly emit: (event: ApplyEvent) => void
  /** Shown before anything is run: the plan with its notices and the warnings of loading. False: leave it. */
  readonly approve?: (plan: Plan, project: Project) => Promise<boolean>
  readonly onWait?: (holder: LockHolder) => void
  readonly beforeStart?: ApplyOptions['beforeStart']
  /** What the engine says of itself, asked while the files were read. */
  readonly info?: Promise<EngineInfo | undefined>
}

export interface ReconcileResult {
  readonly plan: Plan
  readonly project: Project
  /** Absent for a dry run, an empty plan and where the plan was not approved. */
  readonly report?: Report
}

export interface Scene {
  readonly project: Project
  readonly engine: Engine
  readonly info: EngineInfo
  readonly input: PlanInput
  /** Warnings of loading and lowering. */
  readonly problems: readonly Problem[]
}

const comparison = { container: compareContainer, network: compareNetwork, volume: compareVolume }

/** Files that values refer to (seccomp profiles). */
export function readTextFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

export interface SurveyOptions {
  /** What lowering refuses is told and does not stop. */
  readonly tolerant?: boolean
  /** Only what is there matters, and no port or disk of the host: nothing is created. */
  readonly createsNothing?: boolean
  /** Images alone are made: of containers, networks and volumes none is looked at. */
  readonly imagesOnly?: boolean
  /** What the engine says of itself, where it was asked already. */
  readonly info?: Promise<EngineInfo | undefined>
}

/** Loads nothing: looks at the engine and lowers, so that a planner can be called. Throws what lowering refuses. */
export async function survey(
  context: AppContext,
  project: Project,
  options: SurveyOptions = {},
): Promise<Scene> {
  const { tolerant = false, createsNothing = false } = options
  const engine = await context.engine()
  const look = options.imagesOnly
    ? Promise.resolve({ all: [], lives: [], networks: [], volumes: [] })
    : lookAtEngine(engine, project, context.signal)
  // Where lowering refuses first, nobody waits for it any more.
  look.catch(() => {})
  const info = (await options.info) ?? (await engine.info())
  const { lowered, problems } = lowerStack(project, {
    engine: info,
    local: engine.address.local,
    version: context.version,
    separator: context.compatibility ? '_' : '-',
    proxies: await readProxies(context, engine.address.host),
    readText: readTextFile,
  })
  if (hasErrors(problems) && !tolerant) throw new ProblemError(problems)
  const memory = readMemory(context, { host: engine.address.host, project: project.stack.name })
  const seen = await observe(
    engine,
    context.io,
    {
      project,
      info,
      look,
      lowered,
      images: imagesOf(lowered),
      local: engine.address.local,
      ...(!createsNothing && { machine: thisMachine() }),
    },
    context.signal,
  )
  const remembered = await memory
  const observed = remembered === undefined ? seen : { ...seen, memory: remembered }
  return {
    project,
    engine,
    info,
    // Nothing is made of what lowering refuses, so that it keeps nobody from taking down what runs.
    problems: tolerant ? problems.filter(problem => problem.severity !== 'error') : problems,
    input: { project, lowered, observed, compare: comparison },
  }
}

/**
 * Asks a local engine about itself, which takes it as long as reading the files takes us: to be begun before. Undefined for an engine
 * elsewhere, where a mistake in a file would have to wait for the way there.
 */
export function askEarly(context: AppContext): Promise<EngineInfo | undefined> {
  const asked = context.engine().then(engine => (engine.address.local ? engine.info() : undefined))
  // A failure is told where the answer is used; a stack that does not load never gets there.
  asked.catch(() => {})
  return asked
}

/** Runs a use case from a loaded project to its report. */
export async function reconcile(
  context: AppContext,
  request: {
    project: Project
    command: string
    problems: readonly Problem[]
    tolerant?: boolean
    imagesOnly?: boolean
    /** Whoever holds the project's lock is not waited for: to kill what another run of this process waits on. */
    pastLock?: boolean
  } & ReconcileOptions,
  planner: (input: PlanInput) => Plan,
): Promise<ReconcileResult> {
  const { project } = request
  const engine = await context.engine()
  const locks = request.dryRun !== true && request.pastLock !== true
  const unlock = !locks
    ? undefined
    : await lockProject(lockRequest(context, engine, project.stack.name, request))
  try {
    // What works by a name alone takes containers as they are.
    const tolerant = request.tolerant === true
    const scene = await survey(context, project, {
      tolerant,
      createsNothing: tolerant,
      ...(request.imagesOnly && { imagesOnly: true }),
      ...(request.info && { info: request.info }),
    }).catch((error: unknown) => {
      // What loading warned of is told with what lowering refuses: both are to be mended.
      if (!(error instanceof ProblemError)) throw error
      throw new ProblemError(mergeProblems([...request.problems, ...error.problems]))
    })
    const drafted = planner(scene.input)
    const plan: Plan = {
      ...drafted,
      notices: mergeProblems([...request.problems, ...scene.problems, ...drafted.notices]),
    }
    if (request.approve && !(await request.approve(plan, project))) return { plan, project }
    if (hasErrors(plan.notices)) throw new ProblemError(plan.notices)
    if (request.dryRun || (isEmpty(plan) && plan.steps.length === 0)) return { plan, project }
    return { plan, project, report: await applyPlan(context, scene, plan, request) }
  } finally {
    await unlock?.()
  }
}

export async function applyPlan(
  context: AppContext,
  scene: Scene,
  plan: Plan,
  options: ReconcileOptions,
): Promise<Report> {
  const report = await apply(plan, {
    engine: scene.engine,
    info: scene.info,
    project: scene.project,
    images: { pull: (pull, at) => pullImage(at, pull), build: (build, at) => buildImage(at, build) },
    imageContext: {
      environment: context.environment,
      homeDirectory: context.homeDirectory,
      info: scene.info,
    },
    now: context.now,
    emit: options.emit,
    signal: context.signal,
    forceSignal: context.forceSignal,
    ...(options.concurrency !== undefined && { concurrency: options.concurrency }),
    ...(options.onFailure !== undefined && { onFailure: options.onFailure }),
    ...(options.beforeStart !== undefined && { beforeStart: options.beforeStart }),
  })
  const done = (step: Step) => report.outcomes.get(step.id)?.state === 'done'
  const key = { host: scene.engine.address.host, project: scene.project.stack.name }
  await writeMemory(context, key, remember(plan, done, scene.input))
  return report
}

/** The engine answers a name that it does not take by a fault, which would keep `down` from going on. */
function imagesOf(lowered: Lowered): string[] {
  const references = [...lowered.services.values()].map(service => service.image.reference)
  return [...new Set(references)].filter(isImageName)
}

/** Where the projects' locks are. */
export function lockDirectory(context: Pick<AppContext, 'environment' | 'homeDirectory'>): string {
  const runtime = context.environment.XDG_RUNTIME_DIR || path.join(context.homeDirectory, '.cache')
  return path.join(runtime, 'gantry', 'locks')
}

function lockRequest(
  context: AppContext,
  engine: Engine,
  project: string,
  request: { command: string; onWait?: (holder: LockHolder) => void },
) {
  return {
    directory: lockDirectory(context),
    engine: engine.address.host,
    project,
    command: request.command,
    signal: context.signal,
    ...(request.onWait && { onWait: request.onWait }),
  }
}
