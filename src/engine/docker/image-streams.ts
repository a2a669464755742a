// Images that travel: pull, push, save, load, build. An error that the engine reports in the stream rejects the iteration.
import type { ImageCalls, ImageProgress } from '../port.ts'
import { streamFault } from './answer-fault.ts'
import { readBytes, readJsonLines } from './body.ts'
import type { Call, Client } from './client.ts'
import { imagePath } from './query.ts'
import { splitReference } from './reference.ts'
import { authHeader, authsHeader } from './registry-auth.ts'

type ImageStreams = Pick<ImageCalls, 'pull' | 'push' | 'save' | 'load' | 'build'>

export function imageStreams(client: Client): ImageStreams {
  return {
    pull: async function* (reference, { platform, auth }, signal) {
      const { name, tag } = splitReference(reference)
      yield* progress<ImageProgress>(client, {
        method: 'POST',
        path: '/images/create',
        query: { fromImage: name, tag, platform: platform || undefined },
        headers: authHeader(auth),
        signal,
      })
    },
    push: async function* (reference, { auth }, signal) {
      const { name, tag } = splitReference(reference)
      yield* progress<ImageProgress>(client, {
        method: 'POST',
        path: `/images/${imagePath(name)}/push`,
        query: { tag },
        headers: authHeader(auth),
        signal,
      })
    },
    save: async function* (references, signal) {
      const body = await client.open({
        method: 'GET',
        path: '/images/get',
        query: { names: references },
        signal,
      })
      yield* readBytes(body, { endpoint: client.endpoint, signal, onAbort: 'reject' })
    },
    load: (tar, signal) =>
      progress<ImageProgress>(client, {
        method: 'POST',
        path: '/images/load',
        query: { quiet: false },
        upload: tar,
        signal,
      }),
    build: (context, options, { registryAuth }, signal) =>
      progress<Record<string, unknown>>(client, {
        method: 'POST',
        path: '/build',
        query: options,
        upload: context,
        headers: authsHeader(registryAuth),
        signal,
      }),
  }
}

/** Yields the line with the error, too, before it throws: it may hold more than words (a build's exit status). */
async function* progress<T extends object>(client: Client, call: Call): AsyncGenerator<T, void, undefined> {
  const body = await client.open(call)
  const bytes = readBytes(body, { endpoint: client.endpoint, signal: call.signal, onAbort: 'reject' })
  for await (const line of readJsonLines<T>(bytes)) {
    yield line
    const { error, errorDetail } = line as { error?: unknown; errorDetail?: { message?: string } }
    const message = errorDetail?.message ?? error
    if (message !== undefined && message !== '') throw streamFault(String(message))
  }
}
