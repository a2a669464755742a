// What is planned before the services, and what each service leaves for those after it.
import type { Need, Reason, StepId } from '../types.ts'
import type { ImageWork } from './images.ts'
import type { NetworkWork } from './networks.ts'
import type { ServiceAfter } from './state.ts'

export interface Works {
  readonly networks: NetworkWork
  readonly volumes: ReadonlyMap<string, readonly Need[]>
  /** `refresh`: whether its policy may ask for a pull or a build although the image is there. */
  readonly imageOf: (service: string, refresh: boolean) => ImageWork
  readonly oneShots: ReadonlySet<string>
  /** Container id → the step that removed it because a volume of its is replaced, and why. */
  readonly cleared: ReadonlyMap<string, { readonly step: StepId; readonly reason: Reason }>
  readonly after: Map<string, ServiceAfter>
}
