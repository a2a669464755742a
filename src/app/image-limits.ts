// The limits that an image is held to in CI: the file's (`.dive-ci`), over them the command line's, beneath them the usual ones.
import path from 'node:path'
import {
  defaultLimits,
  type EfficiencyLimits,
  type LimitName,
  limitNames,
  parseLimit,
} from '../image/index.ts'
import { type Node, parseDocuments, readText } from '../load/index.ts'
import { errorProblem, type Problem, ProblemError } from '../problem/index.ts'
import { suggestName } from '../support/index.ts'
import type { AppContext } from './context.ts'

export interface LimitsRequest {
  /** Must be there where it is named; else `.dive-ci` counts where there is one. */
  readonly file?: string
  /** Values as they were typed. */
  readonly flags: Readonly<Partial<Record<LimitName, string>>>
}

/** @throws ProblemError with every mistake. */
export async function readLimits(context: AppContext, request: LimitsRequest): Promise<EfficiencyLimits> {
  const file = path.resolve(context.workingDirectory, request.file ?? '.dive-ci')
  const limits: Record<string, number | undefined> = { ...defaultLimits }
  const problems: Problem[] = []
  if (request.file !== undefined || (await context.io.kind(file)) === 'file') {
    problems.push(...(await readFile(context, file, limits)))
  }
  for (const [name, text] of Object.entries(request.flags)) {
    const parsed = parseLimit(name as LimitName, text)
    if ('limit' in parsed) limits[name] = parsed.limit
    else
      problems.push(
        errorProblem('usage', `${flagOf(name)} takes ${parsed.wanted}, not ${JSON.stringify(text)}`),
      )
  }
  if (problems.length > 0) throw new ProblemError(problems)
  return limits
}

async function readFile(
  context: AppContext,
  file: string,
  limits: Record<string, number | undefined>,
): Promise<readonly Problem[]> {
  const read = await readText(context.io, file, { what: 'file of limits' })
  if (!read.ok) return read.problems
  const { documents, problems } = await parseDocuments(read.text, file)
  if (problems.length > 0) return problems
  const top = documents[0]
  if (top === undefined) return []
  const rules = top.kind === 'map' ? top.entries.get('rules')?.value : undefined
  if (rules?.kind !== 'map') return [refuse(top, 'the file has no rules:')]
  const found: Problem[] = []
  for (const [name, { key, value }] of rules.entries) {
    // The spelling of the flags will do, too.
    const rule = limitNames.find(one => one === name || flagOf(one) === `--${name}`)
    if (rule === undefined) {
      const near = suggestName(name, limitNames)
      found.push(
        errorProblem('image-limits', `there is no rule ${name}`, {
          place: key.place,
          hint: near ? `did you mean ${near}?` : `the rules are ${limitNames.join(', ')}`,
        }),
      )
      continue
    }
    const text = value.kind === 'scalar' ? (value.text ?? String(value.value)) : ''
    const parsed = parseLimit(rule, text)
    if ('limit' in parsed) limits[rule] = parsed.limit
    else found.push(refuse(value, `${name} takes ${parsed.wanted}`))
  }
  return found
}

const refuse = (node: Node, message: string): Problem =>
  errorProblem('image-limits', message, {
    place: node.origin.place,
    hint: 'write for example: rules: { lowestEfficiency: 0.9, highestWastedBytes: 20MB }',
  })

/** `lowestEfficiency` → `--lowest-efficiency`. */
const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
