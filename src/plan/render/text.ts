// A plan as plain text: a sign, what happens to which resource, why, and where the file asks for it.
import { relative } from 'node:path'
import type { Place } from '../../problem/index.ts'
import type { Plan } from '../types.ts'
import { type LineVerb, type PlanLine, planLines } from './lines.ts'
import { reasonWords } from './reason.ts'
import { summarize } from './summary.ts'

export interface RenderOptions {
  /** Absolute folder that file names are shown relative to. */
  readonly directory?: string
}

/** `+` comes, `-` goes, `~` changes, `>` runs or stops. */
export const signs: Readonly<Record<LineVerb, string>> = {
  create: '+',
  pull: '+',
  build: '+',
  remove: '-',
  replace: '~',
  rebuild: '~',
  update: '~',
  reconnect: '~',
  rename: '~',
  start: '>',
  rerun: '>',
  restart: '>',
  stop: '>',
  kill: '>',
  pause: '>',
  unpause: '>',
  provide: '>',
}

/** The whole plan: a line a resource and a summary. Ends without a line break. */
export function renderPlan(plan: Plan, options: RenderOptions = {}): string {
  const lines = planLines(plan).flatMap(line => renderLine(plan.stack, line, options))
  const summary = summarize(plan)
  return lines.length === 0 ? summary : [...lines, '', summary].join('\n')
}

function renderLine(stack: string, line: PlanLine, options: RenderOptions): readonly string[] {
  const { words, place } = reasonWords(line.reason)
  const head = `  ${signs[line.verb]} ${lineTitle(stack, line)}`
  const told = words.map(one => one.text + formatPlace(one.place, options))
  if (told.length === 0) return [head + formatPlace(place, options)]
  if (told.length === 1) return [`${head}: ${told[0]}`]
  return [`${head}:`, ...told.map(one => `      ${one}`)]
}

/** `replace container web-1`, with what the reader must know at once behind it. */
export function lineTitle(stack: string, line: PlanLine): string {
  const verb = line.verb === 'rerun' ? 'run again' : line.verb
  const lost = line.risk === 'data-loss' ? ', what is in it is lost' : ''
  const only = line.conditional ? ' if its image moves' : ''
  return `${verb} ${line.resource.type} ${displayName(stack, line)}${only}${lost}`
}

/** Containers go by their names without the project's, as in logs. */
function displayName(stack: string, line: PlanLine): string {
  const { type, key, name } = line.resource
  if (type !== 'container') return key
  return name.startsWith(`${stack}-`) || name.startsWith(`${stack}_`) ? name.slice(stack.length + 1) : name
}

/** ` (compose.yaml:7:13)`, or nothing. */
export function formatPlace(place: Place | undefined, options: RenderOptions): string {
  if (place === undefined) return ''
  const file = options.directory === undefined ? place.file : near(options.directory, place.file)
  return ` (${file}:${place.line}:${place.column})`
}

function near(directory: string, file: string): string {
  if (!file.startsWith('/')) return file
  const short = relative(directory, file)
  return short.startsWith('../../') || short === '' ? file : short
}
