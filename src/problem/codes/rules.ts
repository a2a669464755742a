// Problem codes of rules across fields of a stack.
import { defineCodes } from '../code-entry.ts'

export const ruleCodes = defineCodes({
  'undefined-service': {
    title: 'Undefined service',
    meaning: 'A name refers to a service that no file defines.',
    remedy: 'Define the service or correct the name.',
  },
})
