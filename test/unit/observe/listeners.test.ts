// Who listens on a host port: read from a process table laid out in a folder.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findListeners, listensHere } from '../../../src/observe/listeners.ts'
import { thisMachine } from '../../../src/observe/machine.ts'

let proc = ''
beforeEach(async () => {
  proc = await mkdtemp(join(tmpdir(), 'test-proc-'))
})
afterEach(() => rm(proc, { recursive: true, force: true }))

async function file(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(proc, path)), { recursive: true })
  await writeFile(join(proc, path), text)
}

const row = (local: string, state: string, inode: number) =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 100 0 0 10 0\n`
const table = (...rows: readonly string[]) =>
  `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n${rows.join('')}`

async function program(pid: number, name: string, inode: number, cgroup = '0::/user.slice\n'): Promise<void> {
  await file(`${pid}/comm`, `${name}\n`)
  await file(`${pid}/cgroup`, cgroup)
  await mkdir(join(proc, `${pid}/fd`), { recursive: true })
  await symlink(`socket:[${inode}]`, join(proc, `${pid}/fd/7`))
}

const listeners = (...ports: readonly string[]) => findListeners(thisMachine(proc), new Set(ports))

describe('listeners of a host', () => {
  it('are told with their process and address, on the ports that are asked for alone', async () => {
    await file('net/tcp', table(row('0100007F:1F90', '0A', 11), row('00000000:0050', '0A', 12)))
    await program(1235, 'nginx', 11)
    await program(1234, 'nginx', 11)
    await program(99, 'other', 12)
    expect(await listeners('8080/tcp')).toEqual([
      { port: 8080, protocol: 'tcp', address: '127.0.0.1', process: { pid: 1234, name: 'nginx' } },
    ])
  })

  it('are found in all four tables', async () => {
    const zero = '0'.repeat(32)
    await file('net/tcp6', table(row(`${zero}:1F90`, '0A', 11)))
    await file('net/tcp', table(row('0101A8C0:1F91', '0A', 12)))
    await file('net/udp', table(row('00000000:0035', '07', 13)))
    await file('net/udp6', table(row('000080FE000000000000000001000000:0035', '07', 14)))
    await file('net/raw', 'none')
    const found = await listeners('8080/tcp', '8081/tcp', '53/udp')
    expect(found.map(one => `${one.address} ${one.port}/${one.protocol}`)).toEqual([
      '192.168.1.1 8081/tcp',
      ':: 8080/tcp',
      '0.0.0.0 53/udp',
      'fe80:0:0:0:0:0:0:1 53/udp',
    ])
    expect(found.every(one => one.process === undefined)).toBe(true)
  })

  it('on an IPv4 address of an IPv6 socket have that address', async () => {
    await file('net/tcp6', table(row('0000000000000000FFFF00000100007F:1F90', '0A', 11)))
    expect(await listeners('8080/tcp')).toMatchObject([{ address: '127.0.0.1' }])
  })

  it('are not connections, nor clients of UDP', async () => {
    await file('net/tcp', table(row('0100007F:1F90', '01', 11), row('0100007F:1F90', '06', 12)))
    await file('net/udp', table(row('0100007F:1F90', '01', 13)))
    expect(await listeners('8080/tcp', '8080/udp')).toEqual([])
  })

  it('are neither the proxies of an engine nor processes in containers', async () => {
    const group = 'c'.repeat(64)
    await file(
      'net/tcp',
      table(row('00000000:1F90', '0A', 11), row('00000000:1F91', '0A', 12), row('00000000:1F92', '0A', 13)),
    )
    await program(1, 'docker-proxy', 11)
    await program(2, 'nginx', 12, `0::/system.slice/docker-${group}.scope\n`)
    await program(3, 'nginx', 13, `12:memory:/docker/${group}\n0::/\n`)
    expect(await listeners('8080/tcp', '8081/tcp', '8082/tcp')).toEqual([])
  })
})

describe('the engine of a socket', () => {
  const unix = (path: string, flags = '00010000') =>
    `Num       RefCount Protocol Flags    Type St Inode Path\n0000000000000000: 00000002 00000000 ${flags} 0001 01 14117 ${path}\n`

  it('is here where something listens on it in this network namespace', async () => {
    await file('net/unix', unix('/run/docker.sock'))
    expect(await listensHere(thisMachine(proc), '/var/run/docker.sock')).toBe(true)
    expect(await listensHere(thisMachine(proc), '/run/other.sock')).toBe(false)
  })

  it('is not here where the socket is only connected to, or there is no table', async () => {
    expect(await listensHere(thisMachine(proc), '/run/docker.sock')).toBe(false)
    await file('net/unix', unix('/run/docker.sock', '00000000'))
    expect(await listensHere(thisMachine(proc), '/run/docker.sock')).toBe(false)
  })
})

describe('this machine', () => {
  it('tells the free bytes of a folder, and nothing of one that is not there', async () => {
    expect(await thisMachine().freeBytes(tmpdir())).toBeGreaterThan(0)
    expect(await thisMachine().freeBytes(join(proc, 'none'))).toBeUndefined()
  })
})
