// `__complete`: what could stand next on the command line, for the shell. The same lines as programs made with cobra print, so that docker's own completion
// can ask, too: one candidate a line, a tab before its description, and at the end `:` and a directive.
import process from 'node:process'
import type { Terminal } from '../../present/index.ts'
import { catalog } from '../catalog.ts'
import type { Identity } from '../identity.ts'
import { type Candidates, findCandidates } from './candidates.ts'

export interface CompletionRequest {
  readonly identity: Identity
  /** What was typed, the last word up to the cursor. */
  readonly words: readonly string[]
  readonly describe: boolean
  readonly environment: Readonly<Record<string, string>>
  readonly terminal: Terminal
}

/** cobra's bits: 2 no space after it, 4 no file names, 8 file names by extension, 16 folders alone. */
const directives: Record<Candidates['files'], number> = { none: 4, any: 0, folders: 16 }

export async function answerCompletion(request: CompletionRequest): Promise<number> {
  const { words, environment, identity, terminal, describe } = request
  const found = await findCandidates({
    catalog,
    words,
    environment,
    program: identity.program,
    workingDirectory: process.cwd(),
  })
  const lines = found.values.map(({ value, about }) => (describe && about ? `${value}\t${about}` : value))
  const directive = directives[found.files] + (found.noSpace ? 2 : 0)
  await terminal.stdout.write([...lines, `:${directive}`, ''].join('\n'))
  return 0
}
