// One reference case on the engine: load, create, plan again, remove.
import { randomBytes } from 'node:crypto'
import { mkdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import {
  type AppContext,
  type Engine,
  isEmpty,
  loadProject,
  nodeContext,
  type Plan,
  ProblemError,
  type Project,
  planUp,
  reconcile,
  renderPlan,
  survey,
} from '../../../src/index.ts'
import { inCaseFolder, type ReferenceCase } from '../../conformance/cases.ts'
import { removeProject } from '../dsl/engine.ts'
import { adapt } from './adapt.ts'

export type CaseResult =
  | { readonly kind: 'idempotent'; readonly containers: number }
  | { readonly kind: 'left-out'; readonly reason: string }
  /** The second plan, or why there is none. */
  | { readonly kind: 'failed'; readonly why: string }

/**
 * What the engine here lacks: refusals of lowering or of the engine that are no fault of the plan. Newer engines refuse a fixed
 * address without a subnet, and one in a namespace of its own has no socket at the usual place.
 */
const lacking =
  /needs? (API|Docker|an engine|a newer|engine)|not supported|Windows|swarm|unknown capability|invalid endpoint settings|does not exist: \/var\/run\/docker.sock/i

/** Runs a case in a folder and a project of its own, its fixed addresses in `10.block.…`; leaves nothing. */
export function runCase(engine: Engine, one: ReferenceCase, block: number): Promise<CaseResult> {
  return inCaseFolder(one, async folder => {
    const name = `e2e-${randomBytes(5).toString('hex')}`
    const environment = { ...one.env, HOME: path.dirname(folder) }
    const context = nodeContext({ workingDirectory: folder, environment, engine })
    const loaded = await attempt(() =>
      loadProject(context, { files: one.main, projectName: name, profiles: one.profiles ?? [] }),
    )
    if ('refused' in loaded) return { kind: 'failed', why: `it does not load: ${loaded.refused}` }
    const adapted = adapt(loaded.project, { name, folder, block })
    if (adapted.kind === 'left-out') return adapted
    for (const { path: at, kind } of adapted.paths) await make(at, kind)
    const { project } = adapted
    try {
      return await attempt(() => createTwice(context, project)).then(result =>
        'refused' in result ? refusal(result.refused) : result,
      )
    } finally {
      await removeProject(name)
    }
  })
}

async function createTwice(context: AppContext, project: Project): Promise<CaseResult> {
  const planner = (input: Parameters<typeof planUp>[0]): Plan => planUp(input, { noStart: true })
  const first = await reconcile(
    context,
    { project, command: 'create', problems: [], emit: () => {} },
    planner,
  )
  const failed = [...(first.report?.outcomes ?? [])].flatMap(([step, outcome]) =>
    outcome.state === 'failed' ? [`${step}: ${outcome.problem.message}`] : [],
  )
  if (failed.length > 0) return refusal(failed.join('\n'))
  if (isEmpty(first.plan)) return { kind: 'failed', why: 'the first plan is empty already' }
  const containers = first.plan.steps.filter(step => step.kind === 'createContainer').length
  const second = planner((await survey(context, project)).input)
  if (isEmpty(second)) return { kind: 'idempotent', containers }
  return { kind: 'failed', why: renderPlan(second) }
}

function refusal(words: string): CaseResult {
  return lacking.test(words)
    ? { kind: 'left-out', reason: `engine: ${words}` }
    : { kind: 'failed', why: words }
}

async function attempt<T>(run: () => Promise<T>): Promise<T | { readonly refused: string }> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return { refused: error.problems.map(problem => `${problem.code}: ${problem.message}`).join('\n') }
  }
}

async function make(at: string, kind: 'file' | 'folder'): Promise<void> {
  if ((await stat(at).catch(() => undefined)) !== undefined) return
  await mkdir(kind === 'folder' ? at : path.dirname(at), { recursive: true })
  // A seccomp profile has to be one.
  const text = at.endsWith('.json') ? '{ "defaultAction": "SCMP_ACT_ALLOW" }\n' : 'text\n'
  if (kind === 'file') await writeFile(at, text)
}
