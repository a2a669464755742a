// What a text with variables becomes, and which variables it has. Knows the operators; asks a lookup for values.
import type { ProblemCode } from '../problem/index.ts'
import type { Lookup } from './lookup.ts'
import { parseTemplate, type TemplatePart } from './template.ts'

export interface TemplateFault {
  readonly code: ProblemCode
  readonly message: string
  readonly hint: string
  /** Offsets in the text. */
  readonly start: number
  readonly end: number
}

export interface TemplateValue {
  readonly value: string
  /** Names that took part, each once. */
  readonly variables: readonly string[]
  /** Variables without a value that no operator provides for. */
  readonly unset: readonly { readonly name: string; readonly start: number; readonly end: number }[]
  readonly faults: readonly TemplateFault[]
  /** Where the value came from, where the whole text is one variable. */
  readonly from?: 'environment' | 'env_file'
}

type Variable = Extract<TemplatePart, { kind: 'variable' }>

interface Evaluation {
  readonly lookup: Lookup
  readonly variables: Set<string>
  readonly unset: { name: string; start: number; end: number }[]
  readonly faults: TemplateFault[]
}

/** Far deeper than people nest, and far less than the call stack holds. */
const maxNesting = 50

/** Replaces the variables of a text. Branches that are not taken are not looked at. */
export function evaluateTemplate(text: string, lookup: Lookup): TemplateValue {
  const evaluation: Evaluation = { lookup, variables: new Set(), unset: [], faults: [] }
  const parts = parseTemplate(text)
  const value = evaluateParts(parts, evaluation, 0)
  const [only] = parts
  const whole = parts.length === 1 && only?.kind === 'variable' ? lookup(only.name) : undefined
  return {
    value,
    variables: [...evaluation.variables],
    unset: evaluation.unset,
    faults: evaluation.faults,
    from: whole !== undefined && whole.value === value ? whole.from : undefined,
  }
}

function evaluateParts(parts: readonly TemplatePart[], evaluation: Evaluation, depth: number): string {
  let value = ''
  for (const part of parts) {
    if (part.kind === 'text') value += part.text
    else if (part.kind === 'variable') value += evaluateVariable(part, evaluation, depth)
    else {
      const { message, hint, start, end } = part
      evaluation.faults.push({ code: 'bad-template', message, hint, start, end })
    }
  }
  return value
}

function evaluateVariable(part: Variable, evaluation: Evaluation, depth: number): string {
  const { name, operator, start, end } = part
  evaluation.variables.add(name)
  const value = evaluation.lookup(name)?.value
  const branch = (): string => evaluateBranch(part, evaluation, depth)
  switch (operator) {
    case undefined:
      if (value === undefined) evaluation.unset.push({ name, start, end })
      return value ?? ''
    case ':-':
      return value === undefined || value === '' ? branch() : value
    case '-':
      return value === undefined ? branch() : value
    case ':+':
      return value === undefined || value === '' ? '' : branch()
    case '+':
      return value === undefined ? '' : branch()
    case ':?':
    case '?': {
      if (value !== undefined && (operator === '?' || value !== '')) return value
      const words = branch()
      // Docker Compose's words.
      const message = `required variable ${name} is missing a value${words === '' ? '' : `: ${words}`}`
      const hint = `set it in the environment or in .env: ${name}=value`
      evaluation.faults.push({ code: 'variable-required', message, hint, start, end })
      return ''
    }
  }
}

function evaluateBranch(
  { branch = '', branchStart = 0, start, end }: Variable,
  evaluation: Evaluation,
  depth: number,
): string {
  if (depth < maxNesting) return evaluateParts(parseTemplate(branch, branchStart), evaluation, depth + 1)
  const message = `variables are nested more than ${maxNesting} deep here`
  evaluation.faults.push({ code: 'bad-template', message, hint: 'nest fewer defaults', start, end })
  return ''
}

/** A variable as a file mentions it. */
export interface TemplateVariable {
  readonly name: string
  readonly required: boolean
  /** What takes its place where it has no value, as written. */
  readonly defaultValue?: string
  /** What takes its place where it has one, as written. */
  readonly alternateValue?: string
}

/** Every variable of a text, those of branches too. Faults are passed over: evaluating tells them. */
export function listTemplateVariables(text: string, depth = 0): TemplateVariable[] {
  const found: TemplateVariable[] = []
  for (const part of parseTemplate(text)) {
    if (part.kind !== 'variable') continue
    const { name, operator, branch } = part
    const sign = operator?.at(-1)
    found.push({
      name,
      required: sign === '?',
      defaultValue: sign === '-' ? branch : undefined,
      alternateValue: sign === '+' ? branch : undefined,
    })
    if (branch !== undefined && depth < maxNesting) found.push(...listTemplateVariables(branch, depth + 1))
  }
  return found
}

/** In Docker Compose's words: scripts look for them. */
export const unsetText = (name: string): string =>
  `The "${name}" variable is not set. Defaulting to a blank string.`
