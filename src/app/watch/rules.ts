// The rules of a stack's services with their patterns read: what they take, and what nobody has to look at. Refuses rules that cannot work.
import path from 'node:path'
import { type IgnoreRules, parseIgnoreRules, readIgnoreRules } from '../../image/index.ts'
import { lowerHook } from '../../lower/index.ts'
import type { Project, Service, WatchRule } from '../../model/index.ts'
import { errorProblem, type Problem, ProblemError, warningProblem } from '../../problem/index.ts'
import { isBelow } from './file-watch.ts'
import { isTemporary } from './temporary-files.ts'
import type { Kind, Rule } from './types.ts'

export interface WatchRules {
  readonly rules: readonly Rule[]
  readonly warnings: readonly Problem[]
}

/**
 * Reads the rules of every service of the project.
 *
 * @throws ProblemError `nothing-to-watch`, `watch-without-build`, `watch-no-build`.
 */
export async function readRules(project: Project, options: { noBuild?: boolean } = {}): Promise<WatchRules> {
  const rules: Rule[] = []
  const warnings: Problem[] = []
  const errors: Problem[] = []
  for (const [name, service] of Object.entries(project.stack.services)) {
    const written = service.develop?.watch ?? []
    if (written.length === 0) continue
    const ignored = await readBuildIgnore(project, service)
    for (const [index, rule] of written.entries()) {
      const at = ['services', name, 'develop', 'watch', index]
      const place = { place: project.origins.at(at)?.place, path: `services.${name}.develop.watch[${index}]` }
      const fault = faultOf(service, rule, options.noBuild === true)
      if (fault !== undefined) {
        errors.push({ ...fault, ...place })
        continue
      }
      if (isSync(rule) && isMounted(service, rule.path)) {
        warnings.push(
          warningProblem(
            'watch-mounted',
            `${rule.path} is in a bind mount of ${name}, so it is not watched: the container sees its changes already`,
            { hint: 'keep the mount or the rule, not both', ...place },
          ),
        )
        continue
      }
      if (rule['x-initialSync'] === true) {
        warnings.push(
          warningProblem(
            'watch-old-name',
            'x-initialSync is DEPRECATED, please use the official `initial_sync` attribute',
            { hint: 'rename it', ...place },
          ),
        )
      }
      rules.push(await readRule(service, rule, ignored))
    }
  }
  if (errors.length > 0) throw new ProblemError([...errors, ...warnings])
  if (rules.length === 0 && warnings.length === 0) throw new ProblemError(nothingToWatch(project))
  return { rules, warnings }
}

/** Whether nothing at a path counts for any rule, and nothing below it leads to the path of one. */
export function skipsFor(rules: readonly Rule[]): (file: string, kind: Kind) => boolean {
  return (file, kind) => {
    if (kind === 'file') return !rules.some(rule => rule.takes(file))
    return !rules.some(
      rule =>
        file === rule.path || isBelow(file, rule.path) || (isBelow(rule.path, file) && !rule.prunes(file)),
    )
  }
}

export const isSync = (rule: { readonly action: WatchRule['action'] }): boolean =>
  rule.action.startsWith('sync')

function faultOf(service: Service, rule: WatchRule, noBuild: boolean): Problem | undefined {
  if (rule.action !== 'rebuild') return undefined
  if (service.build === undefined) {
    return errorProblem(
      'watch-without-build',
      `can't watch service ${JSON.stringify(service.name)} with action rebuild without a build context`,
      { hint: 'give the service a build: section, or take another action' },
    )
  }
  if (!noBuild) return undefined
  return errorProblem(
    'watch-no-build',
    `--no-build is incompatible with watch action rebuild in service ${service.name}`,
    { hint: 'leave out --no-build' },
  )
}

function nothingToWatch(project: Project): Problem {
  const services = Object.keys(project.stack.services)
  const place = project.origins.at(['services', services[0] ?? ''])?.place
  return errorProblem(
    'nothing-to-watch',
    "none of the selected services is configured for watch, consider setting a 'develop' section",
    {
      hint: `add develop: and watch: with a path and an action to ${services.length === 1 ? services[0] : 'a service'}`,
      ...(place !== undefined && { place }),
    },
  )
}

/** Whether the container sees the very file of this machine. */
function isMounted(service: Service, file: string): boolean {
  return (service.volumes ?? []).some(
    volume =>
      volume.type === 'bind' &&
      volume.source !== undefined &&
      (volume.source === file || isBelow(volume.source, file)),
  )
}

async function readBuildIgnore(
  project: Project,
  service: Service,
): Promise<{ folder: string; rules: IgnoreRules } | undefined> {
  const { build } = service
  if (build === undefined) return undefined
  const folder = path.resolve(project.directory, build.context ?? '.')
  const dockerfile =
    build.dockerfile_inline === undefined ? path.resolve(folder, build.dockerfile || 'Dockerfile') : undefined
  // A remote context has no such folder here, and no such file in it.
  const rules = await readIgnoreRules(folder, dockerfile).catch(() => undefined)
  return rules && { folder, rules }
}

async function readRule(
  service: Service,
  rule: WatchRule,
  build: { folder: string; rules: IgnoreRules } | undefined,
): Promise<Rule> {
  const root = path.resolve(rule.path)
  const ignore = await patterns(rule.ignore)
  const include = await patterns(rule.include)
  const inBuild = (file: string): IgnoreRules | undefined =>
    build !== undefined && isBelow(build.folder, file) ? build.rules : undefined
  const ignores = (file: string, relative: string): boolean =>
    isTemporary(relative) ||
    // Written through a mount, a file here would change, and would have to be synced again, and so on.
    (isSync(rule) && isMounted(service, file)) ||
    ignore?.ignores(relative) === true ||
    (build !== undefined && inBuild(file)?.ignores(relativeTo(build.folder, file)) === true)
  return {
    service: service.name,
    path: root,
    action: rule.action,
    ...(rule.target !== undefined && { target: path.posix.resolve('/', rule.target) }),
    ...(rule.exec !== undefined && { exec: lowerHook(rule.exec) }),
    initialSync: rule.initial_sync === true || rule['x-initialSync'] === true,
    takes(file) {
      // A rule that names the very file means it, whatever an ignore file says.
      if (file === root) return true
      if (!isBelow(root, file)) return false
      const relative = relativeTo(root, file)
      return (include === undefined || include.ignores(relative)) && !ignores(file, relative)
    },
    prunes(folder) {
      const readmits = ignore?.readmits === true || inBuild(folder)?.readmits === true
      return !readmits && isBelow(root, folder) && ignores(folder, relativeTo(root, folder))
    },
  }
}

/** Patterns of the kind that .dockerignore has; undefined where there are none. */
async function patterns(written: readonly string[] | undefined): Promise<IgnoreRules | undefined> {
  return written === undefined || written.length === 0
    ? undefined
    : await parseIgnoreRules(written.join('\n'))
}

function relativeTo(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/')
}
