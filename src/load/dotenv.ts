// The dialect of env files: from text to variables with their places. Reads no files.
import { errorProblem, type Place, type Problem, warningProblem } from '../problem/index.ts'
import { type Cursor, createCursor, placeAt, restOfLine, toNextLine } from './dotenv/cursor.ts'
import { readValue } from './dotenv/value.ts'
import type { Origin } from './node.ts'

/** A variable of an env file; `value` is undefined for a bare name that nothing defines. */
export interface DotenvVariable {
  readonly value: string | undefined
  readonly origin: Origin
}

export interface Dotenv {
  readonly variables: ReadonlyMap<string, DotenvVariable>
  readonly problems: readonly Problem[]
}

type Ask = (name: string) => string | undefined

/** Reads an env file; `lookup` is the caller's environment, which expansion asks before the file's own variables. */
export function parseDotenv(text: string, file: string, lookup: Ask): Dotenv {
  const cursor = createCursor(text, file)
  const variables = new Map<string, DotenvVariable>()
  const problems: Problem[] = []
  const known: Ask = name => lookup(name) ?? variables.get(name)?.value
  while (skipToStatement(cursor)) {
    const key = readKey(cursor, problems)
    if (key === undefined) {
      toNextLine(cursor)
      continue
    }
    if (key.bare) {
      variables.set(key.name, { value: lookup(key.name), origin: { place: key.place, from: 'environment' } })
      continue
    }
    const { value, variables: used, raw } = readValue(cursor, key.name, known, problems)
    const expanded = used.length > 0 ? { variables: used, raw } : {}
    variables.set(key.name, { value, origin: { place: key.place, from: 'env_file', ...expanded } })
  }
  return { variables, problems }
}

/** Passes blank lines and comments; false at the end. */
function skipToStatement(cursor: Cursor): boolean {
  const { text } = cursor
  for (;;) {
    while (/\s/.test(text[cursor.at] ?? '')) cursor.at += 1
    if (cursor.at >= text.length) return false
    if (text[cursor.at] !== '#') return true
    toNextLine(cursor)
  }
}

interface DotenvKey {
  readonly name: string
  readonly place: Place
  /** Whether no `=` follows: the value is the caller's. */
  readonly bare: boolean
}

/** The name at the cursor, which moves to the start of the value, or to the end of the line. */
function readKey(cursor: Cursor, problems: Problem[]): DotenvKey | undefined {
  const exported = /^export[^\S\n]+/.exec(restOfLine(cursor))
  if (exported !== null) cursor.at += exported[0].length
  const line = restOfLine(cursor)
  const start = cursor.at
  const found = line.search(/[=:]/)
  const written = found === -1 ? line.replace(/\s#.*$/, '') : line.slice(0, found)
  const name = written.trimEnd()
  const place = placeAt(cursor, start, start + Math.max(name.length, 1))
  const fault = faultOfName(name, line)
  if (fault !== undefined) {
    problems.push(errorProblem('env-file-syntax', fault.message, { place, hint: fault.hint }))
    return undefined
  }
  cursor.at = start + (found === -1 ? line.length : found + 1)
  return { name, place, bare: found === -1 }
}

function faultOfName(name: string, line: string): { message: string; hint: string } | undefined {
  if (name === '') return { message: 'a name is missing before the =', hint: 'write NAME=value' }
  if (/\s/.test(name)) {
    const better = line.includes('=') ? name.replace(/\s+/g, '_') : name.replace(/\s+/, '=')
    return {
      message: `${JSON.stringify(shorten(name))} is no name: it has a space in it`,
      hint: line.includes('=')
        ? `write ${shorten(better)}=…`
        : `write ${shorten(better)}, or # before a comment`,
    }
  }
  const bad = /[^\p{L}\p{N}_.[\]-]/u.exec(name)
  if (bad === null) return undefined
  return {
    message: `${JSON.stringify(shorten(name))} is no name: it has ${JSON.stringify(bad[0])} in it`,
    hint: 'names have letters, digits, underscores, dots and dashes; a comment starts with #',
  }
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text)

/**
 * Reads an env file of `format: raw`, as `docker run --env-file` does: everything after the first `=` is the value, as it stands;
 * a bare name takes the caller's value.
 */
export function parseRawDotenv(text: string, file: string, lookup: Ask): Dotenv {
  const variables = new Map<string, DotenvVariable>()
  const problems: Problem[] = []
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  for (const [index, whole] of lines.entries()) {
    const line = whole.trimStart()
    if (line === '' || line.startsWith('#')) continue
    const found = line.indexOf('=')
    const name = found === -1 ? line.trimEnd() : line.slice(0, found)
    const column = whole.length - line.length + 1
    const number = index + 1
    const endColumn = column + Math.max(name.length, 1)
    const place: Place = { file, line: number, column, endLine: number, endColumn }
    const bad =
      name === ''
        ? 'a name is missing before the ='
        : /\s/.test(name)
          ? `${JSON.stringify(name)} is no name: it has a space in it`
          : undefined
    if (bad !== undefined) {
      problems.push(
        errorProblem('env-file-syntax', bad, {
          place,
          hint: 'write NAME=value, without spaces around the =',
        }),
      )
      continue
    }
    const value = found === -1 ? lookup(name) : line.slice(found + 1)
    variables.set(name, { value, origin: { place, from: found === -1 ? 'environment' : 'env_file' } })
    if (found !== -1 && /^(["']).*\1$/.test(value ?? '')) {
      const hint = 'remove them, or leave out format: raw'
      const message = `the quotes around the value of ${name} are part of it in format raw`
      problems.push(warningProblem('env-file-syntax', message, { place, hint }))
    }
  }
  return { variables, problems }
}
