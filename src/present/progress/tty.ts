// Progress as a live view: one line a resource with what happens to it, what it waits for and the time it took. Redrawn in place;
// where there are more lines than the terminal has, those at work stay in sight.
import type { ApplyEvent } from '../../apply/index.ts'
import { cellWidth, truncateText } from '../../support/index.ts'
import { type LiveArea, type Output, paint, type Style } from '../terminal.ts'
import type { Progress } from './progress-view.ts'
import { outcomeText, resourceText, runningText } from './words.ts'

interface Row {
  readonly name: string
  status: string
  state: 'working' | 'done' | 'failed' | 'idle'
  /** Bytes by layer, where known. */
  readonly bytes: Map<string, { current: number; total: number }>
  /** The last lines of a builder or hook. */
  output: string[]
  started: number
  ended?: number
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
/** Milliseconds between two frames. */
const frameTime = 100
/** Lines of output that are shown below a row at work. */
const outputLines = 5

/** `live` is where others learn that a picture stands, so that what they print goes above it. */
export function createTtyProgress(output: Output, live: LiveArea = {}): Progress {
  const rows = new Map<string, Row>()
  const names = new Map<string, string>()
  let drawn = 0
  let tick = 0
  let timer: NodeJS.Timeout | undefined
  let last = Promise.resolve()

  function row(event: Extract<ApplyEvent, { type: 'step-started' | 'step-ended' }>): Row {
    const name = resourceText(event.resource)
    names.set(event.step, name)
    let found = rows.get(name)
    if (found === undefined) {
      found = { name, status: '', state: 'idle', bytes: new Map(), output: [], started: event.time }
      rows.set(name, found)
    }
    return found
  }

  function take(event: ApplyEvent): void {
    if (event.type === 'unchanged') {
      const name = resourceText(event.resource)
      const { time } = event
      rows.set(name, {
        name,
        status: event.text ?? 'Running',
        state: 'done',
        bytes: new Map(),
        output: [],
        started: time,
        ended: time,
      })
    } else if (event.type === 'step-started') {
      const found = row(event)
      found.status = runningText(event)
      found.state = 'working'
      found.ended = undefined
    } else if (event.type === 'step-ended') {
      const text = outcomeText(event)
      if (text === undefined && !rows.has(resourceText(event.resource))) return
      const found = row(event)
      found.status = text ?? found.status
      found.state = event.outcome.state === 'failed' ? 'failed' : 'done'
      found.ended = event.time
      if (found.state === 'done') found.output = []
    } else if (event.type === 'step-progress' || event.type === 'step-output') {
      const found = rows.get(names.get(event.step) ?? '')
      if (found === undefined) return
      if (event.type === 'step-output') found.output = [...found.output, event.line].slice(-outputLines)
      else if (event.id !== undefined && event.total) {
        found.bytes.set(event.id, { current: event.current ?? 0, total: event.total })
      } else if (event.id === undefined) found.status = event.text
    }
  }

  function lines(): string[] {
    const all = [...rows.values()]
    const width = Math.max(0, ...all.map(one => cellWidth(one.name)))
    const done = all.filter(one => one.state === 'done').length
    const head = `[+] Running ${done}/${all.length}`
    const room = Math.max(3, output.rows - 2)
    const text = all.map(one => ({ one, text: line(one, width) }))
    const shown = text.length <= room ? text : adjust(text, room)
    return [head, ...shown.flatMap(({ one, text }) => [text, ...tail(one)])].slice(0, output.rows - 1)
  }

  /** Rows at work first, then the newest of the others, in their own order. */
  function adjust<T extends { one: Row }>(text: readonly T[], room: number): T[] {
    const wanted = new Set([...text].sort((a, b) => rank(a.one) - rank(b.one)).slice(0, room))
    return text.filter(entry => wanted.has(entry))
  }

  function line(one: Row, width: number): string {
    const mark = { working: frames[tick % frames.length] ?? '', done: '✔', failed: '✘', idle: ' ' }[one.state]
    const style: Style = one.state === 'done' ? 'green' : one.state === 'failed' ? 'red' : 'cyan'
    const seconds = (((one.ended ?? Date.now()) - one.started) / 1000).toFixed(1)
    const name = one.name + ' '.repeat(Math.max(0, width - cellWidth(one.name)))
    const room = Math.max(10, output.columns - width - 14)
    const status = truncateText(`${one.status}${bytesText(one)}`, room)
    return ` ${paint(output, style, mark)} ${name}  ${paint(output, style, status)}  ${paint(output, 'dim', `${seconds}s`)}`
  }

  function tail(one: Row): string[] {
    if (one.state === 'done') return []
    return one.output.map(text =>
      paint(output, 'dim', `     ${truncateText(text, Math.max(10, output.columns - 6))}`),
    )
  }

  function draw(): void {
    const text = lines()
    // Up to the first line of the last frame, then each line cleared and written.
    const up = drawn > 0 ? `\u001b[${drawn}A` : ''
    live.erase = undefined
    last = output.write(`\u001b[?25l${up}\r${text.map(one => `\u001b[2K${one}\n`).join('')}\u001b[0J`)
    drawn = text.length
    live.erase = erase
    tick += 1
  }

  function erase(): string {
    const up = drawn
    drawn = 0
    live.erase = undefined
    return up > 0 ? `\u001b[${up}A\r\u001b[0J` : ''
  }

  return {
    emit(event) {
      take(event)
      if (timer === undefined && rows.size > 0) {
        timer = setInterval(draw, frameTime)
        timer.unref()
        draw()
      }
    },
    async close() {
      if (timer === undefined) return
      clearInterval(timer)
      timer = undefined
      draw()
      live.erase = undefined
      drawn = 0
      rows.clear()
      await last
      await output.write('\u001b[?25h')
    },
  }
}

function rank(one: Row): number {
  return one.state === 'failed' ? 0 : one.state === 'working' ? 1 : 2
}

function bytesText(one: Row): string {
  if (one.state !== 'working' || one.bytes.size === 0) return ''
  let current = 0
  let total = 0
  for (const bytes of one.bytes.values()) {
    current += Math.min(bytes.current, bytes.total)
    total += bytes.total
  }
  return total === 0 ? '' : ` ${Math.floor((current / total) * 100)}%`
}
