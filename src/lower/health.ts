// The health check: test, times, count. An image's own check fills what the service leaves open.
import { parseDuration } from '../support/index.ts'
import { type Concern, sameValue } from './concern.ts'
import type { Draft } from './draft.ts'
import type { HealthConfig } from './spec.ts'

/** The engine's own values, in nanoseconds; it stores 0 for "not set". */
const DEFAULTS = {
  interval: ['Interval', 30_000_000_000],
  timeout: ['Timeout', 30_000_000_000],
  start_period: ['StartPeriod', 0],
  start_interval: ['StartInterval', 5_000_000_000],
  retries: ['Retries', 3],
} as const

type Setting = keyof typeof DEFAULTS
const SETTINGS = Object.keys(DEFAULTS) as Setting[]

export const healthConcern: Concern = {
  heads: ['healthcheck'],
  lower(draft) {
    const check = draft.input.service.healthcheck
    if (check === undefined || check === null) return
    if (check.disable === true || check.test?.[0] === 'NONE') {
      draft.config.Healthcheck = { Test: ['NONE'] }
      draft.field('healthcheck.test', ['NONE'], ['healthcheck'])
      return
    }
    const health: HealthConfig = {}
    if (check.test !== undefined && check.test.length > 0) {
      health.Test = [...check.test]
      draft.field('healthcheck.test', check.test, ['healthcheck', 'test'])
    }
    for (const setting of SETTINGS) lowerSetting(draft, health, setting)
    // The interval at the start counts only as long as the start lasts, and without a period that is no time at all.
    if (health.StartInterval !== undefined && (health.StartPeriod ?? 0) === 0) {
      draft.error(
        'start-period-missing',
        ['healthcheck', 'start_interval'],
        'healthcheck.start_interval requires healthcheck.start_period to be set',
        'add start_period, or leave start_interval out',
      )
    }
    if (Object.keys(health).length > 0) draft.config.Healthcheck = health
  },
  read(live, context, fields) {
    const check = live.Config.Healthcheck
    if (check === undefined || check === null) return
    const image = context.image?.Config?.Healthcheck
    const unknown = context.image === undefined
    if (check.Test !== undefined && check.Test !== null && check.Test.length > 0) {
      const inherited = sameValue(check.Test, image?.Test ?? [])
      fields.set('healthcheck.test', {
        value: check.Test,
        origin: inherited ? 'default' : unknown ? 'engine' : 'set',
      })
    }
    if (check.Test?.[0] === 'NONE') return
    for (const setting of SETTINGS) {
      const [key, standard] = DEFAULTS[setting]
      const inherited = image?.[key] || standard
      const value = check[key] || inherited
      fields.set(`healthcheck.${setting}`, { value, origin: value === inherited ? 'default' : 'set' })
    }
  },
}

function lowerSetting(draft: Draft, health: HealthConfig, setting: Setting): void {
  const asked = draft.input.service.healthcheck?.[setting]
  if (asked === undefined || asked === null) return
  const path = ['healthcheck', setting]
  if (setting === 'start_interval' && !draft.needsApi('1.44', path, 'healthcheck.start_interval')) return
  const value = typeof asked === 'number' ? asked : parseDuration(asked)
  if (value === undefined) return
  health[DEFAULTS[setting][0]] = value
  draft.field(`healthcheck.${setting}`, value, path)
}
