// Words for colons that are missing, and for colons in values.
import { explainTooDeep } from './explain-indentation.ts'
import { type Fault, type FaultSite, firstOf, keyOf, withoutComment } from './fault-site.ts'

/** `command: echo note: done`, or a line below a value that is complete. */
export function explainSecondColon(site: FaultSite): Fault {
  const { lines, error, text } = site
  const [start] = error.pos
  const lineStart = lines.startOf(start)
  const line = lines.textAt(start)
  const value = line.slice(start - lineStart).trimEnd()
  const colon = value.search(/:(?:\s|$)/)
  if (colon === -1) {
    let below = lineStart + line.length + 1
    while (below < text.length && /^\s*(?:#|$)/.test(lines.textAt(below))) {
      below = lines.startOf(below) + lines.textAt(below).length + 1
    }
    return explainTooDeep(site, firstOf(site, Math.min(below, text.length)))
  }
  const quote = value.includes('"') ? "'" : '"'
  const key = keyOf(line)
  return {
    code: 'yaml-colon',
    message: `the value of ${JSON.stringify(key)} holds a colon and a space, so it reads as a key of its own`,
    hint: `put quotes around the value: ${key}: ${quote}${value}${quote}; or move it to the next line, indented, if it is a key`,
    start: start + colon,
    end: start + colon + 1,
  }
}

/** A line that should be a key, and has no colon, or no space after it. */
export function explainMissingColon(site: FaultSite): Fault {
  const { lines, error } = site
  const start = Math.max(firstOf(site, error.pos[0]), error.pos[0])
  const line = withoutComment(lines.textAt(start).slice(start - lines.startOf(start)))
  const end = start + line.length
  if (/^(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)/.test(lines.textAt(start))) {
    return {
      code: 'yaml-syntax',
      message: 'a conflict between two versions of this file was left unsolved here',
      hint: 'keep one side, and remove the lines with <<<<<<<, ======= and >>>>>>>',
      start,
      end,
    }
  }
  const glued = /^([\w.-]+):(\S.*)$/.exec(line)
  if (glued !== null) {
    return {
      code: 'yaml-colon',
      message: `the space after the colon is missing in ${JSON.stringify(shorten(line))}`,
      hint: `write ${glued[1]}: ${glued[2]}`,
      start,
      end,
    }
  }
  const pair = /^([\w.-]+)(?:\s*=\s*|\s+)(\S.*)$/.exec(line)
  const hint = pair === null ? `write ${line}:` : `write ${pair[1]}: ${pair[2]}`
  return {
    code: 'yaml-colon',
    message: `${JSON.stringify(shorten(line))} lacks its colon: a key is wanted here`,
    hint: line === '' ? 'write key: value' : hint,
    start,
    end,
  }
}

const shorten = (value: string): string => (value.length > 40 ? `${value.slice(0, 39)}…` : value)
