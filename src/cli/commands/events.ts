// gantry events
import { checkServices, followEvents, loadOrRecall, type ProjectEvent } from '../../app/index.ts'
import { parseTimestamp } from '../../support/index.ts'
import type { CommandModule } from '../command-module.ts'
import { flag, text } from '../options.ts'
import { usage } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('--json', 'one JSON object a line')
      .option('--since <time>', 'from a timestamp, or a duration back from now (10m)')
      .option('--until <time>', 'up to a timestamp, or a duration back from now')
      .addHelpText('after', '\nExample: gantry events --since 10m --json')
  },
  async run({ options, args, app, globals, terminal }) {
    const { project } = await loadOrRecall(app, globals, { allResources: true })
    const services = await checkServices(app, project, args)
    const time = (name: string) => {
      const value = text(options, name)
      const parsed = value === undefined ? undefined : parseTimestamp(value, app.now())
      if (value !== undefined && parsed === undefined)
        throw usage(`--${name} takes a timestamp or a duration, not ${JSON.stringify(value)}`)
      return parsed
    }
    const since = time('since')
    const until = time('until')
    const print = flag(options, 'json') ? asJson : asLine
    const events = followEvents(
      await app.engine(),
      {
        project: project.stack.name,
        ...(services && { services }),
        ...(since !== undefined && { since }),
        ...(until !== undefined && { until }),
      },
      app.signal,
    )
    for await (const event of events) await terminal.stdout.write(`${print(event)}\n`)
    return app.signal.aborted ? 130 : 0
  },
}

function asLine(event: ProjectEvent): string {
  const { date, time, fraction } = localTime(event.timeNano)
  const attributes = Object.entries(event.attributes).map(([name, value]) => `${name}=${value}`)
  return `${date} ${time}.${fraction.slice(0, 6)} container ${event.action} ${event.id} (${attributes.sort().join(', ')})`
}

/** The keys in the order in which Docker Compose prints them. */
function asJson(event: ProjectEvent): string {
  const { date, time, fraction, zone } = localTime(event.timeNano)
  return JSON.stringify({
    action: event.action,
    attributes: event.attributes,
    id: event.id,
    service: event.service,
    time: `${date}T${time}.${fraction.replace(/0+$/, '') || '0'}${zone}`,
    type: 'container',
  })
}

function localTime(nanos: string) {
  const date = new Date(Number(nanos.slice(0, -9)) * 1000)
  const pad = (value: number) => String(value).padStart(2, '0')
  const offset = -date.getTimezoneOffset()
  const away = Math.abs(offset)
  return {
    date: `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`,
    time: `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`,
    fraction: nanos.slice(-9),
    zone: offset === 0 ? 'Z' : `${offset < 0 ? '-' : '+'}${pad(Math.floor(away / 60))}:${pad(away % 60)}`,
  }
}
