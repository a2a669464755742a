// Looks over raw text for what must be said before or instead of reading it as YAML.
import { errorProblem, type Problem } from '../../problem/index.ts'
import { maxTextLength } from './bounds.ts'
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
    const size = `${Math.round(text.length / 1024 / 1024)} MiB`
    return errorProblem('file-too-large', `the file is ${size} large; no stack file is`, {
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

/** Offset of the bracket or line that is nested most deeply: roughly, for texts too deep to be read. */
export function findDeepest(text: string): number {
  let depth = 0
  let most = 0
  let found = 0
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (char === '[' || char === '{') depth += 1
    else if ((char === ']' || char === '}') && depth > 0) depth -= 1
    if (depth > most) {
      most = depth
      found = at
      // Where the bound of depth lies is more telling than the innermost of a million.
      if (most > 200) return found
    }
  }
  return found
}
