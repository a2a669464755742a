// Problem codes of the command line.
import { defineCodes } from '../code-entry.ts'

export const cliCodes = defineCodes({
  usage: {
    title: 'Bad usage',
    meaning: 'The command line has an unknown command, flag or value.',
    remedy: 'See --help of the command.',
    example: { kind: 'shell', wrong: 'gantry upp', right: 'gantry up' },
  },
  internal: {
    title: 'A fault of gantry',
    meaning: 'Something happened that gantry should have handled.',
    remedy: 'Set GANTRY_DEBUG=1 to see where, and report it.',
  },
})
