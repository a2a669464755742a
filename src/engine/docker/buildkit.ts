// The engine's BuildKit: connections that are given over to its own protocol. Knows how they are opened, not what is said.
import type { BuildKitCalls } from '../port.ts'
import type { Client } from './client.ts'

export function buildKitCalls(client: Client): BuildKitCalls {
  const open = async (path: string, headers: Record<string, string | string[]>, signal?: AbortSignal) => {
    const { socket } = await client.takeOver({ method: 'POST', path, headers, signal }, 'h2c')
    // Whoever speaks on it hears of its end there; without a listener an error would end the program.
    return socket.on('error', () => undefined)
  }
  return {
    preferred: async () => {
      const { builderVersion } = await client.ping()
      return builderVersion === '' ? undefined : builderVersion === '1' ? 'classic' : 'buildkit'
    },
    control: signal => open('/grpc', {}, signal),
    session: ({ id, name, sharedKey, methods }, signal) =>
      open(
        '/session',
        {
          'X-Docker-Expose-Session-Uuid': id,
          'X-Docker-Expose-Session-Name': name,
          'X-Docker-Expose-Session-Sharedkey': sharedKey,
          'X-Docker-Expose-Session-Grpc-Method': [...methods],
        },
        signal,
      ),
  }
}
