/** The syntax tree of a template: what the parser builds and the evaluator walks. Offsets count UTF-16 units. */

/** A piece of a template, in the order of the text. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipeline: Pipeline }
  | Branch
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }

/** A part that is printed, or not, or many times. */
export type Branch = {
  readonly kind: 'if' | 'with' | 'range'
  readonly pipeline: Pipeline
  readonly body: readonly Node[]
  readonly otherwise: readonly Node[]
}

/** `$a, $b := command | command`: each command's value is the last argument of the next. */
export type Pipeline = {
  readonly offset: number
  /** Names with their dollar sign. At most one, or two in a range. */
  readonly variables: readonly string[]
  /** `=` to an existing variable, instead of `:=`. */
  readonly assigns: boolean
  readonly commands: readonly Command[]
}

/** A function, member or value, with its arguments. There is at least one operand. */
export type Command = { readonly offset: number; readonly operands: readonly Operand[] }

/** One value. `path` holds the field names that follow: `.A.B` is a dot with path A, B. */
export type Operand = Base & { readonly offset: number; readonly path: readonly string[] }

type Base =
  | { readonly kind: 'dot' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: string | number | bigint | boolean | null }
  | { readonly kind: 'pipeline'; readonly pipeline: Pipeline }

/** Thrown inside lexer, parser, evaluator and functions; the public functions turn it into a value. */
export class TemplateFault extends Error {
  /** Where in the template; functions do not know it, their caller fills it in. */
  readonly offset: number | undefined
  constructor(message: string, offset?: number) {
    super(message)
    this.offset = offset
  }
}
