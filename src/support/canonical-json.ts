/**
 * One text for one value: JSON with sorted keys, and digests of it. Must not know what is fingerprinted.
 */
import { createHash } from 'node:crypto'

/**
 * JSON without spaces, keys sorted by UTF-16 unit. Like JSON.stringify, it leaves out undefined members and functions,
 * writes them as null in arrays, and honours toJSON.
 *
 * @throws TypeError for a bigint, RangeError for a value that contains itself.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '') ?? 'null'
}

/** SHA-256 of a text (as UTF-8) or of bytes, in lower-case hex: 64 digits. */
export const sha256Hex = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex')

/** SHA-256 of the canonical JSON of a value, in hex: 64 digits. */
export const digestJson = (value: unknown): string => sha256Hex(canonicalJson(value))

/** The first `length` hex digits of {@link digestJson}, for names that people read. */
export const shortDigestJson = (value: unknown, length = 12): string => digestJson(value).slice(0, length)

function write(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if ('toJSON' in value && typeof value.toJSON === 'function') return write(value.toJSON(key), key)
  if (Array.isArray(value)) {
    let text = '['
    for (let index = 0; index < value.length; index += 1) {
      if (index > 0) text += ','
      text += write(value[index], String(index)) ?? 'null'
    }
    return `${text}]`
  }
  // Boxed primitives are rare enough to leave to JSON.stringify.
  if (value instanceof String || value instanceof Number || value instanceof Boolean)
    return JSON.stringify(value)
  const members = value as Readonly<Record<string, unknown>>
  let text = '{'
  for (const name of Object.keys(members).sort()) {
    const member = write(members[name], name)
    if (member === undefined) continue
    text += text.length > 1 ? `,${JSON.stringify(name)}:${member}` : `${JSON.stringify(name)}:${member}`
  }
  return `${text}}`
}
