// Files of a container, as tar streams in both directions.
import type { IncomingMessage } from 'node:http'
import { type ContainerCalls, EngineError, type PathStat } from '../port.ts'
import { readBytes } from './body.ts'
import type { Client } from './client.ts'
import { pathPart } from './query.ts'

type ArchiveCalls = Pick<ContainerCalls, 'putArchive' | 'getArchive' | 'statArchive'>

export function archiveCalls(client: Client): ArchiveCalls {
  const archivePath = (id: string) => `/containers/${pathPart(id)}/archive`
  return {
    putArchive: async (id, path, tar, { copyUidGid } = {}) => {
      const query = { path, noOverwriteDirNonDir: true, copyUIDGID: copyUidGid || undefined }
      await client.run({ method: 'PUT', path: archivePath(id), query, upload: tar })
    },
    getArchive: async (id, path) => {
      const body = await client.open({ method: 'GET', path: archivePath(id), query: { path } })
      return { stat: readStat(body), tar: readBytes(body, { endpoint: client.endpoint, onAbort: 'reject' }) }
    },
    statArchive: async (id, path) => {
      const answer = await client.open({ method: 'HEAD', path: archivePath(id), query: { path } })
      answer.resume()
      return readStat(answer)
    },
  }
}

/** The engine tells of the path in a header, as JSON in base64. */
function readStat(message: IncomingMessage): PathStat {
  const header = message.headers['x-docker-container-path-stat']
  if (typeof header !== 'string') {
    message.destroy()
    throw new EngineError('server', 'the engine did not say what stands at the path')
  }
  const stat = JSON.parse(Buffer.from(header, 'base64').toString()) as {
    name: string
    size: number
    mode: number
    linkTarget?: string
  }
  const { name, size, mode, linkTarget } = stat
  return { name, size, mode, ...(linkTarget && { linkTarget }) }
}
