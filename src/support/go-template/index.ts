/**
 * The part of Go's text/template that people use in `--format`, over JavaScript values.
 * Not there: define, template, block, and the escaping functions. Must not know whose values it prints.
 */
import { failure, type Result, success, type TextFault } from '../result.ts'
import { evaluateNodes } from './evaluator.ts'
import { BUILT_INS } from './functions.ts'
import { type Node, TemplateFault } from './nodes.ts'
import { parseNodes } from './parser.ts'
import type { TemplateFunction } from './values.ts'

export { TemplateFault } from './nodes.ts'
export { formatGoValue, type TemplateFunction } from './values.ts'

/** A parsed template; it can be executed any number of times. */
export type Template = {
  readonly source: string
  readonly nodes: readonly Node[]
  readonly functions: Readonly<Record<string, TemplateFunction>>
}

/** Additions to the language, at parse time. */
export type TemplateOptions = {
  /** More functions, or other ones under the built-in names. They report what is wrong by throwing a TemplateFault without offset. */
  readonly functions?: Readonly<Record<string, TemplateFunction>>
}

/** How missing fields are taken, at execution time. */
export type ExecuteOptions = {
  /** A field that `data` itself does not have is a fault, as in a Go struct. Otherwise it prints `<no value>`, as in a Go map. */
  readonly strict?: boolean
}

/** Parses a template. The fault has Go's words, and the offset of what they speak of. */
export function parseTemplate(source: string, options: TemplateOptions = {}): Result<Template, TextFault> {
  const functions = { ...BUILT_INS, ...options.functions }
  const isFunction = (name: string) => Object.hasOwn(functions, name) || name === 'and' || name === 'or'
  return asResult(() => ({ source, nodes: parseNodes(source, isFunction), functions }))
}

/**
 * Executes a template with `data` as its dot. Members that are functions are called, with the arguments that follow:
 * `{{.Label "a"}}`.
 */
export function executeTemplate(
  template: Template,
  data: unknown,
  options: ExecuteOptions = {},
): Result<string, TextFault> {
  const { functions, nodes } = template
  return asResult(() => evaluateNodes(nodes, data, { functions, strict: options.strict ?? false }))
}

function asResult<T>(run: () => T): Result<T, TextFault> {
  try {
    return success(run())
  } catch (error) {
    if (error instanceof TemplateFault) return failure({ offset: error.offset ?? 0, message: error.message })
    throw error
  }
}
