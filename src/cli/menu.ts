// The keys of an attached `up`, with the line that names them. A key is read as it is pressed; whatever happens, the terminal is given
// back as it was.
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { openFooter, type Terminal } from '../present/index.ts'

export interface MenuRequest {
  readonly terminal: Terminal
  detach(): void
  quit(): void
  /** Absent: there is nothing to watch. */
  readonly watch?: { readonly active: () => boolean; toggle(): Promise<void> }
}

export interface Menu {
  /** The line says what is true now. */
  redraw(): void
  close(): Promise<void>
}

/** Whether somebody sits there who can press keys. */
export function menuPossible({ stdin, stdout, environment }: Terminal): boolean {
  return stdin.isTTY === true && stdout.isTTY && environment.TERM !== 'dumb' && inForeground()
}

export function openMenu(request: MenuRequest): Menu {
  const { terminal, watch } = request
  const { stdin } = terminal
  let closed = false
  const footer = openFooter(terminal, () => [
    ...(watch ? [{ key: 'w', text: watch.active() ? 'Disable watch' : 'Enable watch' }] : []),
    { key: 'd', text: 'Detach' },
    { key: 'q', text: 'Stop' },
  ])

  const giveBack = () => {
    stdin.setRawMode(false)
  }
  const redraw = () => void footer.draw()

  function suspend(): void {
    giveBack()
    process.once('SIGCONT', () => {
      if (closed) return
      stdin.setRawMode(true)
      redraw()
    })
    process.kill(process.pid, 'SIGTSTP')
  }

  const keys: Readonly<Record<string, () => void>> = {
    d: request.detach,
    q: request.quit,
    w: () => void watch?.toggle().finally(redraw),
    // People part what comes now from what was before.
    '\r': () => void terminal.stdout.write('\n'),
    // What the terminal does by itself where keys are not read one by one: Ctrl-C, Ctrl-Z and Ctrl-\.
    '\x03': () => process.kill(process.pid, 'SIGINT'),
    '\x1a': suspend,
    '\x1c': () => {
      giveBack()
      process.kill(process.pid, 'SIGQUIT')
    },
  }

  const onData = (data: Uint8Array) => {
    const text = Buffer.from(data).toString().replace(longKeys, '')
    for (const key of text) if (!closed) keys[key]?.()
  }

  process.once('exit', giveBack)
  stdin.setRawMode(true)
  stdin.on('data', onData)
  stdin.resume()
  process.on('SIGWINCH', redraw)
  redraw()
  return {
    redraw,
    async close() {
      if (closed) return
      closed = true
      process.off('SIGWINCH', redraw)
      stdin.off('data', onData)
      stdin.pause()
      process.off('exit', giveBack)
      giveBack()
      await footer.close()
    },
  }
}

/** Arrows, function keys and what is typed with Alt come as several characters, and mean none of them. */
const longKeys = /\u001b(?:\[[\d;?]*[ -/]*[@-~]|O.|.|$)/gs

/** A job in the background would be stopped by the system as soon as it changed the terminal. */
function inForeground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8')
    // Fields 5 and 8: its process group, and the one that has the terminal.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[2] === fields[5]
  } catch {
    return true
  }
}
