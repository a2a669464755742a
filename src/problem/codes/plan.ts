// Problem codes of planning and preflight.
import { defineCodes } from '../code-entry.ts'

export const planCodes = defineCodes({
  'no-such-service': {
    title: 'No such service',
    meaning: 'The command names a service that the stack does not have.',
    remedy: 'Name one of the services of the stack.',
  },
})
