// The terminal as presenters see it: where text goes, how wide it is, whether colours are wanted. Writes wait where a reader is slow,
// and a reader that went away ends the program quietly.
import { Buffer } from 'node:buffer'
import { styleText } from 'node:util'

export type Style = Parameters<typeof styleText>[0]

export interface Output {
  readonly isTTY: boolean
  /** Whether colours are wanted here. */
  readonly color: boolean
  readonly columns: number
  readonly rows: number
  /** Resolves at once unless the reader is slow. */
  write(data: string | Uint8Array): Promise<void>
}

/** A picture at the end of the screen that is drawn again and again, and that text of others must not land below. */
export interface LiveArea {
  /** What takes the picture away, to be written before other text; absent where there is none. It is drawn again after that. */
  erase?: (() => string) | undefined
  /** A line that stays below everything that is written. */
  footer?: Footer | undefined
}

/** Drawn together with the text that goes above it, so that nothing flickers. */
export interface Footer {
  /** Without a line end, and no wider than the terminal. */
  line(): string
  /** It is on the screen, and the cursor at its begin. */
  drawn: boolean
}

export interface Terminal {
  /** Shared by both outputs: they end on one screen. */
  readonly live?: LiveArea
  readonly stdout: Output
  readonly stderr: Output
  readonly stdin: NodeJS.ReadStream
  readonly environment: Readonly<Record<string, string>>
}

/** Text in a style where the output wants colours, else as it is. */
export function paint(output: Output, style: Style, text: string): string {
  return output.color ? styleText(style, text, { validateStream: false }) : text
}

/** Wraps the process's streams. `ansi` is the user's word on colours; NO_COLOR counts where it is `auto`. */
export function openTerminal(
  streams: { stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream; stdin: NodeJS.ReadStream },
  environment: Readonly<Record<string, string>>,
  ansi: 'auto' | 'always' | 'never',
): Terminal {
  const live: LiveArea = {}
  return {
    live,
    stdout: openOutput(streams.stdout, environment, ansi, live),
    stderr: openOutput(streams.stderr, environment, ansi, live),
    stdin: streams.stdin,
    environment,
  }
}

function openOutput(
  stream: NodeJS.WriteStream,
  environment: Readonly<Record<string, string>>,
  ansi: 'auto' | 'always' | 'never',
  live: LiveArea,
): Output {
  const isTTY = stream.isTTY === true
  const wanted = (environment.NO_COLOR ?? '') === '' && environment.TERM !== 'dumb'
  return {
    isTTY,
    color: ansi === 'always' || (ansi === 'auto' && isTTY && wanted),
    get columns() {
      return stream.columns ?? 80
    },
    get rows() {
      return stream.rows ?? 24
    },
    write(data) {
      return stream.write(isTTY ? withLiveArea(data, live) : data)
        ? Promise.resolve()
        : new Promise(resolve => {
            stream.once('drain', resolve)
            stream.once('close', resolve)
          })
    },
  }
}

/** What is to be written, with what takes the live area away before it and brings the footer back after it. */
function withLiveArea(data: string | Uint8Array, live: LiveArea): string | Uint8Array {
  const { footer } = live
  const before = `${footer?.drawn ? clearLine : ''}${live.erase?.() ?? ''}`
  if (footer === undefined) return before === '' ? data : join(before, data, '')
  // Below half a line there is no place for it.
  footer.drawn = endsLine(data, footer.drawn)
  return join(before, data, footer.drawn ? `${footer.line()}\r` : '')
}

export const clearLine = '\r\u001b[K'

function join(before: string, data: string | Uint8Array, after: string): string | Uint8Array {
  if (typeof data === 'string') return before + data + after
  return Buffer.concat([Buffer.from(before), data, Buffer.from(after)])
}

/** Whether the cursor stands at the begin of a line after it. Colours and movements at the end do not count. */
function endsLine(data: string | Uint8Array, before: boolean): boolean {
  const tail = typeof data === 'string' ? data.slice(-64) : Buffer.from(data.subarray(-64)).toString('latin1')
  const text = tail.replace(/(\u001b\[[0-9;?]*[A-Za-z])+$/, '')
  return text === '' ? before : text.endsWith('\n')
}
