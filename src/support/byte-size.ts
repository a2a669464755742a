/**
 * Sizes in bytes as text: read in powers of 1024 (go-units RAMInBytes), written in powers of 1000 or 1024.
 */

const POWERS = 'kmgtp'
const SIZE = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?) ?(?:b|([kmgtp])(?:i?b)?)?$/i

/**
 * Parses `64m`, `1.5GB`, `512 KiB`, `1024`; upper or lower case, units always powers of 1024, no unit meaning bytes.
 *
 * @returns whole bytes (a fraction of a byte is cut off), or undefined where the text is no size.
 */
export function parseByteSize(text: string): number | undefined {
  const match = SIZE.exec(text)
  if (match === null) return undefined
  const value = Number(match[1])
  if (value < 0) return undefined
  const power = match[2] === undefined ? 0 : POWERS.indexOf(match[2].toLowerCase()) + 1
  const bytes = Math.trunc(value * 1024 ** power)
  return bytes < 2 ** 63 ? Math.abs(bytes) : undefined
}

const DECIMAL = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'] as const
const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'] as const

/** Prints bytes in powers of 1000 with at most `digits` significant digits: `1.093MB`, `20kB`, `0B`. */
export const formatHumanSize = (bytes: number, digits = 4): string => format(bytes, 1000, DECIMAL, digits)

/** Prints bytes in powers of 1024 with at most four significant digits: `64MiB`, `1.5GiB`, `0B`. */
export const formatBinarySize = (bytes: number): string => format(bytes, 1024, BINARY, 4)

function format(bytes: number, base: number, units: readonly string[], digits: number): string {
  let value = bytes
  let unit = 0
  while (value >= base && unit < units.length - 1) {
    value /= base
    unit += 1
  }
  // Number() drops the zeros and the exponent that toPrecision may leave ("64.00", "1.02e+3" for three digits).
  return `${Number(value.toPrecision(digits))}${units[unit]}`
}
