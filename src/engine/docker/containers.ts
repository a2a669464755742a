// Containers: the short calls of `/containers`. Their streams are in neighbouring files.
import {
  type ContainerCalls,
  type ContainerSummary,
  EngineError,
  type LiveContainer,
  type TopResult,
} from '../port.ts'
import { isRemovalUnderWay } from './answer-fault.ts'
import { archiveCalls } from './archive.ts'
import type { Client } from './client.ts'
import { execCalls } from './exec.ts'
import { normalizeContainer, normalizeSummary } from './normalize.ts'
import { outputCalls } from './output.ts'
import { pathPart, type Query } from './query.ts'
import { waitForExit } from './wait.ts'

export function containerCalls(client: Client): ContainerCalls {
  const act = (id: string, action: string, query?: Query, signal?: AbortSignal) =>
    client.run({ method: 'POST', path: `/containers/${pathPart(id)}/${action}`, query, signal })

  return {
    ...outputCalls(client),
    ...execCalls(client),
    ...archiveCalls(client),
    list: async ({ all, size, filters } = {}) => {
      const list = await client.readList<ContainerSummary>({
        method: 'GET',
        path: '/containers/json',
        query: { all, size, filters },
      })
      return list.map(normalizeSummary)
    },
    inspect: async id =>
      normalizeContainer(
        await client.read<LiveContainer>({ method: 'GET', path: `/containers/${pathPart(id)}/json` }),
      ),
    create: async (name, body, { platform } = {}) => {
      const { Id, Warnings } = await client.read<{ Id: string; Warnings?: string[] | null }>({
        method: 'POST',
        path: '/containers/create',
        query: { name: name || undefined, platform: platform || undefined },
        body,
      })
      return { id: Id, warnings: Warnings ?? [] }
    },
    start: id => act(id, 'start'),
    stop: (id, { timeout, signal } = {}) => act(id, 'stop', { t: timeout }, signal),
    restart: (id, { timeout } = {}) => act(id, 'restart', { t: timeout }),
    kill: (id, signal) => act(id, 'kill', { signal }),
    pause: id => act(id, 'pause'),
    unpause: id => act(id, 'unpause'),
    rename: (id, name) => act(id, 'rename', { name }),
    resize: (id, { rows, columns }) => act(id, 'resize', { h: rows, w: columns }),
    update: async (id, body) => {
      const path = `/containers/${pathPart(id)}/update`
      const answer = await client.read<{ Warnings?: string[] | null }>({ method: 'POST', path, body })
      return answer.Warnings ?? []
    },
    remove: async (id, { force, volumes } = {}) => {
      const path = `/containers/${pathPart(id)}`
      try {
        await client.run({ method: 'DELETE', path, query: { force, v: volumes } })
      } catch (error) {
        if (!isRemovalUnderWay(error)) throw error
        // One that removes itself when it ends (AutoRemove) was stopped just now: what is asked for is being done.
        await waitForExit(client, id, 'removed', undefined).catch((gone: unknown) => {
          if (!(gone instanceof EngineError) || gone.kind !== 'not-found') throw gone
        })
      }
    },
    wait: (id, condition, signal) => waitForExit(client, id, condition, signal),
    top: async (id, args) => {
      const answer = await client.read<TopResult>({
        method: 'GET',
        path: `/containers/${pathPart(id)}/top`,
        query: { ps_args: args },
      })
      return { Titles: answer.Titles ?? [], Processes: answer.Processes ?? [] }
    },
    commit: async (id, { repo, tag, author, comment, pause, changes }) => {
      const { Id } = await client.read<{ Id: string }>({
        method: 'POST',
        path: '/commit',
        query: { container: id, repo, tag, author, comment, pause, changes },
        body: {},
      })
      return { id: Id }
    },
  }
}
