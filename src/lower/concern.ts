// A concern: one subject of a service with its sides together. And the short form for attributes that are one engine setting.
// Knows no attribute by name.
import type { Service } from '../model/index.ts'
import { canonicalJson } from '../support/index.ts'
import type { LiveContainer, LiveFields, LiveFieldValue, ReadContext } from './context.ts'
import type { Draft, Path } from './draft.ts'
import type { ContainerConfig, FieldMode, FieldValue, HostConfig } from './spec.ts'

export interface Concern {
  /** The first parts of its fields' names: `environment`, `mem_limit`. */
  readonly heads: readonly string[]
  /** File → engine, with the fields for comparison. */
  lower(draft: Draft): void
  /** Inspect → the same fields. */
  read?(live: LiveContainer, context: ReadContext, fields: LiveFields): void
  /** Whether a live value is the asked one; default: the same value. */
  equal?(desired: FieldValue, live: FieldValue, name: string): boolean
  /** The body of an update in place that brings `value` about (undefined: brings the default back); undefined: it takes a new container. */
  update?(
    name: string,
    value: FieldValue | undefined,
    host: Readonly<HostConfig>,
  ): Record<string, unknown> | undefined
  /** How a field is compared that the file does not ask for. Default `fixed`. */
  readonly mode?: FieldMode
  /** A kernel without the feature makes the engine drop the setting: its absence is no change by hand. */
  readonly mayBeDropped?: boolean
}

/** Whether two field values are the same; keys in any order. */
export function sameValue(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  return canonicalJson(a) === canonicalJson(b)
}

/** An attribute that is one setting of the engine. `T` is the engine's own type. */
export interface Attribute<T> {
  /** Field name; also the key in the service unless `at` says otherwise. */
  readonly name: string
  readonly value: (service: Service, draft: Draft) => T | undefined
  readonly at?: (service: Service) => Path
  readonly write: (draft: Draft, value: T) => void
  readonly read: (live: LiveContainer) => T | null | undefined
  /** The one form of equivalent values. */
  readonly normal?: (value: T) => FieldValue
  /** What counts as not set. Read values equal to it, and absent ones, are the default. */
  readonly standard?: T | ((live: LiveContainer, context: ReadContext) => T | undefined)
  readonly update?: (
    value: FieldValue | undefined,
    host: Readonly<HostConfig>,
  ) => Record<string, unknown> | undefined
  readonly mode?: FieldMode
  readonly mayBeDropped?: boolean
}

/** What counts as not set, and the field that it is then. */
interface Standard<T> {
  readonly value: T
  readonly field: LiveFieldValue
}

/** Turns one attribute into a concern. */
function attribute<T>(spec: Attribute<T>): Concern {
  const normal = spec.normal ?? ((value: T) => value as FieldValue)
  const asStandard = (value: T | undefined): Standard<T> | undefined =>
    value === undefined ? undefined : { value, field: { value: normal(value), origin: 'default' } }
  // One for all containers, where it does not hang on them.
  const fixed = typeof spec.standard === 'function' ? undefined : asStandard(spec.standard)
  const standardOf = (live: LiveContainer, context: ReadContext): Standard<T> | undefined =>
    typeof spec.standard === 'function'
      ? asStandard(
          (spec.standard as (live: LiveContainer, context: ReadContext) => T | undefined)(live, context),
        )
      : fixed
  return {
    heads: [spec.name],
    lower(draft) {
      const value = spec.value(draft.input.service, draft)
      if (value === undefined) return
      spec.write(draft, value)
      draft.field(spec.name, normal(value), spec.at?.(draft.input.service) ?? [spec.name], spec.mode)
    },
    read(live, context, fields) {
      const found = present(spec.read(live))
      const standard = standardOf(live, context)
      if (found === undefined || found === standard?.value) {
        if (standard !== undefined) fields.set(spec.name, standard.field)
        return
      }
      const form = normal(found)
      const isStandard = standard !== undefined && sameValue(form, standard.field.value)
      fields.set(spec.name, isStandard ? standard.field : { value: form, origin: 'set' })
    },
    ...(spec.update !== undefined && { update: (_name, value, host) => spec.update?.(value, host) }),
    ...(spec.mode !== undefined && { mode: spec.mode }),
    ...(spec.mayBeDropped !== undefined && { mayBeDropped: spec.mayBeDropped }),
  }
}

/** The engine prints what is not set as null, an empty text or an empty list, as it likes. */
function present<T>(value: T | null | undefined): T | undefined {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return undefined
  return value
}

type Rest<T> = Omit<Attribute<T>, 'name' | 'value' | 'write' | 'read'>

/** An attribute that is one key of the create call's `HostConfig`. */
export function hostAttribute<K extends keyof HostConfig>(
  name: string,
  key: K,
  value: (service: Service, draft: Draft) => HostConfig[K] | undefined,
  rest: Rest<NonNullable<HostConfig[K]>> = {},
): Concern {
  return attribute<NonNullable<HostConfig[K]>>({
    name,
    value: (service, draft) => value(service, draft) ?? undefined,
    write: (draft, set) => {
      draft.host[key] = set
    },
    read: live => live.HostConfig[key] as NonNullable<HostConfig[K]> | null | undefined,
    ...rest,
  })
}

/** An attribute that is one key of the create call's `Config`. */
export function configAttribute<K extends keyof ContainerConfig>(
  name: string,
  key: K,
  value: (service: Service, draft: Draft) => ContainerConfig[K] | undefined,
  rest: Rest<NonNullable<ContainerConfig[K]>> = {},
): Concern {
  return attribute<NonNullable<ContainerConfig[K]>>({
    name,
    value: (service, draft) => value(service, draft) ?? undefined,
    write: (draft, set) => {
      draft.config[key] = set
    },
    read: live => live.Config[key] as NonNullable<ContainerConfig[K]> | null | undefined,
    ...rest,
  })
}

/** A map of texts whose entries are fields of their own: `sysctls.net.core.somaxconn`. */
export interface MapAttribute {
  readonly name: string
  readonly value: (service: Service, draft: Draft) => Readonly<Record<string, unknown>> | undefined
  readonly write: (draft: Draft, value: Record<string, string>) => void
  readonly read: (live: LiveContainer) => Readonly<Record<string, string>> | null | undefined
}

/** Turns a map of texts into a concern. */
export function mapAttribute(spec: MapAttribute): Concern {
  return {
    heads: [spec.name],
    lower(draft) {
      const map = spec.value(draft.input.service, draft)
      if (map === undefined) return
      const texts: Record<string, string> = {}
      for (const key of Object.keys(map)) {
        const value = map[key]
        texts[key] = value === null || value === undefined ? '' : String(value)
        draft.field(`${spec.name}.${key}`, texts[key], [spec.name, key])
      }
      if (Object.keys(texts).length > 0) spec.write(draft, texts)
    },
    read(live, _context, fields) {
      for (const [key, value] of Object.entries(spec.read(live) ?? {}))
        fields.set(`${spec.name}.${key}`, { value, origin: 'set' })
    },
  }
}

/** A list without order and repetition, in one form. Empty is not set. */
export const asSet = (list: readonly string[]): readonly string[] => [...new Set(list)].sort()

/** undefined for an empty list. */
export const nonEmpty = <T>(list: readonly T[] | null | undefined): T[] | undefined =>
  list !== undefined && list !== null && list.length > 0 ? [...list] : undefined

/** Sizes and numbers come as decimal text or as numbers. */
export function toNumber(value: unknown): number | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}
