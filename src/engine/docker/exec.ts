// Processes started inside a running container: `/containers/{id}/exec` and `/exec/{id}`.
import { apiAtLeast, type ContainerCalls, type ExecOptions } from '../port.ts'
import type { Client } from './client.ts'
import { isFramed } from './output.ts'
import { pathPart } from './query.ts'
import { openSession } from './session.ts'

type ExecCalls = Pick<ContainerCalls, 'exec' | 'execDetached' | 'execInspect' | 'execResize'>

export function execCalls(client: Client): ExecCalls {
  return {
    exec: async (container, options, signal) => {
      const id = await createExec(client, container, options, true, signal)
      const tty = options.tty === true
      const { socket, contentType } = await client.takeOver({
        method: 'POST',
        path: `/exec/${pathPart(id)}/start`,
        body: { Detach: false, Tty: tty, ...(await consoleSize(client, options)) },
        signal,
      })
      const session = openSession(socket, {
        endpoint: client.endpoint,
        signal,
        framed: isFramed(contentType, !tty),
      })
      return { ...session, id }
    },
    execDetached: async (container, options) => {
      const id = await createExec(client, container, options, false)
      const path = `/exec/${pathPart(id)}/start`
      await client.run({ method: 'POST', path, body: { Detach: true, Tty: options.tty === true } })
      return { id }
    },
    execInspect: async id => {
      const raw = await client.read<{ Running: boolean; ExitCode: number | null; Pid?: number }>({
        method: 'GET',
        path: `/exec/${pathPart(id)}/json`,
      })
      return {
        running: raw.Running,
        exitCode: raw.ExitCode ?? null,
        ...(raw.Pid ? { pid: raw.Pid } : {}),
      }
    },
    execResize: (id, { rows, columns }) =>
      client.run({ method: 'POST', path: `/exec/${pathPart(id)}/resize`, query: { h: rows, w: columns } }),
  }
}

async function createExec(
  client: Client,
  container: string,
  options: ExecOptions,
  attached: boolean,
  signal?: AbortSignal,
): Promise<string> {
  const { command, env, user, workingDir, privileged, tty, stdin, detachKeys } = options
  const { Id } = await client.read<{ Id: string }>({
    method: 'POST',
    path: `/containers/${pathPart(container)}/exec`,
    body: {
      AttachStdin: attached && stdin === true,
      AttachStdout: attached,
      AttachStderr: attached,
      Tty: tty === true,
      Cmd: command,
      Env: env,
      User: user,
      WorkingDir: workingDir,
      Privileged: privileged === true,
      DetachKeys: detachKeys,
      ...(await consoleSize(client, options)),
    },
    signal,
  })
  return Id
}

async function consoleSize(
  client: Client,
  { tty, size }: ExecOptions,
): Promise<{ ConsoleSize?: [number, number] }> {
  if (tty !== true || size === undefined) return {}
  return apiAtLeast(await client.apiVersion(), '1.42') ? { ConsoleSize: [size.rows, size.columns] } : {}
}
