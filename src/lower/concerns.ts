// Every concern, in the order in which problems are told. A new attribute is added to its concern's file, a new concern here.
import type { Concern } from './concern.ts'
import { deviceConcerns } from './devices.ts'
import { networkingConcern } from './endpoints.ts'
import { environmentConcern } from './environment.ts'
import { filesConcern } from './files.ts'
import { healthConcern } from './health.ts'
import { hostsConcerns } from './hosts.ts'
import { labelConcerns } from './labels.ts'
import { loggingConcern } from './logging.ts'
import { modelsConcern } from './models.ts'
import { mountsConcern, tmpfsConcern } from './mounts.ts'
import { namespacesConcern, volumesFromConcern } from './namespaces.ts'
import { portsConcern } from './ports.ts'
import { processConcerns } from './process.ts'
import { resourceConcerns } from './resources.ts'
import { restartConcern } from './restart.ts'
import { securityConcerns } from './security.ts'

export const concerns: readonly Concern[] = [
  ...processConcerns,
  environmentConcern,
  ...labelConcerns,
  healthConcern,
  restartConcern,
  portsConcern,
  networkingConcern,
  ...hostsConcerns,
  mountsConcern,
  tmpfsConcern,
  volumesFromConcern,
  filesConcern,
  namespacesConcern,
  ...securityConcerns,
  ...deviceConcerns,
  ...resourceConcerns,
  loggingConcern,
  modelsConcern,
]

const byHead: ReadonlyMap<string, Concern> = new Map(
  concerns.flatMap(concern => concern.heads.map(head => [head, concern] as const)),
)

/** The concern that a field belongs to: by its whole name, or by the part before the first dot. */
export function concernOf(field: string): Concern | undefined {
  const exact = byHead.get(field)
  if (exact !== undefined) return exact
  const dot = field.indexOf('.')
  return dot < 0 ? undefined : byHead.get(field.slice(0, dot))
}
