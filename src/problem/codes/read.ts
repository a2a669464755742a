// Problem codes of reading files: YAML, interpolation, dotenv, merge, extends, include.
import { defineCodes } from '../code-entry.ts'

export const readCodes = defineCodes({
  'file-not-found': {
    title: 'No stack file',
    meaning: 'The file that was named, or any of the default names, does not exist.',
    remedy: 'Name an existing file with -f, or change to the folder that holds it.',
  },
})
