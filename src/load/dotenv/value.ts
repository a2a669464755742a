// The value of a line of an env file: quotes, escapes, comments, variables.
import { errorProblem, type Problem, warningProblem } from '../../problem/index.ts'
import { evaluateTemplate, unsetText } from '../template-value.ts'
import { type Cursor, placeAt, restOfLine, toNextLine } from './cursor.ts'

export interface DotenvValue {
  readonly value: string
  /** Variables that took part. */
  readonly variables: readonly string[]
  /** As written, before variables were replaced. */
  readonly raw: string
}

/** Reads the value behind the `=` at the cursor, which moves behind it. */
export function readValue(
  cursor: Cursor,
  name: string,
  known: (name: string) => string | undefined,
  problems: Problem[],
): DotenvValue {
  cursor.at += restOfLine(cursor).search(/[^\t\v\f\r \u0085\u00a0]|$/)
  const start = cursor.at
  const quote = cursor.text[start]
  if (quote !== '"' && quote !== "'") {
    const line = restOfLine(cursor)
    const comment = line.indexOf(' #')
    const value = (comment === -1 ? line : line.slice(0, comment)).trimEnd()
    toNextLine(cursor)
    return expand(value, value, start, cursor, known, problems)
  }
  const quoted = readQuoted(cursor, quote)
  if (quoted === undefined) {
    const message = `the quote ${quote} that opens the value of ${name} is never closed`
    const place = placeAt(cursor, start, start + 1)
    const hint = `add the closing ${quote}; a quote within the value is written \\${quote}`
    problems.push(errorProblem('env-file-syntax', message, { place, hint }))
    toNextLine(cursor)
    return { value: '', variables: [], raw: '' }
  }
  const end = cursor.at
  const result =
    quote === '"'
      ? expand(unescapeText(quoted), quoted, start, cursor, known, problems)
      : { value: quoted, variables: [], raw: quoted }
  warnOfRest(cursor, end, quote, problems)
  toNextLine(cursor)
  return result
}

/** What stands between the quotes, escaped quotes as quotes; undefined where they are not closed. */
function readQuoted(cursor: Cursor, quote: string): string | undefined {
  const { text } = cursor
  let value = ''
  for (let at = cursor.at + 1; at < text.length; at += 1) {
    const char = text[at] as string
    if (char === quote) {
      cursor.at = at + 1
      return value
    }
    if (char === '\\' && at + 1 < text.length) {
      at += 1
      const next = text[at] as string
      value += next === quote ? next : char + next
    } else value += char
  }
  return undefined
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
  // A dollar that is no variable, as templates write it.
  $: '$$',
}

/** The escapes of double quotes; what is none stays as it is. */
function unescapeText(text: string): string {
  return text.replace(/\\(0[0-7]{3}|[abfnrtv$"\\])/g, (_, code: string) =>
    code.length > 1 ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] as string),
  )
}

function expand(
  text: string,
  written: string,
  start: number,
  cursor: Cursor,
  known: (name: string) => string | undefined,
  problems: Problem[],
): DotenvValue {
  if (!text.includes('$')) return { value: text, variables: [], raw: written }
  const result = evaluateTemplate(text, name => {
    const value = known(name)
    return value === undefined ? undefined : { value, from: 'environment' }
  })
  const place = placeAt(cursor, start, start + Math.max(written.length, 1))
  for (const fault of result.faults) {
    const hint =
      fault.code === 'bad-template' ? `${fault.hint}, or put single quotes around the value` : fault.hint
    problems.push(errorProblem(fault.code, fault.message, { place, hint }))
  }
  for (const { name } of result.unset) {
    const message = unsetText(name)
    const hint = 'set it above, or put single quotes around the value if the $ belongs to it'
    problems.push(warningProblem('variable-unset', message, { place, hint }))
  }
  return { value: result.value, variables: result.variables, raw: written }
}

/** After the closing quote only a comment makes sense. */
function warnOfRest(cursor: Cursor, end: number, quote: string, problems: Problem[]): void {
  const rest = restOfLine(cursor).trim()
  if (rest === '' || rest.startsWith('#')) return
  const from = end + restOfLine(cursor).search(/\S/)
  problems.push(
    warningProblem('env-file-syntax', `${JSON.stringify(rest)} after the closing ${quote} is ignored`, {
      place: placeAt(cursor, from, from + rest.length),
      hint: 'put the whole value in quotes, or # before a comment',
    }),
  )
}
