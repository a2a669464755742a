// A connection to an engine through the ssh program: its standard streams carry the bytes that the far docker passes on.
// The user's own ssh, so that configuration, agents and known hosts are honoured. Knows no HTTP.
import { type ChildProcess, spawn } from 'node:child_process'
import { Duplex } from 'node:stream'
import { quoteShellWord } from '../../support/index.ts'
import type { Route } from './endpoint.ts'

/** How much of ssh's own words is kept: the end says why it failed. */
const keptWords = 4096

/** ssh ended or could not be started; the message is what it said. */
export class SshError extends Error {
  readonly code: string

  constructor(message: string, code: string) {
    super(message)
    this.name = 'SshError'
    this.code = code
  }
}

/** One ssh process as a socket. Ending the writable side half-closes the connection over there. */
export class SshConnection extends Duplex {
  readonly #child: ChildProcess
  #words = ''
  #answered = false

  constructor(route: Route & { kind: 'ssh' }, environment: Readonly<Record<string, string | undefined>>) {
    super({ allowHalfOpen: true })
    this.#child = spawn('ssh', sshArguments(route), {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: environment,
      // A session of its own: the terminal's interrupt is for gantry, which still has to talk to the engine then.
      detached: true,
      windowsHide: true,
    })
    const { stdin, stdout, stderr } = this.#child
    stdout?.on('data', (chunk: Buffer) => {
      this.#answered = true
      if (!this.push(chunk)) stdout.pause()
    })
    stdout?.on('end', () => this.#finish())
    stderr?.setEncoding('utf8')
    stderr?.on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-keptWords)
    })
    // A broken pipe is told by the exit, which knows why.
    stdin?.on('error', () => undefined)
    this.#child.on('error', error => this.destroy(new SshError(error.message, 'ESSHSTART')))
    this.#child.on('close', code => {
      if (!this.#answered)
        this.destroy(new SshError(this.#words.trim() || `ssh ended with status ${code}`, 'ESSH'))
    })
  }

  /** The end of an answered stream is an end; before the first byte the exit status and ssh's words are awaited. */
  #finish(): void {
    if (this.#answered) this.push(null)
  }

  override _read(): void {
    this.#child.stdout?.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // A write to an ssh that has ended never calls back with more than "broken pipe"; its exit tells the reason.
    this.#child.stdin?.write(chunk, () => done())
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#child.stdin?.end(() => done())
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#child.kill('SIGTERM')
    done(error)
  }

  // What the HTTP client asks of a socket.
  setKeepAlive(): this {
    return this
  }

  setNoDelay(): this {
    return this
  }

  setTimeout(): this {
    return this
  }

  /** An idle connection must not keep the program running. */
  unref(): this {
    this.#eachHandle('unref')
    return this
  }

  ref(): this {
    this.#eachHandle('ref')
    return this
  }

  #eachHandle(action: 'ref' | 'unref'): void {
    const { stdin, stdout, stderr } = this.#child
    this.#child[action]()
    for (const pipe of [stdin, stdout, stderr])
      (pipe as unknown as { [key in typeof action]?: () => void })?.[action]?.()
  }
}

/** What stands behind the host is a command line for the shell over there. */
function sshArguments(route: Route & { kind: 'ssh' }): string[] {
  return [
    '-o',
    'ConnectTimeout=30',
    '-T',
    ...(route.user === undefined ? [] : ['-l', route.user]),
    ...(route.port === undefined ? [] : ['-p', route.port]),
    '--',
    route.host,
    'docker',
    ...(route.socket === undefined ? [] : ['--host', quoteShellWord(`unix://${route.socket}`)]),
    'system',
    'dial-stdio',
  ]
}
