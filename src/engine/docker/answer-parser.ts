// HTTP/1.1 answers, one after the other, from the bytes of a connection (RFC 9112). Knows no socket and no API.

export interface ParsedAnswer {
  readonly status: number
  readonly statusMessage: string
  /** The value of a header by its name in lower case; the first, where it stands several times. */
  header(name: string): string | undefined
  readonly text: string
  /** Whether the connection may carry another request. */
  readonly lasts: boolean
}

/** Bytes of a head, or of a line between chunks: the engine's heads have some 300. */
const longestHead = 64 * 1024

/** `head`, `chunk-size`, `chunk-end` and `trailers` are read by lines, the others by bytes. */
type State = 'head' | 'sized' | 'until-end' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailers'

interface Head {
  readonly version: string
  readonly status: number
  readonly statusMessage: string
  readonly lines: readonly string[]
}

/** Throws what is no HTTP, as an error with a code that begins with `HPE_`, as those of node:http do. */
export class AnswerParser {
  #state: State = 'head'
  #head: Head = noHead
  /** What has come of a line that has no end yet. */
  #rest: Buffer | undefined
  /** Bytes that are still to come of a body or a chunk. */
  #missing = 0
  #body: Buffer[] = []

  /** Takes bytes as they come. The answer that they complete, if they do; bytes after it throw: nobody asked for them. */
  feed(arrived: Buffer): ParsedAnswer | undefined {
    const bytes = this.#rest === undefined ? arrived : Buffer.concat([this.#rest, arrived])
    this.#rest = undefined
    let at = 0
    let complete = false
    while (at < bytes.length && !complete) {
      if (this.#state === 'sized' || this.#state === 'chunk' || this.#state === 'until-end') {
        const end = Math.min(bytes.length, at + this.#missing)
        complete = this.#takeBody(bytes.subarray(at, end))
        at = end
        continue
      }
      const ending = this.#state === 'head' ? '\r\n\r\n' : '\r\n'
      const end = bytes.indexOf(ending, at, 'latin1')
      if (end < 0) {
        this.#keep(bytes.subarray(at))
        return undefined
      }
      complete = this.#takeLine(bytes.toString('latin1', at, end))
      at = end + ending.length
    }
    if (!complete) return undefined
    if (at < bytes.length) throw fault('HPE_CLOSED_CONNECTION', 'bytes after the end of an answer')
    return this.#answer()
  }

  /** The connection has ended: the answer whose end that is. */
  end(): ParsedAnswer | undefined {
    return this.#state === 'until-end' ? this.#answer() : undefined
  }

  #keep(bytes: Buffer): void {
    const start = bytes.toString('latin1', 0, 5)
    if (this.#state === 'head' && !'HTTP/'.startsWith(start)) throw noHttp()
    if (bytes.length > longestHead) throw fault('HPE_HEADER_OVERFLOW', 'a head without an end')
    this.#rest = bytes
  }

  /** Whether they end the answer. */
  #takeBody(bytes: Buffer): boolean {
    this.#body.push(bytes)
    this.#missing -= bytes.length
    if (this.#missing > 0) return false
    if (this.#state === 'chunk') this.#state = 'chunk-end'
    return this.#state === 'sized'
  }

  /** Whether it ends the answer. */
  #takeLine(line: string): boolean {
    switch (this.#state) {
      case 'head':
        return this.#takeHead(line)
      case 'chunk-size': {
        const size = /^[0-9a-f]{1,8}(?=[ \t;]|$)/i.exec(line)
        if (size === null) throw fault('HPE_INVALID_CHUNK_SIZE', 'a chunk without a size')
        this.#missing = Number.parseInt(size[0], 16)
        this.#state = this.#missing === 0 ? 'trailers' : 'chunk'
        return false
      }
      case 'chunk-end':
        if (line !== '') throw fault('HPE_STRICT', 'a chunk that is longer than it said')
        this.#state = 'chunk-size'
        return false
      default:
        return line === ''
    }
  }

  #takeHead(text: string): boolean {
    const [first = '', ...lines] = text.split('\r\n')
    const status = /^HTTP\/(1\.[01]) (\d{3})(?: (.*))?$/.exec(first)
    if (status === null) throw noHttp()
    const head = {
      version: status[1] ?? '',
      status: Number(status[2]),
      statusMessage: status[3] ?? '',
      lines,
    }
    // "Continue" and its like come before the answer.
    if (head.status < 200) return false
    this.#head = head
    if (head.status === 204 || head.status === 304) return true
    if (/(^|,)[ \t]*chunked$/i.test(headerOf(lines, 'transfer-encoding') ?? '')) {
      this.#state = 'chunk-size'
      return false
    }
    const length = headerOf(lines, 'content-length')
    if (length !== undefined && !/^\d{1,15}$/.test(length))
      throw fault('HPE_INVALID_CONTENT_LENGTH', 'a length that is no number')
    this.#state = length === undefined ? 'until-end' : 'sized'
    this.#missing = length === undefined ? Number.POSITIVE_INFINITY : Number(length)
    return this.#missing === 0
  }

  #answer(): ParsedAnswer {
    const { version, status, statusMessage, lines } = this.#head
    const connection = headerOf(lines, 'connection')?.toLowerCase() ?? ''
    const lasts =
      this.#state !== 'until-end' &&
      (version === '1.1' ? !connection.includes('close') : connection.includes('keep-alive'))
    const body = this.#body
    this.#body = []
    this.#state = 'head'
    return {
      status,
      statusMessage,
      header: name => headerOf(lines, name),
      text: body.length === 1 ? String(body[0]) : Buffer.concat(body).toString(),
      lasts,
    }
  }
}

const noHead: Head = { version: '', status: 0, statusMessage: '', lines: [] }

function headerOf(lines: readonly string[], name: string): string | undefined {
  for (const line of lines) {
    if (line.charCodeAt(name.length) === colon && line.slice(0, name.length).toLowerCase() === name)
      return line.slice(name.length + 1).trim()
  }
  return undefined
}

const colon = 0x3a

const noHttp = (): Error => fault('HPE_INVALID_CONSTANT', 'the answer is no HTTP')

const fault = (code: string, message: string): Error => Object.assign(new Error(message), { code })
