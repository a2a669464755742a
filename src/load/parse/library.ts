// Reads YAML with the library: the whole language, every fault with its place. Slow, so it runs only for texts that the quick
// reader declines, and it is what that reader is measured against. Only this folder knows the library.
import { type Document, parseAllDocuments } from 'yaml'
import type { Problem } from '../../problem/index.ts'
import type { Node } from '../node.ts'
import { maxDepth, maxProblems } from './bounds.ts'
import { convertDocument } from './convert.ts'
import { explainSyntax } from './explain.ts'
import { createLines } from './lines.ts'
import { describeTooDeep, findDepth, findUnbearable } from './scan.ts'

interface Result {
  readonly documents: readonly Node[]
  readonly problems: readonly Problem[]
}

/** More syntax errors than this in one file are echoes of each other. */
const maxSyntaxErrors = 10

/** Every document of a text whose line ends are `\n`. */
export function readWithLibrary(text: string, file: string): Result {
  const unbearable = findUnbearable(text, file)
  if (unbearable !== undefined) return { documents: [], problems: [unbearable] }
  const lines = createLines(text, file)
  let parsed: readonly Document.Parsed[]
  try {
    const result = parseAllDocuments(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    })
    parsed = Array.isArray(result) ? result : []
  } catch (error) {
    if (error instanceof RangeError)
      return { documents: [], problems: [describeTooDeep(lines.place(findDepth(text, maxDepth) ?? 0))] }
    throw error
  }
  const documents: Node[] = []
  const problems: Problem[] = []
  let syntaxErrors = 0
  for (const document of parsed) {
    if (document.errors.length > 0) {
      if (syntaxErrors >= maxSyntaxErrors) continue
      const found = explainSyntax(document, text, lines).slice(0, maxSyntaxErrors - syntaxErrors)
      syntaxErrors += found.length
      problems.push(...found)
      continue
    }
    if (problems.length >= maxProblems) break
    if (document.contents === null) continue
    const converted = convertDocument(document, text, lines)
    problems.push(...converted.problems)
    if (converted.node !== undefined) documents.push(converted.node)
  }
  return { documents, problems }
}
