// Problems as people and machines read them: code frames on a terminal, one line a problem elsewhere, JSON, GitHub annotations.
import path from 'node:path'
import type { Place, Problem, Severity } from '../problem/index.ts'
import { type Output, paint, type Style } from './terminal.ts'

export interface ProblemView {
  readonly output: Output
  readonly environment: Readonly<Record<string, string>>
  /** Files below it are named relative to it. */
  readonly workingDirectory: string
  /** `auto`: annotations where GITHUB_ACTIONS is set, frames on a terminal, else lines. */
  readonly format: 'auto' | 'frames' | 'lines' | 'json' | 'github'
  /** `log`: lines of warnings in the form of a log, as Docker Compose prints them: `time="…" level=warning msg="…"`. */
  readonly warnings?: 'log'
  /** Texts of files by the names that places give, for code frames. */
  readonly sources?: ReadonlyMap<string, string>
}

/** One text for all of them, with a final line end; empty for none. */
export function renderProblems(problems: readonly Problem[], view: ProblemView): string {
  if (problems.length === 0) return ''
  const format = view.format === 'auto' ? choose(view) : view.format
  const render = { frames, lines, json, github }[format]
  return `${problems.map(problem => render(problem, view)).join('\n')}\n`
}

function choose(view: ProblemView): 'frames' | 'lines' | 'github' {
  if (view.environment.GITHUB_ACTIONS === 'true') return 'github'
  return view.output.isTTY ? 'frames' : 'lines'
}

const styles: Record<Severity, Style> = { error: 'red', warning: 'yellow', info: 'cyan' }

function lines(problem: Problem, view: ProblemView): string {
  const where = problem.place ? `${placeText(problem.place, view)}: ` : ''
  const cause =
    problem.cause && !problem.message.includes(problem.cause) ? ` (${oneLine(problem.cause)})` : ''
  const hint = hintText(problem)
  const related = (problem.related ?? []).map(one => {
    const at = one.place ? `${placeText(one.place, view)}: ` : ''
    return `\n  ${at}${one.message}`
  })
  const text = `${subject(problem)}${problem.message}${cause}${hint} [${problem.code}]${related.join('')}`
  if (view.warnings === 'log' && problem.severity === 'warning') {
    const time = `${new Date().toISOString().slice(0, 19)}Z`
    return `time="${time}" level=warning msg=${JSON.stringify(where + text)}`
  }
  return `${where}${paint(view.output, styles[problem.severity], problem.severity)}: ${text}`
}

/** After a message that is a sentence the hint is one, too. */
function hintText({ hint, message }: Problem): string {
  if (!hint) return ''
  return message.endsWith('.') ? ` ${hint.charAt(0).toUpperCase()}${hint.slice(1)}` : `; ${hint}`
}

function frames(problem: Problem, view: ProblemView): string {
  const { output } = view
  const label = paint(output, [styles[problem.severity], 'bold'] as Style, problem.severity)
  const text = [`${label} ${subject(problem)}${problem.message} ${paint(output, 'dim', `[${problem.code}]`)}`]
  if (problem.place) {
    text.push(`  ${paint(output, 'cyan', placeText(problem.place, view))}`)
    text.push(...frame(problem.place, view))
  }
  for (const related of problem.related ?? []) {
    const at = related.place ? ` ${paint(output, 'cyan', placeText(related.place, view))}` : ''
    text.push(`  ${related.message}${at}`)
    if (related.place) text.push(...frame(related.place, view))
  }
  if (problem.cause) text.push(...problem.cause.split('\n').map(line => `  ${paint(output, 'dim', line)}`))
  if (problem.hint) text.push(`  ${paint(output, 'green', 'hint:')} ${problem.hint}`)
  return text.join('\n')
}

/** The lines around a place, the very span underlined. */
function frame(place: Place, view: ProblemView): string[] {
  const source = view.sources?.get(place.file)
  const isStack = /\.ya?ml$/.test(place.file) || place.file === '-'
  // Files of variables hold secrets: their lines are never shown.
  if (source === undefined || !isStack) return []
  const all = source.split(/\r?\n/)
  const first = Math.max(1, place.line - 1)
  const last = Math.min(all.length, place.line + 1)
  const gutter = String(last).length
  const result: string[] = []
  for (let number = first; number <= last; number += 1) {
    const line = (all[number - 1] ?? '').replaceAll('\t', ' ')
    if (number !== place.line && line.trim() === '') continue
    const mark = number === place.line ? '>' : ' '
    result.push(
      paint(
        view.output,
        number === place.line ? 'bold' : 'dim',
        `  ${mark} ${String(number).padStart(gutter)} | ${line}`,
      ),
    )
    if (number !== place.line) continue
    const end =
      place.endLine === undefined || place.endLine === place.line ? place.endColumn : line.length + 1
    const width = Math.max(
      1,
      Math.min((end ?? place.column + 1) - place.column, line.length + 1 - place.column || 1),
    )
    const pad = ' '.repeat(Math.max(0, place.column - 1))
    result.push(`    ${' '.repeat(gutter)} | ${pad}${paint(view.output, 'red', '^'.repeat(width))}`)
  }
  return result
}

function json(problem: Problem): string {
  return JSON.stringify(problem)
}

/** Workflow commands: `%`, line ends and, in properties, `:` and `,` are escaped. */
function github(problem: Problem, view: ProblemView): string {
  const level = { error: 'error', warning: 'warning', info: 'notice' }[problem.severity]
  const escaped = (text: string) =>
    text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  const property = (text: string) => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
  const place = problem.place
  const parts = place
    ? [
        `file=${property(shorten(place.file, view))}`,
        `line=${place.line}`,
        `col=${place.column}`,
        ...(place.endLine ? [`endLine=${place.endLine}`] : []),
        ...(place.endColumn ? [`endColumn=${place.endColumn}`] : []),
        `title=${property(problem.code)}`,
      ]
    : [`title=${property(problem.code)}`]
  const hint = hintText(problem)
  return `::${level} ${parts.join(',')}::${escaped(`${subject(problem)}${problem.message}${hint}`)}`
}

/** `web.ports[0]: ` from `services.web.ports[0]`, unless the message says it itself. */
function subject(problem: Problem): string {
  const about = problem.path?.replace(/^services\./, '')
  if (about === undefined || about === '' || problem.message.startsWith(about)) return ''
  return `${about}: `
}

/** `compose.yaml:3:17`, relative where the file is below the working folder. */
export function placeText(place: Place, view: Pick<ProblemView, 'workingDirectory'>): string {
  return `${shorten(place.file, view)}:${place.line}:${place.column}`
}

function shorten(file: string, view: Pick<ProblemView, 'workingDirectory'>): string {
  if (!path.isAbsolute(file)) return file
  const relative = path.relative(view.workingDirectory, file)
  return relative.startsWith('..') ? file : relative
}

function oneLine(text: string): string {
  return text.trim().split('\n').join(' | ')
}
