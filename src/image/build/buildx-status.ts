// What docker-buildx says while it builds: `--progress=rawjson` on its standard error, with its last words as plain text
// after it. Versions before 0.14 spread one JSON value over many lines. Knows no processes.
import type { ImageReporter } from '../types.ts'
import { LineSplitter } from './lines.ts'

interface Vertex {
  readonly digest: string
  readonly name?: string
  readonly started?: string
  readonly completed?: string
  readonly cached?: boolean
  readonly error?: string
}

interface SolveStatus {
  readonly vertexes?: readonly Vertex[] | null
  readonly statuses?:
    | readonly { vertex?: string; id?: string; name?: string; current?: number; total?: number }[]
    | null
  readonly logs?: readonly { vertex: string; stream?: number; data?: string }[] | null
  readonly warnings?: readonly { short?: string }[] | null
}

/** Reads the lines, reports them, and keeps what tells of a failure. */
export class BuildxStatus {
  /** Lines that are no JSON: the plugin's last words. */
  readonly words: string[] = []
  failed: { name: string; error: string; output: readonly string[] } | undefined

  readonly #report: ImageReporter
  readonly #names = new Map<string, string>()
  readonly #outputs = new Map<string, { lines: LineSplitter[]; tail: string[] }>()
  #pending: string[] = []

  constructor(report: ImageReporter) {
    this.#report = report
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
    if (status !== undefined) this.#read(status)
  }

  #read(status: SolveStatus): void {
    for (const vertex of status.vertexes ?? []) this.#vertex(vertex)
    for (const { vertex = '', id, name, current = 0, total = 0 } of status.statuses ?? []) {
      const text = name ?? id ?? ''
      if (total > 0 && text !== '') this.#report.progress(text, { id: `${vertex}/${text}`, current, total })
    }
    for (const log of status.logs ?? []) this.#log(log.vertex, log.stream === 2 ? 1 : 0, decode(log.data))
    for (const { short } of status.warnings ?? []) {
      if (short) this.#report.output('stderr', `warning: ${decode(short)}`)
    }
  }

  #vertex({ digest, name = '', started, completed, cached, error }: Vertex): void {
    if (started !== undefined && completed === undefined && !this.#names.has(digest)) {
      this.#report.progress(name, { id: digest })
    }
    this.#names.set(digest, name)
    if (completed === undefined) return
    const { lines, tail } = this.#output(digest)
    for (const splitter of lines) splitter.end()
    if (error === undefined || error === '') {
      this.#report.progress(`${name}${cached ? ' (cached)' : ''}`, { id: digest, current: 1, total: 1 })
    } else if (!/context canceled/.test(error)) {
      this.failed ??= { name, error, output: tail }
    }
  }

  #log(vertex: string, stream: 0 | 1, text: string): void {
    this.#output(vertex).lines[stream]?.push(text)
  }

  #output(vertex: string): { lines: LineSplitter[]; tail: string[] } {
    let output = this.#outputs.get(vertex)
    if (output !== undefined) return output
    const tail: string[] = []
    const splitter = (stream: 'stdout' | 'stderr') =>
      new LineSplitter(line => {
        tail.push(line)
        if (tail.length > 30) tail.shift()
        this.#report.output(stream, line)
      })
    output = { lines: [splitter('stdout'), splitter('stderr')], tail }
    this.#outputs.set(vertex, output)
    return output
  }
}

const decode = (data: string | undefined): string => Buffer.from(data ?? '', 'base64').toString()

function parse(text: string): SolveStatus | undefined {
  try {
    return JSON.parse(text) as SolveStatus
  } catch {
    // Not a status after all; nothing that a build depends on.
    return undefined
  }
}
