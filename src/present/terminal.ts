// The terminal as presenters see it: where text goes, how wide it is, whether colours are wanted. Writes wait where a reader is slow,
// and a reader that went away ends the program quietly.
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
      const erase = isTTY ? live.erase?.() : undefined
      if (erase !== undefined) stream.write(erase)
      return stream.write(data)
        ? Promise.resolve()
        : new Promise(resolve => {
            stream.once('drain', resolve)
            stream.once('close', resolve)
          })
    },
  }
}
