// Where the agents of a build are: the user's own, another socket, or one that is started for keys in files and ends with the
// build. Runs OpenSSH's ssh-agent and ssh-add, knows no protocol.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { errorProblem, ProblemError } from '../../../problem/index.ts'
import type { BuildInputs } from '../inputs.ts'

export interface SshAgents {
  /** Sockets by id. */
  readonly sockets: ReadonlyMap<string, string>
  close(): Promise<void>
}

/** @throws ProblemError `build-ssh` where there is no agent, or a key cannot be used. */
export async function openAgents(
  inputs: BuildInputs,
  environment: Readonly<Record<string, string>>,
): Promise<SshAgents> {
  const sockets = new Map<string, string>()
  const closers: (() => Promise<void>)[] = []
  const close = async () => {
    await Promise.all(closers.splice(0).map(close => close()))
  }
  try {
    for (const line of inputs.ssh) {
      const [, id = '', list] = /^([^=]*)=?(.*)$/.exec(line) ?? []
      const paths = list ? list.split(',') : environment.SSH_AUTH_SOCK ? [environment.SSH_AUTH_SOCK] : []
      if (paths.length === 0) {
        throw sshFault(inputs, `ssh ${id} wants an agent, and SSH_AUTH_SOCK names none`, {
          hint: `start one (eval "$(ssh-agent)" and ssh-add), or name a key: ssh: [${id}=FILE]`,
        })
      }
      const agent = await openAgent(id, paths, { inputs, environment })
      if (agent.close !== undefined) closers.push(agent.close)
      sockets.set(id, agent.socket)
    }
    return { sockets, close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Surroundings {
  readonly inputs: BuildInputs
  readonly environment: Readonly<Record<string, string>>
}

async function openAgent(
  id: string,
  paths: readonly string[],
  { inputs, environment }: Surroundings,
): Promise<{ socket: string; close?: () => Promise<void> }> {
  const [path = ''] = paths
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error)
  if (found instanceof Error) {
    throw sshFault(inputs, `ssh ${id} names ${path}, which cannot be read (${found.code})`, {
      hint: "name an agent's socket or a private key that is there",
    })
  }
  return found.isSocket() ? { socket: path } : await startAgent(id, paths, { inputs, environment })
}

/** An agent of our own, with keys from files. */
async function startAgent(
  id: string,
  keys: readonly string[],
  { inputs, environment }: Surroundings,
): Promise<{ socket: string; close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'gantry-ssh-'))
  const socket = join(folder, 'agent')
  const env = { ...environment, SSH_AUTH_SOCK: socket, SSH_ASKPASS_REQUIRE: 'never' }
  // In the foreground it says where it listens once it does, and ends with us.
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = once(agent, 'close').catch(() => undefined)
  const close = async () => {
    agent.kill()
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await Promise.race([
      once(agent.stdout, 'data'),
      once(agent, 'error').then(([error]) => Promise.reject(error)),
    ])
    for (const key of keys) {
      const adding = promisify(execFile)('ssh-add', ['-q', key], { env })
      adding.child.stdin?.end()
      await adding
    }
    return { socket, close }
  } catch (error) {
    await close()
    const { code, stderr } = error as { code?: unknown; stderr?: string }
    throw code === 'ENOENT'
      ? sshFault(inputs, `ssh ${id} names a key, and the programs that would offer it are not installed`, {
          hint: 'install the OpenSSH client (Debian and Ubuntu: apt-get install openssh-client), or use an agent',
        })
      : sshFault(inputs, `ssh ${id}: a key of ${keys.join(', ')} cannot be used`, {
          hint: 'name private keys without a passphrase; others belong into an agent',
          cause: stderr?.trim() || String(error),
        })
  }
}

function sshFault(
  inputs: BuildInputs,
  message: string,
  rest: { readonly hint: string; readonly cause?: string },
): ProblemError {
  const path = `services.${inputs.request.service}.build.ssh`
  return new ProblemError(errorProblem('build-ssh', message, { ...rest, place: inputs.at('ssh'), path }))
}
