// From files and environment to the project: every stage in its order, every problem at once.
import { isAbsolute, join } from 'node:path'
import { checkRules, type Project } from '../model/index.ts'
import { errorProblem, hasErrors, type Problem } from '../problem/index.ts'
import { resolveBareVariables } from './bare-variables.ts'
import { withEntries } from './canonical/rule.ts'
import { composeFiles } from './compose-files.ts'
import { checkConsistency } from './consistency/consistency.ts'
import { checkResources } from './consistency/resource-checks.ts'
import { discoverFiles } from './discover.ts'
import { withoutEchoes } from './echoes.ts'
import { type LoadEnvironment, readEnvironment } from './environment.ts'
import { sortProblems } from './fault.ts'
import type { Lookup } from './interpolate.ts'
import type { LoadIo } from './io.ts'
import { findMissingFiles } from './missing-files.ts'
import { type Entry, type MapNode, map, type Node } from './node.ts'
import { normalize } from './normalize/normalize.ts'
import { omitEmpty } from './omit-empty.ts'
import { createOrigins } from './origins.ts'
import { resolvePaths } from './paths.ts'
import { applyProfiles, chooseProfiles } from './profiles.ts'
import { chooseProjectName } from './project-name.ts'
import { readDocuments } from './read-documents.ts'
import { childOf } from './scalar-text.ts'
import { dropUnused, selectServices } from './selection.ts'
import { readServiceFiles } from './service-environment.ts'
import type { Scope, Session, Stages } from './session.ts'
import { toService, toStack } from './to-model.ts'
import { withoutToldTwice } from './told-twice.ts'

/** What to load, and how far. Every stage runs unless it is turned off. */
export interface LoadRequest {
  /** Absolute. */
  readonly workingDirectory: string
  /** `-f`, in order; `-` is standard input. None: COMPOSE_FILE, or the default names, searched upward. */
  readonly files?: readonly string[]
  readonly projectDirectory?: string
  readonly projectName?: string
  /** None: those of COMPOSE_PROFILES. */
  readonly profiles?: readonly string[]
  readonly envFiles?: readonly string[]
  /** Services named on the command line: they and what they depend on are selected, and enabled with their profiles. */
  readonly services?: readonly string[]
  /** Select the named services without what they depend on. */
  readonly noDeps?: boolean
  /** Keep networks, volumes, secrets, configs and models that no enabled service uses. */
  readonly allResources?: boolean
  readonly interpolate?: boolean
  readonly normalize?: boolean
  readonly resolvePaths?: boolean
  readonly resolveEnvironment?: boolean
  readonly consistency?: boolean
  /** The process's environment. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly io: LoadIo
  /** Standard input, where it is not the machine's. */
  readonly stdin?: () => Promise<Uint8Array>
}

/** The project with its warnings; or every problem found, of which one at least is an error, and the texts read, for code frames. */
export type LoadResult =
  | { readonly ok: true; readonly project: Project; readonly problems: readonly Problem[] }
  | {
      readonly ok: false
      readonly problems: readonly Problem[]
      readonly sources: ReadonlyMap<string, string>
    }

/** Loads a stack. Never rejects for what a file says: that is a problem in the result. */
export async function load(request: LoadRequest): Promise<LoadResult> {
  const session = createSession(request)
  const found = await findSources(request, session)
  if (found.files.length === 0) return refused(session)

  const { name, lookup } = await nameProject(request, found, session)
  const scope: Scope = { directory: found.directory, lookup, environmentKey: '', includedBy: [] }
  const files = found.files.map(path => ({ path }))
  const composed = await composeFiles(files, 'stack file', scope, session)
  refuseEmpty(composed, found.files, session)
  const tree = settle(composed, name, scope, session)

  const profiles = chooseProfiles(request.profiles, lookup('COMPOSE_PROFILES')?.value)
  const parts = await selectParts(tree, profiles, lookup, request, session)
  const whole = omitEmpty(parts.tree)
  const final = request.allResources ? whole : dropUnused(whole)
  const disabled = omitEmpty(map([['services', { key: tree.origin, value: parts.disabled }]], tree.origin))
  const disabledServices = childOf(disabled, 'services') as MapNode
  if (hasErrors(session.problems)) return refused(session)

  const project: Project = {
    stack: toStack(final),
    disabled: Object.fromEntries(
      [...disabledServices.entries].map(([key, { value }]) => [key, toService(key, value)]),
    ),
    origins: createOrigins(final, disabledServices),
    directory: found.directory,
    files: found.files,
    envFiles: found.environment.files,
    profiles,
    environment: found.environment.variables,
    sources: session.sources,
  }
  await lookFurther(project, { whole, final, disabled: disabledServices }, session)
  return { ok: true, project, problems: sortedProblems(session) }
}

/** Files that hold nothing are no stack. */
function refuseEmpty(composed: MapNode, files: readonly string[], session: Session): void {
  const [file] = files
  if (composed.entries.size > 0 || file === undefined || hasErrors(session.problems)) return
  const problem = errorProblem('empty-value', 'the stack file is empty', {
    hint: 'write services:, and the services below it, for example services: { web: { image: nginx } }',
    place: { file: composed.origin.place.file || file, line: 1, column: 1 },
  })
  session.problems.push(problem)
}

/** What loads and still goes wrong, or does nothing: in a stack that is whole, what no service uses included. */
async function lookFurther(
  project: Project,
  trees: { readonly whole: MapNode; readonly final: MapNode; readonly disabled: MapNode },
  session: Session,
): Promise<void> {
  const { stages, problems, io } = session
  if (!stages.consistency || !stages.interpolate || !stages.normalize) return
  const { whole, final, disabled } = trees
  const seen: Project =
    whole === final
      ? project
      : {
          ...project,
          stack: {
            ...toStack(withEntries(whole, { services: undefined })),
            services: project.stack.services,
          },
          origins: createOrigins(whole, disabled),
        }
  problems.push(...checkRules(seen))
  if (stages.resolvePaths) problems.push(...(await findMissingFiles(final, io)))
}

function createSession(request: LoadRequest): Session {
  const stages: Stages = {
    interpolate: request.interpolate ?? true,
    normalize: request.normalize ?? true,
    resolvePaths: request.resolvePaths ?? true,
    resolveEnvironment: request.resolveEnvironment ?? true,
    consistency: request.consistency ?? true,
  }
  return {
    io: request.io,
    workingDirectory: request.workingDirectory,
    stages,
    problems: [],
    sources: new Map(),
    standardInput: request.stdin ?? (() => request.io.readStandardInput()),
    parsed: new Map(),
    bases: new Map(),
    includes: new Map(),
    warned: new Set(),
    variableNames: [],
    includeCount: 0,
    incomplete: false,
  }
}

const sortedProblems = (session: Session): Problem[] =>
  sortProblems(withoutToldTwice(withoutEchoes(session.problems)), session.sources.keys())

function refused(session: Session): LoadResult {
  return { ok: false, problems: sortedProblems(session), sources: session.sources }
}

interface Sources {
  readonly files: readonly string[]
  readonly directory: string
  readonly environment: LoadEnvironment
}

/** The files may be named by the env file, and the env file may stand beside the files. */
async function findSources(request: LoadRequest, session: Session): Promise<Sources> {
  const { workingDirectory, io } = request
  const given = request.projectDirectory
  const projectDirectory = given === undefined || isAbsolute(given) ? given : join(workingDirectory, given)
  const asked = { process: request.environment, envFiles: request.envFiles ?? [], workingDirectory }
  let environment = await readEnvironment({ ...asked, projectDirectory }, io)
  const discovered = await discoverFiles(
    {
      files: request.files ?? [],
      projectDirectory,
      workingDirectory,
      lookup: name => environment.lookup(name)?.value,
    },
    io,
  )
  if (discovered.directory !== (projectDirectory ?? workingDirectory)) {
    environment = await readEnvironment({ ...asked, projectDirectory: discovered.directory }, io)
  }
  session.problems.push(...environment.problems, ...discovered.problems)
  session.variableNames = Object.keys(environment.variables)
  for (const [file, text] of environment.sources) session.sources.set(file, text)
  return { files: discovered.files, directory: discovered.directory, environment }
}

async function nameProject(
  request: LoadRequest,
  found: Sources,
  session: Session,
): Promise<{ name: string; lookup: Lookup }> {
  const documents: Node[] = []
  for (const file of found.files) {
    documents.push(...((await readDocuments(file, { what: 'stack file' }, session)) ?? []))
  }
  const chosen = chooseProjectName({
    explicit: request.projectName,
    lookup: found.environment.lookup,
    documents,
    directory: found.directory,
  })
  session.problems.push(...chosen.problems)
  const own = { value: chosen.name, from: 'environment' } as const
  const lookup: Lookup = name => (name === 'COMPOSE_PROJECT_NAME' ? own : found.environment.lookup(name))
  return { name: chosen.name, lookup }
}

/** The composed tree with everything written out that concerns no single service. */
function settle(composed: MapNode, name: string, scope: Scope, session: Session): MapNode {
  const { stages, io } = session
  let tree = composed
  checkResources(tree, session.problems)
  if (stages.resolvePaths) tree = resolvePaths(tree, { directory: scope.directory, home: io.homedir() })
  if (stages.resolveEnvironment) tree = resolveBareVariables(tree, scope.lookup)
  const nameNode = childOf(tree, 'name')
  const origin = nameNode?.origin ?? { ...tree.origin, from: 'default' as const }
  if (stages.normalize) tree = normalize(tree, name)
  return withEntries(tree, { name: { kind: 'scalar', value: name, origin } })
}

interface Parts {
  readonly tree: MapNode
  readonly disabled: MapNode
}

/** The services that count: by profile, checked against each other, by name, with what their files say. */
async function selectParts(
  tree: MapNode,
  profiles: readonly string[],
  lookup: Lookup,
  request: LoadRequest,
  session: Session,
): Promise<Parts> {
  const named = request.services ?? []
  const all = servicesOf(tree)
  const { enabled, disabled } = applyProfiles(all, profiles, named)
  // Names that hold variables fit nothing yet.
  if (session.stages.consistency && session.stages.interpolate) {
    session.problems.push(
      ...checkConsistency({
        tree: withEntries(tree, { services: enabled }),
        disabled,
        incomplete: session.incomplete,
        misshapen: misshapenServices(session.problems),
      }),
    )
  }
  const { selected, rest } = selectServices(enabled, named, !request.noDeps, session.problems)
  const settled = session.stages.resolveEnvironment
    ? await readServiceFiles(selected, lookup, session)
    : selected
  const left = new Map<string, Entry>([...disabled, ...rest])
  return { tree: withEntries(tree, { services: settled }), disabled: { ...all, entries: left } }
}

function servicesOf(tree: MapNode): MapNode {
  const services = childOf(tree, 'services')
  return services?.kind === 'map' ? services : map([], tree.origin)
}

function misshapenServices(problems: readonly Problem[]): ReadonlySet<string> {
  const names = new Set<string>()
  for (const problem of problems) {
    const name =
      problem.severity === 'error' ? /^services\.([^.[]+)/.exec(problem.path ?? '')?.[1] : undefined
    if (name !== undefined) names.add(name)
  }
  return names
}
