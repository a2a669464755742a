// What docker-buildx says while it builds: `--progress=rawjson` on its standard error, with its last words as plain text
// after it. Versions before 0.14 spread one JSON value over many lines. Knows no processes.
import type { SolveLog, SolveStatus } from './solve-log.ts'

/** Reads the lines. */
export class BuildxStatus {
  /** Lines that are no JSON: the plugin's last words. */
  readonly words: string[] = []
  readonly #log: SolveLog
  #pending: string[] = []

  constructor(log: SolveLog) {
    this.#log = log
  }

  line(line: string): void {
    if (this.#pending.length === 0 && !line.startsWith('{')) {
      this.words.push(line)
      if (this.words.length > 200) this.words.shift()
      return
    }
    this.#pending.push(line)
    // A value ends at a brace in the first column, or is one line.
    if (line === '{' || (this.#pending.length > 1 && line !== '}')) return
    const status = parse(this.#pending.join('\n'))
    this.#pending = []
    if (status !== undefined) this.#log.read(status)
  }
}

const decode = (data: string | undefined): Uint8Array => Buffer.from(data ?? '', 'base64')

function parse(text: string): SolveStatus | undefined {
  try {
    const { vertexes, statuses, logs, warnings } = JSON.parse(text) as SolveStatus<string>
    return {
      vertexes,
      statuses,
      logs: logs?.map(log => ({ ...log, data: decode(log.data) })),
      warnings: warnings?.map(({ short }) => ({ short: decode(short) })),
    }
  } catch {
    // Not a status after all; nothing that a build depends on.
    return undefined
  }
}
