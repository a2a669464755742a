// Words for lines that stand in the wrong column.
import { type Fault, type FaultSite, firstOf, keyOf, type LineAbove, linesAbove } from './fault-site.ts'

export function explainTab(site: FaultSite): Fault {
  const { text } = site
  const [at] = site.error.pos
  const start = Math.max(at, site.lines.startOf(at))
  const tab = text.indexOf('\t', start)
  const from = tab === -1 ? start : tab
  let end = from
  while (text[end] === '\t') end += 1
  return {
    code: 'yaml-tab',
    message: 'a tab stands in the indentation, which YAML does not allow',
    hint: 'replace it with spaces, two a level',
    start: from,
    end,
  }
}

/** A line that is neither at the level of its siblings nor at the one of a line above them. */
export function explainIndentation(site: FaultSite): Fault {
  const start = firstOf(site, site.error.pos[0])
  const line = site.lines.textAt(start)
  const indent = start - site.lines.startOf(start)
  const end = start + keyOf(line).length
  const levels = openLevels(site, start)
  const block = levels.find(level => /(?:^|[\s:-])[|>][-+0-9]*\s*(?:#.*)?$/.test(level.text))
  if (block !== undefined && block.indent < indent) {
    return {
      code: 'yaml-indentation',
      message: `this line of the text that starts in line ${block.number} is indented less than the text's first line`,
      hint: 'indent it like the first line of the text',
      start,
      end,
    }
  }
  const choices = levels
    .filter((level, index) => levels.findIndex(other => other.indent === level.indent) === index)
    .slice(0, 3)
    .map(level => `${level.indent} like ${JSON.stringify(keyOf(level.text))} in line ${level.number}`)
  return {
    code: 'yaml-indentation',
    message: `${JSON.stringify(keyOf(line))} is indented by ${count(indent)}, which fits no line above it`,
    hint: choices.length === 0 ? 'move it to the left margin' : `indent it by ${choices.join(', or by ')}`,
    start,
    end,
  }
}

/** A list item where a key is wanted. */
export function explainStraySequence(site: FaultSite): Fault {
  const start = firstOf(site, site.error.pos[0])
  const above = [...take(linesAbove(site, start), 1)][0]
  const place = above === undefined ? '' : ` after ${JSON.stringify(keyOf(above.text))}`
  return {
    code: 'yaml-indentation',
    message: `a list item stands among the keys of a map${place}`,
    hint: 'write the key that the list belongs to above it, or indent the item below that key',
    start,
    end: start + 1,
  }
}

/** A line deeper than the value above it allows: that value is complete. */
export function explainTooDeep(site: FaultSite, start: number): Fault {
  const line = site.lines.textAt(start)
  const above = [...take(linesAbove(site, start), 1)][0]
  const key = keyOf(line)
  const parent = above === undefined ? 'the line above' : JSON.stringify(keyOf(above.text))
  return {
    code: 'yaml-indentation',
    message: `${JSON.stringify(key)} is indented below ${parent}, which has a value already`,
    hint: above === undefined ? undefined : `indent it by ${count(above.indent)}, like ${keyOf(above.text)}`,
    start,
    end: start + key.length,
  }
}

/** The lines above that a line may be a sibling of: each less indented than the one before. */
function openLevels(site: FaultSite, start: number): LineAbove[] {
  const levels: LineAbove[] = []
  let least = Number.POSITIVE_INFINITY
  for (const line of linesAbove(site, start)) {
    if (line.indent >= least) continue
    least = line.indent
    levels.push(line)
    if (least === 0 || levels.length > 20) break
  }
  return levels
}

function* take<T>(values: Iterable<T>, most: number): Generator<T> {
  let taken = 0
  for (const value of values) {
    if (taken === most) return
    taken += 1
    yield value
  }
}

const count = (spaces: number): string => (spaces === 1 ? '1 space' : `${spaces} spaces`)
