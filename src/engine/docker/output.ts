// What a container says: logs, attached streams, statistics, and its whole file system.
import {
  apiAtLeast,
  type ContainerCalls,
  type LiveContainer,
  type LogChunk,
  type LogOptions,
  type StatsFrame,
} from '../port.ts'
import { readBytes, readJsonLines } from './body.ts'
import type { Client } from './client.ts'
import { demultiplex, passRaw } from './demultiplex.ts'
import { leavable } from './leavable.ts'
import { pathPart } from './query.ts'
import { openSession } from './session.ts'

type OutputCalls = Pick<ContainerCalls, 'logs' | 'attach' | 'stats' | 'export'>

export function outputCalls(client: Client): OutputCalls {
  return {
    logs: (id, options, signal) => leavable(left => readLogs(client, id, options, left), signal),
    attach: async (id, { stdin = false, logs = false, detachKeys }, signal) => {
      const query = { stream: true, stdin, stdout: true, stderr: true, logs, detachKeys }
      const path = `/containers/${pathPart(id)}/attach`
      const framed = await guessFramed(client, id, signal)
      const { socket, contentType } = await client.takeOver({ method: 'POST', path, query, signal })
      return openSession(socket, { endpoint: client.endpoint, signal, framed: isFramed(contentType, framed) })
    },
    stats: (id, options, signal) => leavable(left => readStats(client, id, options.stream, left), signal),
    export: (id, signal) => exportFiles(client, id, signal),
  }
}

async function* readLogs(
  client: Client,
  id: string,
  options: LogOptions,
  signal: AbortSignal,
): AsyncGenerator<LogChunk, void, undefined> {
  const { follow, since, until, timestamps, tail, stdout, stderr } = options
  const both = !stdout && !stderr
  const query = { follow, since, until, timestamps, tail, stdout: both || stdout, stderr: both || stderr }
  try {
    const framed = await guessFramed(client, id, signal)
    const body = await client.open({ method: 'GET', path: `/containers/${pathPart(id)}/logs`, query, signal })
    const bytes = readBytes(body, { endpoint: client.endpoint, signal, onAbort: 'end' })
    yield* isFramed(body.headers['content-type'] ?? '', framed) ? demultiplex(bytes) : passRaw(bytes)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** Since API 1.42 the engine tells in its answer which form it sends; before, only the container's own settings do. */
export function isFramed(contentType: string, otherwise: boolean): boolean {
  return otherwise || contentType.includes('multiplexed-stream')
}

async function guessFramed(client: Client, id: string, signal: AbortSignal | undefined): Promise<boolean> {
  if (apiAtLeast(await client.apiVersion(), '1.42')) return false
  const path = `/containers/${pathPart(id)}/json`
  const raw = await client.read<LiveContainer>({ method: 'GET', path, signal })
  return raw.Config?.Tty !== true
}

async function* readStats(
  client: Client,
  id: string,
  stream: boolean,
  signal: AbortSignal,
): AsyncGenerator<StatsFrame, void, undefined> {
  try {
    const path = `/containers/${pathPart(id)}/stats`
    const body = await client.open({ method: 'GET', path, query: { stream }, signal })
    yield* readJsonLines<StatsFrame>(readBytes(body, { endpoint: client.endpoint, signal, onAbort: 'end' }))
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

async function* exportFiles(
  client: Client,
  id: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const body = await client.open({ method: 'GET', path: `/containers/${pathPart(id)}/export`, signal })
  yield* readBytes(body, { endpoint: client.endpoint, signal, onAbort: 'reject' })
}
