// A difference between the file and what runs, with the least that mends it. Data: the plan makes reasons of it.
import type { Place } from '../problem/index.ts'
import type { EndpointSpec, FieldValue } from './spec.ts'

export interface Difference {
  /** Name of the field, e.g. `environment.PORT`, `networks.default`. */
  readonly field: string
  readonly change: 'added' | 'changed' | 'dropped'
  /** What runs; absent where it is secret or cannot be read. */
  readonly from?: FieldValue
  /** What the file asks for; absent where it is secret or asks for nothing. */
  readonly to?: FieldValue
  readonly secret?: boolean
  readonly place?: Place
  /** The file did not change: what runs was changed by hand. */
  readonly drift?: boolean
  readonly mend: 'update' | 'connect' | 'recreate'
  /** With `update`: the body of `POST /containers/{id}/update`. Bodies of several differences are merged. */
  readonly update?: Readonly<Record<string, unknown>>
  /** With `connect`: what is to be done on which network. `reconnect` is disconnect, then connect. */
  readonly endpoint?: {
    readonly action: 'connect' | 'reconnect' | 'disconnect'
    /** Name at the engine. */
    readonly network: string
    readonly spec?: EndpointSpec
  }
  /** The content of a secret or config changed, not how it is mounted. */
  readonly content?: { readonly what: 'secret' | 'config'; readonly key: string }
}
