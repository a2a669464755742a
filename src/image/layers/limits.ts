// What an image is held to in CI: three limits, and which of them it breaks. The names and defaults are those that people know
// from dive. Pure.
import type { Efficiency } from './types.ts'

export interface EfficiencyLimits {
  /** From 0 to 1. Undefined: no limit. */
  readonly lowestEfficiency?: number
  readonly highestWastedBytes?: number
  /** A share, from 0 to 1. */
  readonly highestUserWastedPercent?: number
}

export type LimitName = keyof EfficiencyLimits

export interface LimitResult {
  readonly rule: LimitName
  readonly limit: number
  readonly value: number
  readonly passed: boolean
}

export const defaultLimits: EfficiencyLimits = { lowestEfficiency: 0.9, highestUserWastedPercent: 0.1 }

export const limitNames: readonly LimitName[] = [
  'lowestEfficiency',
  'highestWastedBytes',
  'highestUserWastedPercent',
]

/** One result for each limit that is set. A value at the limit passes. */
export function checkLimits(image: Efficiency, limits: EfficiencyLimits): readonly LimitResult[] {
  const values: Record<LimitName, number> = {
    lowestEfficiency: image.efficiency,
    highestWastedBytes: image.wastedBytes,
    highestUserWastedPercent: image.userWastedRatio,
  }
  return limitNames.flatMap(rule => {
    const limit = limits[rule]
    if (limit === undefined) return []
    const value = values[rule]
    return [{ rule, limit, value, passed: rule === 'lowestEfficiency' ? value >= limit : value <= limit }]
  })
}

/**
 * A limit as it is written: a share (`0.9`, `90%`), or bytes (`20MB`, `1.5 GiB`; powers of 1000 unless there is an `i`).
 * `disabled` is no limit. An error says what would be right.
 */
export function parseLimit(
  rule: LimitName,
  text: string,
): { limit: number | undefined } | { wanted: string } {
  const value = text.trim()
  if (value === 'disabled') return { limit: undefined }
  return rule === 'highestWastedBytes' ? parseBytes(value) : parseShare(value)
}

function parseShare(text: string): { limit: number } | { wanted: string } {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text)
  const share = match ? Number(match[1]) / (match[2] === '%' ? 100 : 1) : Number.NaN
  return share <= 1
    ? { limit: share }
    : { wanted: 'a share from 0 to 1 (0.9), a percentage (90%) or disabled' }
}

function parseBytes(text: string): { limit: number } | { wanted: string } {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*(?:([kmgt])(i?))?b?$/i.exec(text)
  if (match === null) return { wanted: 'a size (20MB, 512KiB) or disabled' }
  const power = match[2] === undefined ? 0 : 'kmgt'.indexOf(match[2].toLowerCase()) + 1
  return { limit: Number(match[1]) * (match[3] ? 1024 : 1000) ** power }
}
