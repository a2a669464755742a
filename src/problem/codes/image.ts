// Problem codes of building, pulling and pushing.
import { defineCodes } from '../code-entry.ts'

export const imageCodes = defineCodes({
  'image-not-found': {
    title: 'The image does not exist',
    meaning: 'Neither the engine nor the registry knows the image.',
    remedy: 'Correct the reference, log in, or build the image.',
  },
})
