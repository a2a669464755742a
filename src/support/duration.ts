/**
 * Durations in the syntax of Go's time.ParseDuration, with days and weeks added.
 * Values are nanoseconds as a number: exact up to 104 days, to the nearest representable value beyond.
 */

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  // U+00B5 (micro sign) and U+03BC (Greek mu): both are on keyboards, and Go takes both.
  '\u00b5s': 1_000n,
  '\u03bcs': 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
}

const SHAPE = /^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)[a-z\u00b5\u03bc]+)+$/
const PART = /(\d*)(?:\.(\d*))?([a-z\u00b5\u03bc]+)/g
const LARGEST = 9_223_372_036_854_775_807n

/**
 * Parses `1h30m`, `500ms`, `1.5s`, `-2m`, `1d12h`, `0`; every other number needs a unit.
 *
 * @returns nanoseconds, or undefined where the text is no duration or exceeds 64 bits (292 years).
 */
export function parseDuration(text: string): number | undefined {
  if (/^[+-]?0$/.test(text)) return 0
  if (!SHAPE.test(text)) return undefined
  let total = 0n
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(PART)) {
    const scale = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined
    if (scale === undefined || whole.length > 20) return undefined
    // Digits past the 20th are below any unit's nanosecond.
    const digits = fraction.slice(0, 20)
    total += BigInt(whole || '0') * scale + (BigInt(digits || '0') * scale) / 10n ** BigInt(digits.length)
    if (total > LARGEST) return undefined
  }
  const nanoseconds = Number(total)
  return text.startsWith('-') && nanoseconds !== 0 ? -nanoseconds : nanoseconds
}

/** As {@link parseDuration}, in milliseconds (with a fraction where the text has one). */
export function parseDurationMs(text: string): number | undefined {
  const nanoseconds = parseDuration(text)
  return nanoseconds === undefined ? undefined : nanoseconds / 1e6
}

/** Prints nanoseconds as Go's Duration.String() does: `1h0m0s`, `1m30s`, `1.5s`, `500ms`, `2µs`, `0s`. */
export function formatDuration(nanoseconds: number): string {
  const total = BigInt(Math.trunc(nanoseconds))
  if (total === 0n) return '0s'
  const sign = total < 0n ? '-' : ''
  const size = total < 0n ? -total : total
  if (size < 1_000n) return `${sign}${size}ns`
  if (size < 1_000_000n) return `${sign}${decimal(size, 3)}\u00b5s`
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 6)}ms`
  const minutes = size / 60_000_000_000n
  const seconds = `${decimal(size % 60_000_000_000n, 9)}s`
  if (minutes === 0n) return sign + seconds
  if (minutes < 60n) return `${sign}${minutes}m${seconds}`
  return `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`
}

/** As {@link formatDuration}, from milliseconds. */
export const formatDurationMs = (milliseconds: number): string => formatDuration(milliseconds * 1e6)

function decimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, '0')
  const fraction = digits.slice(-places).replace(/0+$/, '')
  const whole = digits.slice(0, -places)
  return fraction === '' ? whole : `${whole}.${fraction}`
}
