// Reads a file's documents once a load, and keeps its text for code frames.
import type { Place } from '../problem/index.ts'
import { decodeText } from './decode-text.ts'
import { readText } from './io.ts'
import type { Node } from './node.ts'
import { parseDocuments } from './parse.ts'
import type { Session } from './session.ts'

export interface ReadRequest {
  /** What the file is for, for messages: `stack file`, `included file`, `extended file`. */
  readonly what: string
  readonly place?: Place
  readonly path?: string
}

/** The documents of a file, or undefined where it cannot be read or not be parsed whole; the problems say why. */
export function readDocuments(
  file: string,
  request: ReadRequest,
  session: Session,
): Promise<readonly Node[] | undefined> {
  const known = session.parsed.get(file)
  if (known !== undefined) return known
  const reading = readFresh(file, request, session)
  session.parsed.set(file, reading)
  return reading
}

async function readFresh(
  file: string,
  request: ReadRequest,
  session: Session,
): Promise<readonly Node[] | undefined> {
  const text = await textOfFile(file, request, session)
  if (text === undefined) {
    session.incomplete = true
    return undefined
  }
  session.sources.set(file, text)
  const { documents, problems } = await parseDocuments(text, file)
  session.problems.push(...problems)
  if (problems.some(problem => problem.severity === 'error')) session.incomplete = true
  return documents
}

async function textOfFile(file: string, request: ReadRequest, session: Session): Promise<string | undefined> {
  if (file === '-') {
    const { text, problem } = decodeText(await session.standardInput(), file)
    if (problem !== undefined) session.problems.push(problem)
    return problem === undefined ? text : undefined
  }
  const read = await readText(session.io, file, request)
  session.problems.push(...read.problems)
  return read.ok ? read.text : undefined
}
