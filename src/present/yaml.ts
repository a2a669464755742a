// Prints plain values as YAML, in the layout of Docker Compose's `config`: block style, two spaces, quotes only where a reader would
// take the text for something else. Reading it back gives the same values.

export interface YamlOptions {
  /** A comment for the value at a path, printed at the end of its first line. */
  readonly comment?: (path: readonly (string | number)[]) => string | undefined
}

/** Undefined members are left out. Ends with a line end. */
export function renderYaml(value: unknown, options: YamlOptions = {}): string {
  const parts: string[] = []
  const path: (string | number)[] = []

  function comment(): string {
    const text = options.comment?.(path)
    return text === undefined ? '' : ` # ${text}`
  }

  /** Writes what follows `key:` or `-`, from the space on, to the line end. */
  function write(value: unknown, indent: string, afterDash: boolean): void {
    if (Array.isArray(value)) {
      if (value.length === 0) {
        parts.push(` []${comment()}\n`)
        return
      }
      if (!afterDash) parts.push(`${comment()}\n`)
      writeList(value, indent, afterDash)
    } else if (value !== null && typeof value === 'object') {
      const entries = Object.entries(value).filter(([, member]) => member !== undefined)
      if (entries.length === 0) {
        parts.push(` {}${comment()}\n`)
        return
      }
      if (!afterDash) parts.push(`${comment()}\n`)
      writeMap(entries, indent, afterDash)
    } else parts.push(` ${renderScalar(value, indent)}${comment()}\n`)
  }

  function writeMap(entries: readonly (readonly [string, unknown])[], indent: string, inline: boolean): void {
    entries.forEach(([key, member], index) => {
      parts.push(inline && index === 0 ? ' ' : indent, renderKey(key), ':')
      path.push(key)
      write(member, `${indent}  `, false)
      path.pop()
    })
  }

  function writeList(items: readonly unknown[], indent: string, inline: boolean): void {
    items.forEach((item, index) => {
      parts.push(inline && index === 0 ? ' ' : indent, '-')
      path.push(index)
      write(item, `${indent}  `, true)
      path.pop()
    })
  }

  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined)
    if (entries.length === 0) return '{}\n'
    writeMap(entries, '', false)
  } else if (Array.isArray(value) && value.length > 0) writeList(value, '', false)
  else return `${renderScalar(value, '')}\n`
  return parts.join('')
}

function renderScalar(value: unknown, indent: string): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return '.nan'
    return Number.isFinite(value) ? String(value) : value > 0 ? '.inf' : '-.inf'
  }
  if (typeof value !== 'string') return String(value)
  if (value.includes('\n') && isLiteral(value)) return literal(value, indent)
  return renderText(value)
}

function renderKey(key: string): string {
  return renderText(key)
}

/** Readers of YAML 1.1 take these for other things than texts. */
const reserved = /^(?:~|null|true|false|yes|no|on|off|y|n|\.nan|[-+]?\.inf|<<|=)$/i
const numberLike = /^[-+.]?\d|^[-+]?\.\d/
const plain = /^[\p{L}\p{N}_/.\\$(][^\p{C}]*$/u

function renderText(text: string): string {
  const safe =
    plain.test(text) &&
    !reserved.test(text) &&
    !isNumberLike(text) &&
    !text.includes(': ') &&
    !text.includes(' #') &&
    !text.endsWith(':') &&
    !text.endsWith(' ')
  return safe ? text : quote(text)
}

/** Whether a reader of YAML 1.1 or 1.2 could take it for a number, a time or a date. */
function isNumberLike(text: string): boolean {
  if (!numberLike.test(text)) return false
  return /^[-+]?(?:[\d_,]*\.?[\d_]*(?:e[-+]?\d+)?|0x[\da-f_]+|0o?[0-7_]+|0b[01_]+|\d+(?::[0-5]?\d)+(?:\.\d*)?|\d{4}-\d\d?-\d\d?.*)$/i.test(
    text,
  )
}

/** JSON's escapes are YAML's, but for what JSON leaves in clear. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Texts of several lines that a literal block keeps as they are. */
function isLiteral(text: string): boolean {
  return (
    !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\t]|^[ \n]| \n| $/.test(text) &&
    /[^\n]/.test(text)
  )
}

function literal(text: string, indent: string): string {
  const chomp = text.endsWith('\n\n') ? '+' : text.endsWith('\n') ? '' : '-'
  const body = chomp === '-' ? text : text.slice(0, -1)
  return `|${chomp}\n${body
    .split('\n')
    .map(line => (line === '' ? '' : indent + line))
    .join('\n')}`
}
