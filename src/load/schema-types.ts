// The types that generated code and the schema check share. Knows nothing of stacks.

/** One fault as the compiled validator reports it. `instancePath` is a JSON pointer. */
export interface SchemaFault {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
}

/** The compiled validator: whether the value fits, and the faults of the last call where it does not. */
export interface Validator {
  (value: unknown): boolean
  errors?: readonly SchemaFault[] | null
}

/** The vocabulary that the schema's parts keep to; there is no `oneOf`, so every value has one schema. */
export interface SchemaNode {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>
  readonly additionalProperties?: SchemaNode | false
  readonly items?: SchemaNode
  readonly required?: readonly string[]
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly examples?: readonly unknown[]
  /** In words, what a value may be. */
  readonly 'x-accepts'?: string
  /** In words, what a key may be, where keys are names. */
  readonly 'x-names'?: string
  /** The values that a pattern stands for. */
  readonly 'x-values'?: readonly string[]
  /** The sign between name and value in the list form. */
  readonly 'x-pairs'?: string
}

export interface SchemaRoot extends SchemaNode {
  readonly $defs: Readonly<Record<string, SchemaNode>>
}
