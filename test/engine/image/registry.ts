// A real registry on loopback, as a container of the engine under test; open, or with the account tester.
import { packTar } from 'modern-tar'
import type { Engine } from '../../../src/engine/index.ts'
import { type Owned, readUntil } from '../adapter/engines.ts'

export const account = { username: 'tester', password: 'right-password' }
/** `right-password` in bcrypt, the only form that the registry takes. */
const hash = '$2b$04$837TmfjbZGQ53id/qNUi0.05mROF959Yc3.bUdoebrvmW3HzgozZK'

export interface Registry {
  /** `127.0.0.1:PORT`, as the engine reaches it. */
  readonly host: string
  readonly id: string
}

export async function startRegistry(engine: Engine, owned: Owned, locked = false): Promise<Registry> {
  const env = locked
    ? [
        'REGISTRY_AUTH=htpasswd',
        'REGISTRY_AUTH_HTPASSWD_REALM=test',
        'REGISTRY_AUTH_HTPASSWD_PATH=/etc/htpasswd',
      ]
    : []
  const id = await owned.container(['serve', '/etc/docker/registry/config.yml'], {
    Image: 'gantry/registry:latest',
    Env: env,
    HostConfig: { PortBindings: { '5000/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } },
  })
  const line = `${account.username}:${hash}\n`
  const tar = await packTar([{ header: { name: 'htpasswd', size: line.length, mode: 0o644 }, body: line }])
  await engine.containers.putArchive(id, '/etc', once(tar))
  await engine.containers.start(id)
  const stop = new AbortController()
  const logs = engine.containers.logs(id, { follow: true, stderr: true, stdout: true }, stop.signal)
  await readUntil(logs[Symbol.asyncIterator](), 'listening on')
  stop.abort()
  const { NetworkSettings } = (await engine.containers.inspect(id)) as unknown as {
    NetworkSettings: { Ports: Record<string, { HostPort: string }[]> }
  }
  return { id, host: `127.0.0.1:${NetworkSettings.Ports['5000/tcp']?.[0]?.HostPort}` }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
