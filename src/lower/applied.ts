// What was last applied: a salted fingerprint a field, kept in a label of the container. Holds no value and no live id.
import { createHash } from 'node:crypto'
import { canonicalJson } from '../support/index.ts'
import type { Field, FieldValue } from './spec.ts'

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

/** The label's text. */
export function printApplied(salt: string, fields: readonly Field[]): string {
  const fingerprints: Record<string, string> = {}
  for (const field of [...fields].sort((a, b) => (a.name < b.name ? -1 : 1)))
    fingerprints[field.name] =
      fingerprint(salt, field.name, field.value) + (field.secret === true ? SECRET : '')
  return JSON.stringify({ v: SCHEME, s: salt, f: fingerprints })
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
