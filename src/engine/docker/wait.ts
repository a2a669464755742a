// Waiting for a container's exit: one long call.
import { EngineError, type WaitResult } from '../port.ts'
import { readBytes, readJsonLines } from './body.ts'
import type { Client } from './client.ts'
import { pathPart } from './query.ts'

interface RawWait {
  StatusCode: number
  Error?: { Message?: string } | null
}

/** Resolves at the exit; an abort rejects with `cancelled`. */
export async function waitForExit(
  client: Client,
  id: string,
  condition: string,
  signal: AbortSignal | undefined,
): Promise<WaitResult> {
  const path = `/containers/${pathPart(id)}/wait`
  const body = await client.open({ method: 'POST', path, query: { condition }, signal })
  const bytes = readBytes(body, { endpoint: client.endpoint, signal, onAbort: 'reject' })
  for await (const { StatusCode, Error: fault } of readJsonLines<RawWait>(bytes)) {
    return { exitCode: StatusCode, ...(fault?.Message && { error: fault.Message }) }
  }
  throw new EngineError('server', 'the engine ended the wait without a status')
}
