// Problem codes of the command line.
import { defineCodes } from '../code-entry.ts'

export const cliCodes = defineCodes({
  usage: {
    title: 'Bad usage',
    meaning: 'The command line has an unknown command, flag or value.',
    remedy: 'See --help of the command.',
  },
})
