// Reads flag values out of commander's bag, with messages that name the flag.
import { parseDurationMs } from '../support/index.ts'
import { usage } from './usage.ts'

type Bag = Readonly<Record<string, unknown>>

/** `waitTimeout` → `--wait-timeout`. */
function flagName(name: string): string {
  return `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
}

export function flag(options: Bag, name: string): boolean {
  return options[name] === true
}

export function text<T extends string>(options: Bag, name: string, allowed?: readonly T[]): T | undefined {
  const value = options[name]
  if (value === undefined) return undefined
  if (allowed && !allowed.includes(value as T)) {
    throw usage(`${flagName(name)} takes one of ${allowed.join(', ')}, not ${JSON.stringify(value)}`)
  }
  return value as T
}

/** A repeatable flag. Declare it with `.option('--x <v>', '…', collect)`. */
export function list(options: Bag, name: string): readonly string[] {
  return (options[name] as string[] | undefined) ?? []
}

export function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value]
}

/** Whole seconds. */
export function seconds(options: Bag, name: string): number | undefined {
  const value = options[name]
  if (value === undefined) return undefined
  if (typeof value !== 'string' || !/^-?\d+$/.test(value)) {
    throw usage(`${flagName(name)} takes whole seconds, not ${JSON.stringify(value)}`)
  }
  return Number(value)
}

export function count(options: Bag, name: string): number | undefined {
  const value = options[name]
  if (value === undefined) return undefined
  if (typeof value !== 'string' || !/^\d+$/.test(value)) {
    throw usage(`${flagName(name)} takes a whole number, not ${JSON.stringify(value)}`)
  }
  return Number(value)
}

/** Seconds, or a duration with units, as milliseconds. */
export function durationMs(options: Bag, name: string): number | undefined {
  const value = options[name]
  if (value === undefined) return undefined
  if (typeof value === 'string' && /^\d+$/.test(value)) return Number(value) * 1000
  const parsed = typeof value === 'string' ? parseDurationMs(value) : undefined
  if (parsed === undefined)
    throw usage(`${flagName(name)} takes seconds or a duration, not ${JSON.stringify(value)}`)
  return parsed
}

/** `web=3`, repeatable. */
export function scales(pairs: readonly string[]): Record<string, number> {
  const result: Record<string, number> = {}
  for (const pair of pairs) {
    const match = /^([^=]+)=(\d+)$/.exec(pair)
    if (!match) throw usage(`a scale is SERVICE=NUMBER, not ${JSON.stringify(pair)}`)
    result[match[1] as string] = Number(match[2])
  }
  return result
}

/** A variable of the environment as a switch, in the spellings that Docker Compose takes. */
export function isTrue(value: string | undefined): boolean {
  return /^(1|t|true|y|yes|on)$/i.test(value?.trim() ?? '')
}
