// What was last applied: a salted fingerprint a field, kept in a label of the container. Holds no value and no live id.
import { createHash } from 'node:crypto'
import { canonicalJson } from '../support/index.ts'
import type { ContainerSpec, Field, FieldValue } from './spec.ts'

/** Raised when the meaning of fields changes; labels of another scheme are read as absent, so nothing is recreated. */
const SCHEME = 1
/** Hex digits: 48 bits, enough to tell values of one field apart. */
const DIGITS = 12
/** Marks the fingerprint of a field whose value is never shown, also after the file dropped it. */
const SECRET = '!'

export interface Applied {
  readonly salt: string
  readonly fingerprints: ReadonlyMap<string, string>
}

/** The salt of a service: fixed, so that a plan is pure, and different between services, so that equal secrets do not show. */
export function saltOf(project: string, service: string): string {
  return createHash('sha256').update(`gantry\0${project}\0${service}`).digest('hex').slice(0, 8)
}

function fingerprint(salt: string, name: string, value: FieldValue): string {
  return createHash('sha256')
    .update(`${salt}\0${name}\0${canonicalJson(value)}`)
    .digest('hex')
    .slice(0, DIGITS)
}

/** Fingerprints of fields by name, as the label has them; null: the spec does not ask for the field. */
export type LaterApplied = Readonly<Record<string, string | null>>

/** What the label would say of these fields of a container now: for those that were changed in place, which no label follows. */
export function applyLater(spec: ContainerSpec, names: readonly string[]): LaterApplied {
  const salt = saltOf(spec.project, spec.service)
  return Object.fromEntries(
    names.map(name => {
      const field = spec.fields.find(one => one.name === name)
      return [name, field === undefined ? null : printFingerprint(salt, field)]
    }),
  )
}

/** What was last applied: the label, with what was changed in place since. */
export function withLater(
  applied: Applied | undefined,
  later: LaterApplied | undefined,
): Applied | undefined {
  if (applied === undefined || later === undefined) return applied
  const fingerprints = new Map(applied.fingerprints)
  for (const [name, known] of Object.entries(later)) {
    if (known === null) fingerprints.delete(name)
    else fingerprints.set(name, known)
  }
  return { ...applied, fingerprints }
}

/** The label's text. */
export function printApplied(salt: string, fields: readonly Field[]): string {
  const fingerprints: Record<string, string> = {}
  for (const field of [...fields].sort((a, b) => (a.name < b.name ? -1 : 1)))
    fingerprints[field.name] = printFingerprint(salt, field)
  return JSON.stringify({ v: SCHEME, s: salt, f: fingerprints })
}

function printFingerprint(salt: string, { name, value, secret }: Field): string {
  return fingerprint(salt, name, value) + (secret === true ? SECRET : '')
}

/** Reads the label; undefined where it is absent, broken or of another scheme. */
export function parseApplied(text: string | undefined): Applied | undefined {
  if (text === undefined) return undefined
  try {
    const { v, s, f } = JSON.parse(text) as { v?: unknown; s?: unknown; f?: unknown }
    if (v !== SCHEME || typeof s !== 'string' || typeof f !== 'object' || f === null) return undefined
    return { salt: s, fingerprints: new Map(Object.entries(f as Record<string, string>)) }
  } catch {
    return undefined
  }
}

/** Whether a field was applied with this value. */
export function wasApplied(applied: Applied, name: string, value: FieldValue): boolean {
  const known = applied.fingerprints.get(name)
  return known !== undefined && known.replace(SECRET, '') === fingerprint(applied.salt, name, value)
}

/** Whether the field's value was secret when it was applied. */
export const wasSecret = (applied: Applied, name: string): boolean =>
  applied.fingerprints.get(name)?.endsWith(SECRET) ?? false
