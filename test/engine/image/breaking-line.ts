// A way to a registry that breaks where it is told to. Knows HTTP's words as far as it has to find a manifest in them.
import { once } from 'node:events'
import { createServer, connect as dial, type Socket } from 'node:net'

export interface BreakingLine {
  /** `127.0.0.1:PORT`. */
  readonly host: string
  /** How often it still breaks. */
  left: number
  close(): Promise<void>
}

/**
 * Breaks off in the middle of a manifest, on its way down or up, so many times. Only manifests: the engine tries layers again by
 * itself, and takes its time.
 */
export async function breakingLine(registry: string, cuts: number): Promise<BreakingLine> {
  const open = new Set<Socket>()
  const server = createServer(client => {
    const upstream = dial(Number(registry.split(':')[1]), '127.0.0.1')
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.on('data', chunk => {
      if (line.left > 0 && /^PUT \S+\/manifests\//.test(chunk.toString('latin1'))) {
        line.left -= 1
        client.destroy()
      } else upstream.write(chunk)
    })
    upstream.on('data', chunk => {
      const manifest = chunk.indexOf('\r\n\r\n{')
      if (line.left > 0 && manifest !== -1 && chunk.includes('manifest.v2+json')) {
        line.left -= 1
        client.end(chunk.subarray(0, manifest + 10))
      } else client.write(chunk)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const line: BreakingLine = {
    host: `127.0.0.1:${(server.address() as { port: number }).port}`,
    left: cuts,
    close: async () => {
      server.close()
      for (const socket of open) socket.destroy()
      await once(server, 'close')
    },
  }
  return line
}
