// Turns the library's syntax errors into words for people who do not know the grammar: what stands there, what to write.
// Knows the library's error codes, and nothing of the meaning of the file.
import type { Document, YAMLParseError } from 'yaml'
import { errorProblem, type Problem } from '../../problem/index.ts'
import type { Node } from '../node.ts'
import { maxDepth } from './bounds.ts'
import { explainMissingColon, explainSecondColon } from './explain-colon.ts'
import { explainIndentation, explainStraySequence, explainTab } from './explain-indentation.ts'
import { explainQuote, explainUnclosedBracket } from './explain-unclosed.ts'
import { type Fault, type FaultSite, withoutComment } from './fault-site.ts'
import type { Lines } from './lines.ts'

/** Errors that say nothing of what follows: the reader goes on in the same state. All others make echoes. */
const selfContained = new Set(['TAB_AS_INDENT', 'BAD_DQ_ESCAPE', 'BAD_SCALAR_START', 'BAD_ALIAS'])

/** The syntax errors of a document, without the echoes of earlier ones; at least one where the document has any. */
export function explainSyntax(document: Document.Parsed, text: string, lines: Lines): Problem[] {
  const found = new Map<string, Problem>()
  let broken = false
  for (const error of document.errors) {
    if (broken) break
    const site: FaultSite = { text, lines, error, document }
    const fault = explain(error, site)
    broken = !selfContained.has(error.code)
    const place = lines.place(fault.start, fault.end)
    const problem = errorProblem(fault.code, fault.message, {
      place,
      hint: fault.hint,
      related: fault.related,
    })
    // One problem a line: the second is mostly the same slip seen again.
    if (!found.has(String(place.line))) found.set(String(place.line), problem)
  }
  return [...found.values()]
}

function explain(error: YAMLParseError, site: FaultSite): Fault {
  const { message } = error
  if (/call stack/i.test(message)) {
    const hint = 'look for brackets that are opened and not closed, and for lines indented without end'
    return fault(site, 'too-deep', `maps and lists are nested more than ${maxDepth} deep here`, hint)
  }
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return explainTab(site)
    case 'BAD_INDENT':
      if (/must be sufficiently indented and end with/.test(message)) return explainUnclosedBracket(site)
      return explainIndentation(site)
    case 'BLOCK_AS_IMPLICIT_KEY':
      return /sequence/.test(message) ? explainStraySequence(site) : explainSecondColon(site)
    case 'MULTILINE_IMPLICIT_KEY':
      return explainMissingColon(site)
    case 'MISSING_CHAR':
      if (/closing/.test(message)) return explainQuote(site)
      if (/map values/.test(message)) return explainMissingColon(site)
      if (/flow|,/.test(message)) return explainMissingComma(site)
      return explainOther(site)
    case 'BAD_SCALAR_START':
      return explainStart(site)
    case 'BAD_DQ_ESCAPE':
      return explainEscape(site)
    case 'UNEXPECTED_TOKEN':
      return explainUnexpected(site)
    case 'BAD_ALIAS':
      return fault(
        site,
        'yaml-syntax',
        'a * starts an alias, which needs a name',
        'put quotes around the value if the * belongs to it',
      )
    case 'MULTIPLE_ANCHORS':
    case 'MULTIPLE_TAGS':
      return fault(site, 'yaml-syntax', 'a value can have one anchor and one tag', 'remove the second')
    case 'KEY_OVER_1024_CHARS':
      return fault(
        site,
        'yaml-colon',
        'the text before this colon is far too long for a key',
        'put quotes around the value that holds the colon',
      )
    default:
      return explainOther(site)
  }
}

function fault(site: FaultSite, code: Fault['code'], message: string, hint?: string): Fault {
  const [start, end] = site.error.pos
  return { code, message, hint, start, end }
}

function explainOther(site: FaultSite): Fault {
  const words = site.error.message.replace(/\s*\n[\s\S]*$/, '')
  const message = words.charAt(0).toLowerCase() + words.slice(1)
  return fault(site, 'yaml-syntax', message, 'put quotes around the value if it is meant as text')
}

function explainMissingComma(site: FaultSite): Fault {
  return fault(
    site,
    'yaml-syntax',
    'a comma is missing between two items in brackets',
    'separate the items with commas',
  )
}

function explainStart(site: FaultSite): Fault {
  const start = site.error.pos[0]
  const rest = valueAt(site, start)
  const char = site.text[start] ?? ''
  const message = `a value cannot start with ${char === ',' ? 'a comma' : char} unless it is quoted`
  return { code: 'yaml-syntax', message, hint: `write ${quoted(rest)}`, start, end: start + rest.length }
}

function explainEscape(site: FaultSite): Fault {
  const start = site.error.pos[0]
  const written = site.text.slice(start, start + 2)
  const message = `${written} is no escape that double quotes know`
  return {
    code: 'yaml-syntax',
    message,
    hint: `write \\${written}, or put single quotes around the text`,
    start,
    end: start + 2,
  }
}

function explainUnexpected(site: FaultSite): Fault {
  const { text, lines, error } = site
  const [start] = error.pos
  const line = lines.textAt(start)
  const rest = valueAt(site, start)
  if (/Block scalar header/.test(error.message)) {
    return fault(
      site,
      'yaml-syntax',
      `after ${text[start - 1]} the text starts on the next line`,
      `move ${JSON.stringify(rest)} to the next line, indented, or quote the whole value`,
    )
  }
  if (
    /^[|>]/.test(
      text
        .slice(lines.startOf(start))
        .trimStart()
        .replace(/^[^:]*:\s*/, ''),
    )
  ) {
    return fault(
      site,
      'yaml-syntax',
      'a text block starts on the line after | or >',
      'move the text to the next line, indented, or put quotes around the whole value',
    )
  }
  if (/[\]}]/.test(text[start] ?? '')) {
    return fault(
      site,
      'yaml-syntax',
      `this ${text[start]} closes nothing`,
      'remove it, or put quotes around the value that it belongs to',
    )
  }
  if (/[{][{]/.test(line)) {
    return fault(
      site,
      'yaml-syntax',
      '{{ starts a map in a map, and more text follows it',
      'put quotes around the whole value',
    )
  }
  if (/node end/.test(error.message)) {
    const before = text.slice(0, start).trimEnd().at(-1) ?? ''
    const what = /["'\]}]/.test(before) ? `after the closing ${before}` : 'after the end of the value'
    const message = `${JSON.stringify(shorten(rest))} stands ${what}`
    const outer = before === '"' ? 'single quotes' : 'quotes'
    return {
      code: 'yaml-syntax',
      message,
      hint: `remove it, or put ${outer} around the whole value`,
      start,
      end: start + rest.length,
    }
  }
  return fault(
    site,
    'yaml-syntax',
    `${JSON.stringify(shorten(rest))} was not expected here`,
    'look at the indentation and at the quotes above it',
  )
}

/** The rest of the line without its comment. */
const valueAt = ({ text, lines }: FaultSite, start: number): string =>
  withoutComment(lines.textAt(start).slice(start - lines.startOf(start))) || (text[start] ?? '')

const shorten = (value: string): string => (value.length > 30 ? `${value.slice(0, 29)}…` : value)

const quoted = (value: string): string =>
  value.includes('"') ? `'${value.replaceAll("'", "''")}'` : `"${value}"`

/** What to say of a key that is no text; `line` is the text of its line. */
export function describeNonStringKey(key: Node, line: string): { message: string; hint: string } {
  if (key.kind !== 'scalar') {
    const what = key.kind === 'map' ? 'a map' : 'a list'
    const hint = line.includes('{{')
      ? 'put quotes around the value: {{ starts a map in a map'
      : 'put quotes around the key, or around the whole value if it is meant as text'
    return { message: `a key must be text, and this one is ${what}`, hint }
  }
  const written = key.text === undefined || key.text === '' ? undefined : key.text
  if (written === undefined)
    return { message: 'a key is missing before this colon', hint: 'write a key, or quote the value' }
  const what = key.value === null ? 'null' : `a ${typeof key.value}`
  return { message: `a key must be text, and ${written} is ${what}`, hint: `write "${written}":` }
}
