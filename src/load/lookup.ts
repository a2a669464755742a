// How variables are asked for. Types alone.

/** What a variable holds, and where from. */
export interface VariableValue {
  readonly value: string
  readonly from: 'environment' | 'env_file'
}

export type Lookup = (name: string) => VariableValue | undefined
