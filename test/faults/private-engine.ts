// An engine of the test's own that may be killed and started again. Knows nothing of stacks; private-engine.sh says how it is
// kept apart from the machine's engine.
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'

export interface PrivateEngine {
  /** Value for DOCKER_HOST. */
  readonly host: string
  /** Ends the engine at once, and whatever runs under it stays as it is. Done when it has ended. */
  kill(): Promise<void>
  /** Starts it. Done when it answers. */
  start(): Promise<void>
  /** Ends it and everything under it, and removes its folder. */
  close(): Promise<void>
}

/** Why there can be none here; undefined: there can. */
export function noPrivateEngine(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'needs Linux and root'
  for (const program of ['dockerd', 'unshare']) {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`])
    } catch {
      return `needs ${program}`
    }
  }
  return undefined
}

/** Starts one that has the image `gantry/tiny`. */
export async function startPrivateEngine(): Promise<PrivateEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'gantry-engine-'))
  const cgroup = `/gantry-test-${randomBytes(5).toString('hex')}`
  const script = join(import.meta.dirname, 'private-engine.sh')
  const flags = ['--pid', '--fork', '--kill-child', '--mount', '--net']
  const keeper = spawn('unshare', [...flags, script, folder, cgroup], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const socket = join(folder, 'run', 'docker.sock')
  const host = `unix://${socket}`
  const tell = teller(keeper)
  const log = join(folder, 'dockerd.log')
  const start = async () => {
    await tell('start')
    // Killed while it removes a network, dockerd 20.10 leaves a record on which it panics. Whoever runs it deletes its records
    // of networks then, and so does this test.
    if (await answers(socket, keeper, log)) return
    await tell('forget')
    await tell('start')
    if (!(await answers(socket, keeper, log))) throw new Error(`the private engine panics:\n${endOf(log)}`)
  }
  const close = async () => {
    const ended = once(keeper, 'exit')
    keeper.stdin?.end()
    if (keeper.exitCode === null && keeper.signalCode === null) await ended
    rmSync(folder, { recursive: true, force: true })
    removeControlGroups(cgroup)
  }
  try {
    await start()
    await loadTiny(host)
  } catch (error) {
    await close()
    throw error
  }
  return { host, kill: () => tell('kill'), start, close }
}

/** Sends a word and waits for its echo. */
function teller(keeper: ChildProcess): (word: string) => Promise<void> {
  const waiting: (() => void)[] = []
  createInterface({ input: keeper.stdout as NodeJS.ReadableStream }).on('line', () => waiting.shift()?.())
  keeper.stdin?.on('error', () => {})
  return word =>
    new Promise((resolve, reject) => {
      const gone = () => reject(new Error('the private engine ended'))
      keeper.once('exit', gone)
      waiting.push(() => {
        keeper.off('exit', gone)
        resolve()
      })
      keeper.stdin?.write(`${word}\n`)
    })
}

/** Asks until the engine answers: a socket that nobody listens on yet gives no other sign. False where it panicked. */
async function answers(socketPath: string, keeper: ChildProcess, log: string): Promise<boolean> {
  const until = Date.now() + 60_000
  while (!(await ping(socketPath))) {
    if (/^panic: /m.test(endOf(log))) return false
    if (Date.now() > until || keeper.exitCode !== null) {
      throw new Error(`the private engine does not answer:\n${endOf(log)}`)
    }
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return true
}

function endOf(log: string): string {
  try {
    return readFileSync(log, 'utf8').slice(-4000)
  } catch {
    return ''
  }
}

function ping(socketPath: string): Promise<boolean> {
  return new Promise(resolve => {
    const request = http.get({ socketPath, path: '/_ping', agent: false }, answer => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    request.on('error', () => resolve(false))
  })
}

/** Copies the image over from the machine's engine. */
async function loadTiny(host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    execFile(
      'sh',
      ['-c', 'docker save gantry/tiny | docker --host "$0" load', host],
      (error, _stdout, stderr) => (error ? reject(new Error(`no image gantry/tiny: ${stderr}`)) : resolve()),
    )
  })
}

/** Groups of containers that were killed with their engine stay, empty. */
function removeControlGroups(name: string): void {
  const remove = (folder: string): void => {
    for (const entry of readdirSync(folder)) {
      const path = join(folder, entry)
      if (statSync(path).isDirectory()) remove(path)
    }
    rmdirSync(folder)
  }
  const root = '/sys/fs/cgroup'
  for (const folder of [root, ...readdirSync(root).map(entry => join(root, entry))]) {
    try {
      remove(join(folder, name))
    } catch {
      // No such group in this hierarchy; or one of its processes is not gone yet, and an empty group hurts nobody.
    }
  }
}
