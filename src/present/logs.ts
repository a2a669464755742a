// Containers' output as lines with a prefix, interleaved whole line by whole line. Bytes stay bytes: nothing is decoded.
import { Buffer } from 'node:buffer'
import type { LineFilter } from './log-filter.ts'
import { type Output, paint, type Style } from './terminal.ts'

export interface LogWriterOptions {
  /** Where each stream goes: `up` keeps them apart, `logs` merges them into standard output. */
  readonly stdout: Output
  readonly stderr: Output
  readonly prefix: boolean
  readonly color: boolean
  /** Width of the longest name that is known at the start; it grows where longer ones come. */
  readonly names?: readonly string[]
  /** Absent: every line is shown. */
  readonly filter?: LineFilter
}

export interface LogWriter {
  /** Resolves when more is wanted. A line that is not ended yet is kept until it is. */
  chunk(name: string, stream: 'stdout' | 'stderr', data: Uint8Array): Promise<void>
  /** Ends what a container has left without a line end. */
  flush(name: string): Promise<void>
  /** A line of our own about a container. */
  note(text: string): Promise<void>
}

const styles: readonly Style[] = [
  'cyan',
  'yellow',
  'green',
  'magenta',
  'blue',
  'cyanBright',
  'yellowBright',
  'greenBright',
  'magentaBright',
  'blueBright',
]
const lineEnd = 10
const newLine = Buffer.from('\n')
/** A line longer than this is passed on before it ends, so that memory stays flat. */
const longestLine = 1024 * 1024

export function createLogWriter(options: LogWriterOptions): LogWriter {
  let width = Math.max(0, ...(options.names ?? []).map(name => name.length))
  const order = new Map<string, number>()
  const prefixes = new Map<string, Buffer>()
  const rest = new Map<string, Buffer[]>()
  const restSize = new Map<string, number>()
  /** Whose line stands without its end on an output. */
  const open = new Map<Output, string>()

  function prefixOf(name: string): Buffer {
    if (name.length > width) {
      width = name.length
      prefixes.clear()
    }
    let found = prefixes.get(name)
    if (found === undefined) {
      if (!order.has(name)) order.set(name, order.size)
      const style = styles[(order.get(name) ?? 0) % styles.length] as Style
      const text = `${name.padEnd(width)}  | `
      found = Buffer.from(options.color ? paint({ ...options.stdout, color: true }, style, text) : text)
      prefixes.set(name, found)
    }
    return found
  }

  function split(key: string, name: string, data: Uint8Array, output: Output): Buffer[] {
    const chunk = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    const prefix = options.prefix ? prefixOf(name) : undefined
    const parts: Buffer[] = []
    let from = 0
    for (let end = chunk.indexOf(lineEnd); end >= 0; end = chunk.indexOf(lineEnd, from)) {
      const kept = take(key)
      const last = chunk.subarray(from, end + 1)
      if (options.filter === undefined && kept === undefined && open.size === 0) {
        if (prefix) parts.push(prefix)
        parts.push(last)
      } else parts.push(...shown(key, prefix, kept ? [...kept, last] : [last], output))
      from = end + 1
    }
    if (from < chunk.length) {
      const kept = rest.get(key) ?? []
      // Copied: the chunk's memory is the stream's.
      kept.push(Buffer.from(chunk.subarray(from)))
      const size = (restSize.get(key) ?? 0) + chunk.length - from
      rest.set(key, kept)
      restSize.set(key, size)
      if (size > longestLine) {
        const part = take(key) ?? []
        // A filter judges lines, or what it is given for one.
        if (options.filter) parts.push(...shown(key, prefix, [...part, newLine], output))
        else {
          parts.push(...shown(key, prefix, part, output))
          open.set(output, key)
        }
      }
    }
    return parts
  }

  /** A line, or the part of one, as it is written after what stands on the output. */
  function shown(
    key: string,
    prefix: Buffer | undefined,
    line: readonly Buffer[],
    output: Output,
  ): readonly Buffer[] {
    const fitting = options.filter === undefined ? line : options.filter(Buffer.concat(line))
    if (fitting === undefined) return []
    const all = Buffer.isBuffer(fitting) ? [fitting] : fitting
    const before = open.get(output)
    open.delete(output)
    if (before === key) return all
    return [...(before === undefined ? [] : [newLine]), ...(prefix ? [prefix] : []), ...all]
  }

  function take(key: string): Buffer[] | undefined {
    const kept = rest.get(key)
    if (kept === undefined) return undefined
    rest.delete(key)
    restSize.delete(key)
    return kept
  }

  const target = (stream: 'stdout' | 'stderr') => (stream === 'stdout' ? options.stdout : options.stderr)

  return {
    async chunk(name, stream, data) {
      const output = target(stream)
      const parts = split(`${stream} ${name}`, name, data, output)
      if (parts.length > 0) await output.write(Buffer.concat(parts))
    },
    async flush(name) {
      for (const stream of ['stdout', 'stderr'] as const) {
        const output = target(stream)
        const key = `${stream} ${name}`
        const kept = take(key)
        if (kept === undefined && open.get(output) !== key) continue
        const prefix = options.prefix ? prefixOf(name) : undefined
        const parts = shown(key, prefix, [...(kept ?? []), newLine], output)
        if (parts.length > 0) await output.write(Buffer.concat(parts))
      }
    },
    async note(text) {
      const end = open.delete(options.stdout) ? '\n' : ''
      await options.stdout.write(`${end}${text}\n`)
    },
  }
}
