// Problem codes of the shape of a stack file, checked by the schema.
import { defineCodes } from '../code-entry.ts'

export const schemaCodes = defineCodes({
  'unknown-key': {
    title: 'Unknown key',
    meaning: 'A key that the specification does not have. It is refused, never dropped silently.',
    remedy: 'Correct the key; a key of your own starts with x-.',
  },
})
