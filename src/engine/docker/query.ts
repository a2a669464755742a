// Paths and query strings as the engine reads them.
import type { ListFilters } from '../port.ts'

export type QueryValue = string | number | boolean | readonly string[] | ListFilters | undefined
export type Query = Readonly<Record<string, QueryValue>>

/** With its question mark; empty where nothing is asked. Lists repeat the name, objects go as JSON, undefined is left out. */
export function buildQuery(query: Query | undefined): string {
  if (query === undefined) return ''
  const parts: string[] = []
  for (const [name, value] of Object.entries(query)) {
    for (const text of queryTexts(value)) parts.push(`${name}=${encodeURIComponent(text)}`)
  }
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

function queryTexts(value: QueryValue): readonly string[] {
  if (value === undefined) return []
  if (typeof value === 'boolean') return [value ? '1' : '0']
  if (Array.isArray(value)) return value as readonly string[]
  if (typeof value === 'object') return Object.keys(value).length === 0 ? [] : [JSON.stringify(value)]
  return [String(value)]
}

/** One part of a path: a name or an id, never with a slash of its own. */
export const pathPart = (name: string): string => encodeURIComponent(name)

/** An image reference keeps its slashes, colons and at sign. */
export const imagePath = (reference: string): string =>
  encodeURIComponent(reference).replace(/%2F/gi, '/').replace(/%3A/gi, ':').replace(/%40/g, '@')
