// The log driver and its options.
import type { Concern } from './concern.ts'

export const loggingConcern: Concern = {
  heads: ['logging'],
  lower(draft) {
    const logging = draft.input.service.logging
    if (logging === undefined || logging === null) return
    const options: Record<string, string> = {}
    for (const [key, value] of Object.entries(logging.options ?? {})) {
      options[key] = value === null ? '' : String(value)
      draft.field(`logging.options.${key}`, options[key], ['logging', 'options', key])
    }
    // Without a driver the engine takes its default one, and the options go to that.
    draft.host.LogConfig = { Type: logging.driver ?? '', Config: options }
    if (logging.driver) draft.field('logging.driver', logging.driver, ['logging', 'driver'])
  },
  read(live, context, fields) {
    const logging = live.HostConfig.LogConfig
    const standard = context.engine?.loggingDriver ?? 'json-file'
    const driver = logging?.Type || standard
    fields.set('logging.driver', { value: driver, origin: driver === standard ? 'default' : 'set' })
    for (const [key, value] of Object.entries(logging?.Config ?? {}))
      fields.set(`logging.options.${key}`, { value, origin: 'set' })
  },
}
