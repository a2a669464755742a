// Problem codes of talking to the engine.
import { defineCodes } from '../code-entry.ts'

export const engineCodes = defineCodes({
  'engine-unreachable': {
    title: 'The engine does not answer',
    meaning: 'No container engine answered at the address that was tried.',
    remedy: 'Start the engine, or point DOCKER_HOST or the docker context at one that runs.',
  },
})
