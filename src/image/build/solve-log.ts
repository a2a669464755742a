// What BuildKit says while it solves, however it came here: its steps, their progress and output, passed on to the reporter; and
// what is kept to tell of a failure. Knows no wire.
import { StringDecoder } from 'node:string_decoder'
import type { ImageReporter } from '../types.ts'
import { LineSplitter } from './lines.ts'

export interface SolveVertex {
  readonly digest: string
  readonly name?: string
  /** Present once it has begun; in what form does not matter. */
  readonly started?: unknown
  readonly completed?: unknown
  readonly cached?: boolean
  readonly error?: string
}

/** A piece of the news. `Bytes` is how output travels: as they are, or in base64. */
export interface SolveStatus<Bytes = Uint8Array> {
  readonly vertexes?: readonly SolveVertex[] | null
  readonly statuses?:
    | readonly { vertex?: string; id?: string; name?: string; current?: number; total?: number }[]
    | null
  readonly logs?: readonly { vertex: string; stream?: number; data?: Bytes }[] | null
  readonly warnings?: readonly { short?: Bytes }[] | null
}

interface OutputStream {
  /** A character may come in two pieces. */
  readonly decoder: StringDecoder
  readonly lines: LineSplitter
}

interface StepOutput {
  readonly streams: readonly [stdout: OutputStream, stderr: OutputStream]
  /** The last lines of both. */
  readonly tail: string[]
}

/** Reports the news, and keeps what tells of a failure. */
export class SolveLog {
  failed: { name: string; error: string; output: readonly string[] } | undefined

  readonly #report: ImageReporter
  readonly #started = new Set<string>()
  /** Steps that went well; BuildKit says so more than once. */
  readonly #done = new Set<string>()
  readonly #outputs = new Map<string, StepOutput>()

  constructor(report: ImageReporter) {
    this.#report = report
  }

  read(status: SolveStatus): void {
    for (const vertex of status.vertexes ?? []) this.#vertex(vertex)
    for (const { vertex = '', id, name, current = 0, total = 0 } of status.statuses ?? []) {
      const text = name || id || ''
      if (total > 0 && text !== '') this.#report.progress(text, { id: `${vertex}/${text}`, current, total })
    }
    for (const { vertex, stream, data } of status.logs ?? []) {
      const { lines, decoder } = this.#output(vertex).streams[stream === 2 ? 1 : 0]
      lines.push(decoder.write(Buffer.from(data ?? [])))
    }
    for (const { short } of status.warnings ?? []) {
      if (short?.length) this.#report.output('stderr', `warning: ${textOf(short)}`)
    }
  }

  #vertex({ digest, name = '', started, completed, cached, error }: SolveVertex): void {
    if (isSet(started) && !isSet(completed) && !this.#started.has(digest)) {
      this.#started.add(digest)
      this.#step(name, digest)
    }
    if (!isSet(completed)) return
    const { streams, tail } = this.#output(digest)
    for (const { lines } of streams) lines.end()
    if (error === undefined || error === '') {
      if (this.#done.has(digest)) return
      this.#done.add(digest)
      if (cached) this.#step(`${name} (cached)`, digest)
      else this.#report.progress(name, { id: digest })
    } else if (!/context canceled/.test(error)) {
      this.failed ??= { name, error, output: tail }
    }
  }

  /** What BuildKit does for itself is told as a detail, unless it may take its time. */
  #step(name: string, digest: string): void {
    const isDetail = name.startsWith('[internal]') && !name.startsWith('[internal] load build context')
    this.#report.progress(name.split('\n')[0] as string, isDetail ? { id: digest } : undefined)
  }

  #output(vertex: string): StepOutput {
    let output = this.#outputs.get(vertex)
    if (output !== undefined) return output
    const tail: string[] = []
    const openStream = (stream: 'stdout' | 'stderr'): OutputStream => ({
      decoder: new StringDecoder(),
      lines: new LineSplitter(line => {
        tail.push(line)
        if (tail.length > 30) tail.shift()
        this.#report.output(stream, line)
      }),
    })
    output = { streams: [openStream('stdout'), openStream('stderr')], tail }
    this.#outputs.set(vertex, output)
    return output
  }
}

/** A time that is not there yet is null in one form and left out in another. */
const isSet = (time: unknown): boolean => time !== undefined && time !== null

const textOf = (data: Uint8Array): string => Buffer.from(data).toString()

/** BuildKit's error without the names of the layers that it passed. */
export const tidyError = (error: string): string =>
  error.replace(
    /^(failed to solve( with frontend \S+)?: |rpc error: code = \w+ desc = |failed to create LLB definition: )+/,
    '',
  )
