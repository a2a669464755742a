// Looks over raw text for what must be said before or instead of reading it as YAML.
import { errorProblem, type Place, type Problem } from '../../problem/index.ts'
import { maxDepth, maxLibraryLength, maxRawDepth, maxTextLength } from './bounds.ts'
import { createLines } from './lines.ts'

// What YAML calls printable is everything but these. A byte order mark is allowed at the start alone, and stripped there.
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/

/** The text with `\n` as the only line end, and without a byte order mark. Lines keep their numbers. */
export function normalizeText(text: string): string {
  const bare = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  return bare.includes('\r') ? bare.replace(/\r\n?/g, '\n') : bare
}

/** What forbids reading the text at all. */
export function findForbidden(text: string, file: string): Problem | undefined {
  if (text.length > maxTextLength) {
    return errorProblem('file-too-large', `the file is ${size(text.length)} large; no stack file is`, {
      place: { file, line: 1, column: 1 },
      hint: 'see that the path names the right file',
    })
  }
  const offset = text.search(forbidden)
  if (offset === -1) return undefined
  const code = text.charCodeAt(offset)
  const name =
    code === 0
      ? 'a NUL character'
      : `the control character U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  return errorProblem('control-character', `${name} stands here, which YAML does not allow`, {
    place: createLines(text, file).place(offset),
    hint:
      code === 0
        ? 'is this a text file? Remove the character, or save the file as UTF-8'
        : `remove it, or write "\\x${code.toString(16).padStart(2, '0')}" in double quotes`,
  })
}

/** What forbids giving the text to the library, which is slow and large on what is hostile. */
export function findUnbearable(text: string, file: string): Problem | undefined {
  if (text.length > maxLibraryLength) {
    const message = `the file is ${size(text.length)} large, and only a plain style is read beyond ${size(maxLibraryLength)}`
    return errorProblem('file-too-large', message, {
      place: { file, line: 1, column: 1 },
      hint: 'split it into several files, or write it as one document without tags and brackets over several lines',
    })
  }
  const row = /(?:[-?:] +){2000}/.exec(text)
  const offset = row?.index ?? findDepth(text, maxRawDepth)
  return offset === undefined ? undefined : describeTooDeep(createLines(text, file).place(offset))
}

export function describeTooDeep(place: Place): Problem {
  return errorProblem('too-deep', `maps and lists are nested more than ${maxDepth} deep here`, {
    place,
    hint: 'look for brackets that are opened and not closed',
  })
}

/** Offset of the bracket that is the first to stand in `depth` others; roughly, for quotes are not looked at. */
export function findDepth(text: string, depth: number): number | undefined {
  let open = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 91 || code === 123) {
      open += 1
      if (open > depth) return at
    } else if ((code === 93 || code === 125) && open > 0) open -= 1
  }
  return undefined
}

const size = (length: number): string => `${Math.round(length / 1024 / 1024)} MiB`
