// Problem codes of what this engine or platform cannot do, and values that cannot be lowered.
import { defineCodes } from '../code-entry.ts'

export const lowerCodes = defineCodes({
  'engine-too-old': {
    title: 'The engine is too old',
    meaning: 'The stack asks for something that this engine version does not have.',
    remedy: 'Upgrade the engine, or leave the attribute out.',
  },
})
