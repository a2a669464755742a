/** Go's Sprintf and Sprint over template values, with Go's marks for arguments that do not fit. */
import { quoteGoCharacter, quoteGoString } from './literals.ts'
import { formatGoFloat, formatGoValue, goTypeName, twoDigitExponent } from './values.ts'

const VERB = /%([-+# 0]*)(\d+)?(?:\.(\d*))?([\s\S])/gu

type Spec = {
  readonly flags: string
  readonly width: number
  readonly precision: number | undefined
  readonly verb: string
}

// A format comes from the command line: a width of a billion must not take the memory.
const MAX_WIDTH = 10_000

/** Formats as fmt.Sprintf does: %v %s %q %d %b %o %x %X %c %U %e %f %g %t %T %%, with flags `-+# 0`, width and precision. */
export function formatGoPrintf(format: string, args: readonly unknown[]): string {
  let used = 0
  const text = format.replace(
    VERB,
    (_, flags: string, width: string | undefined, precision: string | undefined, verb: string) => {
      if (verb === '%') return '%'
      if (used >= args.length) return `%!${verb}(MISSING)`
      const value = args[used]
      used += 1
      return formatOne(value, {
        flags,
        width: Math.min(Number(width ?? 0), MAX_WIDTH),
        precision: precision === undefined ? undefined : Math.min(Number(precision), 100),
        verb,
      })
    },
  )
  // A percent sign that starts no verb can only be the last character.
  const body = /(?:^|[^%])(?:%%)*%$/.test(format) ? `${text.slice(0, -1)}%!(NOVERB)` : text
  if (used >= args.length) return body
  const extra = args.slice(used).map(value => describe(value))
  return `${body}%!(EXTRA ${extra.join(', ')})`
}

/** Joins as fmt.Sprint does: a space between two operands where neither is a string. */
export function formatGoPrint(args: readonly unknown[]): string {
  let text = ''
  args.forEach((value, index) => {
    const spaced = index > 0 && typeof value !== 'string' && typeof args[index - 1] !== 'string'
    text += (spaced ? ' ' : '') + formatGoValue(value)
  })
  return text
}

function formatOne(value: unknown, spec: Spec): string {
  const body = formatBody(value, spec)
  if (body === undefined) return `%!${spec.verb}(${describe(value)})`
  const missing = spec.width - [...body].length
  if (missing <= 0) return body
  if (spec.flags.includes('-')) return body + ' '.repeat(missing)
  const isNumber = typeof value === 'number' || typeof value === 'bigint'
  if (!spec.flags.includes('0') || !isNumber) return ' '.repeat(missing) + body
  const sign = /^[+-]/.exec(body)?.[0] ?? ''
  return sign + '0'.repeat(missing) + body.slice(sign.length)
}

function formatBody(value: unknown, spec: Spec): string | undefined {
  const { verb, precision } = spec
  if (verb === 'v') return formatNatural(value, spec)
  if (verb === 'T') return value === null || value === undefined ? '<nil>' : goTypeName(value)
  if (verb === 't') return typeof value === 'boolean' ? String(value) : undefined
  if (typeof value === 'string') return formatText(value, verb, precision)
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))) {
    return (
      formatWhole(BigInt(value), spec) ?? (typeof value === 'number' ? formatFloat(value, spec) : undefined)
    )
  }
  if (typeof value === 'number') return formatFloat(value, spec)
  // Elements of lists and maps take the verb one by one.
  if (Array.isArray(value))
    return `[${value.map(element => formatOne(element, { ...spec, width: 0 })).join(' ')}]`
  // Dates print themselves under %s, as a Stringer does in Go.
  return verb === 's' && value !== null && value !== undefined && typeof value === 'object'
    ? formatGoValue(value)
    : undefined
}

/** %v: as the value prints itself; `#` quotes texts, and a precision cuts texts and rounds fractions. */
function formatNatural(value: unknown, spec: Spec): string | undefined {
  if (typeof value === 'string')
    return formatText(value, spec.flags.includes('#') ? 'q' : 's', spec.precision)
  const isFraction = typeof value === 'number' && !Number.isInteger(value)
  if (isFraction) return formatFloat(value, { ...spec, verb: 'g', flags: '' })
  return formatGoValue(value)
}

function formatText(text: string, verb: string, precision: number | undefined): string | undefined {
  const cut = precision === undefined ? text : [...text].slice(0, precision).join('')
  if (verb === 's') return cut
  if (verb === 'q') return quoteGoString(cut)
  if (verb === 'x') return Buffer.from(cut).toString('hex')
  return verb === 'X' ? Buffer.from(cut).toString('hex').toUpperCase() : undefined
}

const BASES: Readonly<Record<string, readonly [base: number, prefix: string]>> = {
  b: [2, '0b'],
  d: [10, ''],
  o: [8, '0'],
  x: [16, '0x'],
  X: [16, '0X'],
}

function formatWhole(value: bigint, spec: Spec): string | undefined {
  const code = value >= 0n && value <= 0x10ffffn ? Number(value) : 0xfffd
  if (spec.verb === 'c') return String.fromCodePoint(code)
  if (spec.verb === 'q') return quoteGoCharacter(code)
  if (spec.verb === 'U') return `U+${value.toString(16).toUpperCase().padStart(4, '0')}`
  const base = Object.hasOwn(BASES, spec.verb) ? BASES[spec.verb] : undefined
  if (base === undefined) return undefined
  const size = (value < 0n ? -value : value).toString(base[0]).padStart(spec.precision ?? 0, '0')
  const digits = spec.verb === 'X' ? size.toUpperCase() : size
  const prefix = spec.flags.includes('#') ? base[1] : ''
  return withSign(`${value < 0n ? '-' : ''}${prefix}${digits}`, spec)
}

function formatFloat(value: number, spec: Spec): string | undefined {
  const { verb, precision } = spec
  if (!/^[eEfFgG]$/.test(verb)) return undefined
  if (!Number.isFinite(value)) return formatGoFloat(value)
  if (verb === 'f' || verb === 'F') return withSign(value.toFixed(precision ?? 6), spec)
  if (verb === 'e' || verb === 'E') {
    const text = twoDigitExponent(value.toExponential(precision ?? 6))
    return withSign(verb === 'E' ? text.toUpperCase() : text, spec)
  }
  const text = precision === undefined ? formatGoFloat(value) : formatShort(value, Math.max(1, precision))
  return withSign(verb === 'G' ? text.toUpperCase() : text, spec)
}

function formatShort(value: number, precision: number): string {
  const exponential = value.toExponential(precision - 1)
  const exponent = Number(exponential.slice(exponential.indexOf('e') + 1))
  if (exponent >= -4 && exponent < precision) return String(Number(value.toPrecision(precision)))
  return twoDigitExponent(exponential.replace(/\.?0+e/, 'e'))
}

function withSign(text: string, { flags }: Spec): string {
  if (text.startsWith('-') || text.startsWith('+')) return text
  if (flags.includes('+')) return `+${text}`
  return flags.includes(' ') ? ` ${text}` : text
}

function describe(value: unknown): string {
  return value === null || value === undefined ? '<nil>' : `${goTypeName(value)}=${formatGoValue(value)}`
}
