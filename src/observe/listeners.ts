// Who listens on this host: sockets of /proc/net, and the processes that have them. Linux only.
// Source: proc_net(5) and proc_pid_fd(5). Must not know what the ports are wanted for.
import type { Machine } from './machine.ts'
import type { PortListener } from './types.ts'

/** What listens for the engine itself: its containers' ports are told by the engine, and better. */
const ofEngines =
  /^(docker-proxy|dockerd|rootlesskit.*|rootlessport.*|slirp4netns|pasta.*|podman|conmon|aardvark-dns)$/

interface Socket extends Omit<PortListener, 'process'> {
  readonly inode: string
}

/** The state of a listening TCP socket, and of a UDP socket that is bound and not connected. */
const listening = { tcp: '0A', udp: '07' } as const

/**
 * Listeners on the ports (`8080/tcp`), without those of engines and of processes in containers. One without a process is of
 * a user whose processes are not ours to look at.
 */
export async function findListeners(
  machine: Machine,
  ports: ReadonlySet<string>,
): Promise<readonly PortListener[]> {
  const sockets = await readSockets(machine, ports)
  if (sockets.length === 0) return []
  const owners = await findOwners(machine, new Set(sockets.map(one => one.inode)))
  const found = await Promise.all(
    sockets.map(async ({ inode, ...listener }): Promise<readonly PortListener[]> => {
      const pid = owners.get(inode)
      if (pid === undefined) return [listener]
      const name = (await machine.procText(`${pid}/comm`))?.trim()
      if (name === undefined || ofEngines.test(name) || (await isContained(machine, pid))) return []
      return [{ ...listener, process: { pid, name } }]
    }),
  )
  return found.flat()
}

/**
 * Whether a process listens on the socket file in this network namespace: then the engine there publishes its ports where
 * we look. An engine in a machine or a namespace of its own (Docker Desktop, rootless, gantry in a container) does not.
 */
export async function listensHere(machine: Machine, socket: string): Promise<boolean> {
  const text = (await machine.procText('net/unix')) ?? ''
  return text.split('\n').some(line => {
    const [, , , flags, , , , path = ''] = line.trim().split(/\s+/)
    // Flag 0x10000: it accepts connections. /var/run is a link to /run, and either is what the engine was told.
    return (
      flags === '00010000' &&
      path.replace(/^\/var\/run\//, '/run/') === socket.replace(/^\/var\/run\//, '/run/')
    )
  })
}

async function readSockets(machine: Machine, ports: ReadonlySet<string>): Promise<readonly Socket[]> {
  const protocols = (['tcp', 'udp'] as const).filter(one => [...ports].some(port => port.endsWith(`/${one}`)))
  const tables = await Promise.all(
    protocols.flatMap(protocol =>
      [protocol, `${protocol}6`].map(async file => ({
        protocol,
        text: await machine.procText(`net/${file}`),
      })),
    ),
  )
  return tables.flatMap(({ protocol, text = '' }) =>
    text
      .split('\n')
      .slice(1)
      .flatMap(line => {
        const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
        const [address = '', digits = ''] = local.split(':')
        const port = Number.parseInt(digits, 16)
        if (state !== listening[protocol] || !ports.has(`${port}/${protocol}`)) return []
        return [{ port, protocol, address: readAddress(address), inode }]
      }),
  )
}

/** 32-bit words as the machine stores them: little-endian on every machine that Docker Engine is built for but s390x. */
function readAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap(word => [...Buffer.from(word, 'hex')].reverse())
  const mapped = bytes.length === 16 && bytes.slice(0, 10).every(byte => byte === 0) && bytes[10] === 0xff
  if (bytes.length === 4 || mapped) return bytes.slice(-4).join('.')
  if (bytes.every(byte => byte === 0)) return '::'
  const groups = Array.from({ length: 8 }, (_, at) =>
    Buffer.from(bytes.slice(at * 2, at * 2 + 2)).readUInt16BE(),
  )
  return groups.map(group => group.toString(16)).join(':')
}

/** Socket inode → the lowest process that has it: of a server and its workers, the server. */
async function findOwners(
  machine: Machine,
  inodes: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const owners = new Map<string, number>()
  const pids = (await machine.procNames('')).filter(name => /^\d+$/.test(name)).map(Number)
  for (const pid of pids.sort((a, b) => a - b)) {
    const links = (await machine.procNames(`${pid}/fd`)).map(fd => machine.procLink(`${pid}/fd/${fd}`))
    for (const link of await Promise.all(links)) {
      const inode = /^socket:\[(\d+)\]$/.exec(link ?? '')?.[1]
      if (inode !== undefined && inodes.has(inode) && !owners.has(inode)) owners.set(inode, pid)
    }
    if (owners.size === inodes.size) break
  }
  return owners
}

/** In a container of some engine: control groups of containers are named by 64 hex digits. */
async function isContained(machine: Machine, pid: number): Promise<boolean> {
  const groups = (await machine.procText(`${pid}/cgroup`)) ?? ''
  return groups.split('\n').some(line => /[0-9a-f]{64}/.test(line))
}
