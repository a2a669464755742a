// Where the model wants a boolean or a number, and text is turned into one after interpolation: the reference's 42 paths.
import type { NodePath } from './node.ts'

/** `mode` is an integer that is octal where it is text. */
export type CastKind = 'bool' | 'int' | 'float' | 'mode'

/** A step of the way to a path of the table: by key, by any key, by any item. */
export interface CastStep {
  readonly kind?: CastKind
  readonly keys: ReadonlyMap<string, CastStep>
  readonly anyKey?: CastStep
  readonly anyItem?: CastStep
}

/** `*` is any key, `[]` any item. */
const services: Readonly<Record<CastKind, readonly string[]>> = {
  bool: [
    'healthcheck.disable',
    'init',
    'oom_kill_disable',
    'privileged',
    'read_only',
    'stdin_open',
    'tty',
    'volumes.[].read_only',
    'volumes.[].volume.nocopy',
  ],
  int: [
    'cpu_count',
    'cpu_period',
    'cpu_quota',
    'cpu_rt_period',
    'cpu_rt_runtime',
    'cpu_shares',
    'deploy.placement.max_replicas_per_node',
    'deploy.replicas',
    'deploy.restart_policy.max_attempts',
    'deploy.rollback_config.parallelism',
    'deploy.update_config.parallelism',
    'healthcheck.retries',
    'oom_score_adj',
    'pids_limit',
    'ports.[].target',
    'scale',
    'ulimits.*',
    'ulimits.*.hard',
    'ulimits.*.soft',
  ],
  float: [
    'cpu_percent',
    'cpus',
    'deploy.rollback_config.max_failure_ratio',
    'deploy.update_config.max_failure_ratio',
  ],
  mode: ['configs.[].mode', 'secrets.[].mode'],
}

const others: readonly string[] = [
  'configs.*.external',
  'networks.*.attachable',
  'networks.*.enable_ipv4',
  'networks.*.enable_ipv6',
  'networks.*.external',
  'networks.*.internal',
  'secrets.*.external',
  'volumes.*.external',
]

interface Draft {
  kind?: CastKind
  keys: Map<string, Draft>
  anyKey?: Draft
  anyItem?: Draft
}

const draft = (): Draft => ({ keys: new Map() })

function buildTable(): CastStep {
  const root = draft()
  const add = (path: string, kind: CastKind): void => {
    let step = root
    for (const part of path.split('.')) {
      if (part === '*') step = step.anyKey ??= draft()
      else if (part === '[]') step = step.anyItem ??= draft()
      else {
        const next = step.keys.get(part) ?? draft()
        step.keys.set(part, next)
        step = next
      }
    }
    step.kind = kind
  }
  for (const [kind, paths] of Object.entries(services)) {
    for (const path of paths) add(`services.*.${path}`, kind as CastKind)
  }
  for (const path of others) add(path, 'bool')
  return root
}

const table: CastStep = buildTable()

/** The step of the table at a place of the model; undefined where nothing below it is cast. */
export function castStepAt(path: NodePath): CastStep | undefined {
  let step: CastStep | undefined = table
  for (const part of path) step = step && castStepBelow(step, part)
  return step
}

export function castStepBelow(step: CastStep, part: string | number): CastStep | undefined {
  if (typeof part === 'number') return step.anyItem
  return step.keys.get(part) ?? step.anyKey
}
