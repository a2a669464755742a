// The names that a stack file goes by where none is given, in the order in which they are looked for.

export const defaultFileNames: readonly string[] = [
  'compose.yaml',
  'compose.yml',
  'docker-compose.yml',
  'docker-compose.yaml',
  'stack.yaml',
  'stack.yml',
]

const composeOverrides: readonly string[] = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
]

const stackOverrides: readonly string[] = ['stack.override.yaml', 'stack.override.yml']

/** The names of the file that is laid over a default one without being named. */
export function overrideNames(base: string): readonly string[] {
  return base.startsWith('stack.') ? stackOverrides : composeOverrides
}
