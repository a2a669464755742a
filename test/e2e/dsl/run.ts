// Runs a program as a user would, and keeps what it said. Knows where the built gantry and the peer are; nothing
// of scenarios.
import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'

const root = join(import.meta.dirname, '..', '..', '..')

/** The command under test: what the build made, or the one that GANTRY_TEST_BIN names. */
export function gantryCommand(): readonly string[] {
  const file = process.env.GANTRY_TEST_BIN ?? join(root, 'dist', 'gantry')
  return /\.c?js$/.test(file) ? [process.execPath, file] : [file]
}

/** Docker Compose 2.26, where the newer engine's tree holds it. */
export const peerCompose = process.env.GANTRY_PEER_COMPOSE

/** Docker Compose 1.29, where scripts/older-compose has made it. */
export const olderCompose = process.env.GANTRY_OLDER_COMPOSE

const pipe = `
  n=$1; gantry=("\${@:2:n}"); shift $((n + 1)); reader=$1; shift
  "\${gantry[@]}" "$@" | bash -c "$reader"; echo "gantry ended with \${PIPESTATUS[0]}"
`

export type Program = 'gantry' | 'compose' | 'older-compose' | 'docker' | 'piped gantry' | 'shell'

const commands: Record<Program, () => readonly string[]> = {
  gantry: gantryCommand,
  compose: () => [peerCompose ?? 'docker-compose'],
  'older-compose': () => [olderCompose ?? 'docker-compose'],
  docker: () => ['docker'],
  // The first word of its arguments is what the shell does with the output.
  'piped gantry': () => ['bash', '-c', pipe, 'bash', String(gantryCommand().length), ...gantryCommand()],
  shell: () => ['sh', '-c'],
}

export interface RunRequest {
  readonly program: Program
  readonly args: readonly string[]
  readonly cwd: string
  readonly environment: Readonly<Record<string, string>>
  readonly stdin?: string
  /** Milliseconds after which the process is killed and the run fails. */
  readonly bound?: number
}

export interface Finished {
  readonly command: string
  /** 128 and the signal's number, as shells say it, where a signal ended it. */
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  /** It was killed, as it lasted longer than it may. */
  readonly overdue: boolean
}

export interface Running {
  readonly child: ChildProcess
  /** What it has said so far. */
  readonly said: { stdout: string; stderr: string }
  /** Emits `said` with every piece of output, `ended` at the end. */
  readonly changes: EventEmitter
  readonly finished: Promise<Finished>
}

const signalNumbers: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }

export function startProgram(request: RunRequest): Running {
  const [file, ...first] = commands[request.program]()
  const child = spawn(file as string, [...first, ...request.args], {
    cwd: request.cwd,
    env: request.environment,
    stdio: [request.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  const changes = new EventEmitter()
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
      changes.emit('said')
    })
  }
  child.stdin?.on('error', () => {})
  child.stdin?.end(request.stdin)
  let overdue = false
  const bound = setTimeout(() => {
    overdue = true
    child.kill('SIGKILL')
  }, request.bound ?? 60_000)
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(bound)
      const exitCode = code ?? 128 + (signalNumbers[signal as NodeJS.Signals] ?? 0)
      const command = `${request.program} ${request.args.join(' ')}`
      resolve({ command, exitCode, ...said, overdue })
      changes.emit('ended')
    })
  })
  return { child, said, changes, finished }
}

/** `exec web sh -c "echo hi"` → its words. Single and double quotes hold words together; nothing is expanded. */
export function splitCommand(line: string): string[] {
  const words = line.match(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g) ?? []
  return words.map(word => word.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double))
}
