// Words for quotes and brackets that are opened and never closed: they point at the opening one.
import { isCollection, isScalar, visit } from 'yaml'
import { type Fault, type FaultSite, keyOf } from './fault-site.ts'

export function explainQuote(site: FaultSite): Fault {
  const { lines, error } = site
  const quote = /'quote/.test(error.message) ? "'" : '"'
  const start = findOpening(site, node => isScalar(node) && /^QUOTE/.test(String(node.type))) ?? error.pos[0]
  return {
    code: 'yaml-unclosed',
    message: `the quote ${quote} that opens here is never closed`,
    hint: `add the closing ${quote} at the end of the value of ${JSON.stringify(keyOf(lines.textAt(start)))}`,
    start,
    end: start + 1,
  }
}

export function explainUnclosedBracket(site: FaultSite): Fault {
  const { text, error, lines } = site
  const start = findOpening(site, node => isCollection(node) && node.flow === true) ?? error.pos[0]
  const bracket = text[start] === '{' ? '{' : '['
  const closing = bracket === '{' ? '}' : ']'
  const message = `the bracket ${bracket} that opens here is not closed before the next key`
  const stop = { message: 'reading stopped here', place: lines.place(Math.min(error.pos[0], text.length)) }
  return {
    code: 'yaml-unclosed',
    message,
    hint: `add the closing ${closing}, and indent all that stands between the brackets`,
    start,
    end: start + 1,
    related: [stop],
  }
}

/** The last value of a kind that starts before the place of the error. */
function findOpening(site: FaultSite, wanted: (node: unknown) => boolean): number | undefined {
  const limit = site.error.pos[0]
  let found: number | undefined
  visit(site.document, {
    Node(_, node) {
      const start = node.range?.[0]
      if (start !== undefined && start <= limit && wanted(node)) found = Math.max(start, found ?? 0)
    },
  })
  return found
}
