// The engine's events, from a moment on that the caller knows.
import type { Engine, EngineEvent } from '../port.ts'
import { readBytes, readJsonLines } from './body.ts'
import type { Client } from './client.ts'
import { lostFault } from './connection-fault.ts'
import { leavable } from './leavable.ts'

interface RawEvent {
  Type?: string
  Action?: string
  Actor?: { ID?: string; Attributes?: Record<string, string> | null }
  time?: number
  timeNano?: string
}

/** Subscribes at once; see the port. */
export function openEvents(client: Client): Engine['events'] {
  return (options, signal) => {
    const leaving = new AbortController()
    const either = signal === undefined ? leaving.signal : AbortSignal.any([signal, leaving.signal])
    const subscription = subscribe(client, options, either)
    // Told again to whoever reads; alone it must not end the program.
    subscription.catch(() => undefined)
    return leavable(left => {
      left.addEventListener('abort', () => leaving.abort(), { once: true })
      return read(client, subscription, options.until !== undefined, either)
    }, signal)
  }
}

async function subscribe(client: Client, options: Parameters<Engine['events']>[0], signal: AbortSignal) {
  const { filters, since, until, opened } = options
  const body = await client.open({ method: 'GET', path: '/events', query: { filters, since, until }, signal })
  // The engine answers a moment before it subscribes (20.10): another round trip passes that moment.
  if (opened !== undefined) {
    await client.ping()
    if (!signal.aborted) opened()
  }
  return body
}

async function* read(
  client: Client,
  subscription: ReturnType<typeof subscribe>,
  bounded: boolean,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent, void, undefined> {
  try {
    const bytes = readBytes(await subscription, { endpoint: client.endpoint, signal, onAbort: 'end' })
    for await (const raw of readJsonLines<RawEvent>(bytes, keepDigits)) yield toEvent(raw)
  } catch (error) {
    if (signal.aborted) return
    throw error
  }
  // An engine that stops ends its events in good order.
  if (!bounded && !signal.aborted) throw lostFault(client.endpoint, new Error('the engine ended its events'))
}

/** Within a JSON string the quotes would stand behind backslashes, so this is the field and no text. */
const keepDigits = (line: string): string => line.replace(/"timeNano":(\d+)/, '"timeNano":"$1"')

function toEvent(raw: RawEvent): EngineEvent {
  return {
    type: raw.Type ?? '',
    action: raw.Action ?? '',
    id: raw.Actor?.ID ?? '',
    attributes: raw.Actor?.Attributes ?? {},
    time: raw.timeNano === undefined ? (raw.time ?? 0) : Number(raw.timeNano) / 1e9,
    timeNano: raw.timeNano ?? `${raw.time ?? 0}000000000`,
  }
}
