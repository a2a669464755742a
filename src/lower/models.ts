// AI models: this engine runs none, so a service that wants one is told so.
import type { Concern } from './concern.ts'

export const modelsConcern: Concern = {
  heads: [],
  lower(draft) {
    for (const name of Object.keys(draft.input.service.models ?? {}))
      draft.error(
        'models-unsupported',
        ['models', name],
        `model ${name} cannot be run: gantry has no model runner`,
        'run the model as a service, and pass its address in environment',
      )
  },
}
