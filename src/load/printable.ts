// The stack as `config` prints it: what a stack file may say, so that the print is a stack file.
import type { Stack } from '../model/index.ts'

export interface PrintableOptions {
  /** Texts hold variables that are still to come, and stay as they are. Otherwise `$` is doubled, so that reading it gives it back. */
  readonly keepVariables?: boolean
}

/** The plain value that `config` prints as YAML or JSON. */
export function toPrintable(stack: Stack, options: PrintableOptions = {}): Record<string, unknown> {
  const copy = (value: unknown): unknown => {
    if (typeof value === 'string') return options.keepVariables ? value : value.replaceAll('$', '$$$$')
    if (Array.isArray(value)) return value.map(copy)
    if (value === null || typeof value !== 'object') return value
    const result: Record<string, unknown> = {}
    for (const [key, inner] of Object.entries(value)) setOwn(result, key, copy(inner))
    return result
  }
  const result: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(stack)) {
    const empty = value !== null && typeof value === 'object' && Object.keys(value).length === 0
    if (empty && key !== 'services' && !key.startsWith('x-')) continue
    result[key] = key === 'services' ? copy(withoutNames(stack.services)) : copy(value)
  }
  return result
}

function withoutNames(services: Stack['services']): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [key, { name: _, ...service }] of Object.entries(services)) setOwn(result, key, service)
  return result
}

function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}
