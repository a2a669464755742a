// A terminal joined to a process in a container: raw mode, resizing, input and its end, output with back-pressure, detach keys.
// Whatever happens, the terminal is given back as it was.
import process from 'node:process'
import type { Session } from '../app/index.ts'
import type { Terminal } from '../present/index.ts'
import { configuredDetachKeys, defaultDetachKeys, parseDetachKeys, watchDetachKeys } from './detach-keys.ts'
import type { Interrupts } from './signals.ts'

export interface SessionRequest {
  readonly session: Session
  readonly terminal: Terminal
  readonly tty: boolean
  /** Ctrl-C without a terminal in raw mode is passed on by this; absent: it ends the session. */
  readonly onInterrupt?: (count: number, signal: NodeJS.Signals) => void
  readonly interrupts: Interrupts
  readonly resize?: (size: { rows: number; columns: number }) => Promise<void>
  /** Input is passed on unless false. */
  readonly stdin?: boolean
  /** Count on a terminal alone. Default: `ctrl-p,ctrl-q`. */
  readonly detachKeys?: string
}

/** How often a terminal's first size is offered again, and how many milliseconds longer is waited each time. */
const resizeTries = 20
const resizePause = 10

/** Resolves when the process's output has ended, or the user left it. */
export async function runSession(request: SessionRequest): Promise<'ended' | 'detached'> {
  const { session, terminal, tty, interrupts } = request
  const { stdin, stdout, stderr } = terminal
  const raw = tty && stdin.isTTY === true && request.stdin !== false
  const written = request.detachKeys || (raw && configuredDetachKeys(terminal.environment))
  const keys = watchDetachKeys(parseDetachKeys(written || defaultDetachKeys))
  let detached = false
  let tries = 0
  let again: NodeJS.Timeout | undefined
  const giveBack = () => {
    if (raw) stdin.setRawMode(false)
  }
  const adjust = () => {
    clearTimeout(again)
    request.resize?.({ rows: stdout.rows, columns: stdout.columns }).catch(() => {
      // Too early, or too late: no event tells when the process has its terminal, and one that has ended needs no size.
      tries += 1
      if (tries <= resizeTries) again = setTimeout(adjust, tries * resizePause)
    })
  }
  const onData = (data: Uint8Array) => {
    const typed = raw ? keys.feed(data) : { pass: data, detached: false }
    stdin.pause()
    session.write(typed.pass).then(
      () => {
        if (typed.detached) {
          detached = true
          session.close()
        } else stdin.resume()
      },
      () => {},
    )
  }
  const onEnd = () => session.end()
  try {
    if (raw) {
      process.once('exit', giveBack)
      stdin.setRawMode(true)
    }
    if (tty) {
      adjust()
      process.on('SIGWINCH', adjust)
    }
    interrupts.onInterrupt = request.onInterrupt ?? (() => session.close())
    if (request.stdin !== false) {
      stdin.on('data', onData)
      stdin.on('end', onEnd)
      stdin.resume()
    }
    for await (const { stream, data } of session.output) {
      await (stream === 'stdout' ? stdout : stderr).write(data)
    }
  } finally {
    tries = resizeTries
    clearTimeout(again)
    interrupts.onInterrupt = undefined
    process.off('SIGWINCH', adjust)
    process.off('exit', giveBack)
    giveBack()
    stdin.off('data', onData)
    stdin.off('end', onEnd)
    stdin.pause()
    session.close()
  }
  return detached ? 'detached' : 'ended'
}
