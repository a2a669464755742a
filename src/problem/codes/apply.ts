// Problem codes of running a plan.
import { defineCodes } from '../code-entry.ts'

export const applyCodes = defineCodes({
  'step-failed': {
    title: 'A step failed',
    meaning: 'The engine refused or failed a step of the plan.',
    remedy: 'Mend what the message says and run the same command again: it goes on from what is there.',
  },
})
