// Ways to an engine that are not its socket: TLS with certificates of both sides, ssh, a path that breaks. What stands
// between is real (a TLS server, an ssh program that runs its command here); behind it is the real engine.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect as connectSocket, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { connectEngine } from '../../../src/engine/docker/index.ts'
import type { EngineError } from '../../../src/engine/index.ts'
import { connect, kindOf, ownedBy, readAll, readUntil } from './engines.ts'

const enginePath = (process.env.DOCKER_HOST ?? '').replace('unix://', '')
const home = mkdtempSync(join(tmpdir(), 'test-connections-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

// Containers are made and removed past what the tests break.
const direct = await connect(process.env.DOCKER_HOST ?? '')
const owned = ownedBy(direct)
afterEach(() => owned.cleanUp())
afterAll(() => direct.close())

const servers: Server[] = []
const sockets = new Set<Socket>()
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers.splice(0)) server.close()
})

/** Listens on a free port of the loopback and resolves with it. */
function listen(server: Server): Promise<number> {
  servers.push(server)
  server.on('connection', socket => sockets.add(socket))
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

function passToEngine(socket: Socket): void {
  const engine = connectSocket({ path: enginePath, allowHalfOpen: true })
  sockets.add(engine)
  socket.pipe(engine).pipe(socket)
  socket.on('error', () => engine.destroy())
  engine.on('error', () => socket.destroy())
  socket.on('close', () => engine.destroy())
}

const reach = (environment: Record<string, string>, rest: { answerPatience?: number } = {}) =>
  connectEngine({
    environment: { PATH: process.env.PATH ?? '', ...environment },
    homeDirectory: home,
    ...rest,
  })

async function failureOf(call: Promise<unknown>): Promise<EngineError> {
  return await call.then(
    () => {
      throw new Error('the call did not fail')
    },
    (error: EngineError) => error,
  )
}

describe('TLS', () => {
  const certificates = join(home, 'certs')
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: certificates, stdio: 'pipe' })

  beforeAll(() => {
    mkdirSync(certificates)
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=test authority',
      '-keyout',
      'ca-key.pem',
      '-out',
      'ca.pem',
    )
    for (const [name, extension] of [
      ['server', 'subjectAltName=IP:127.0.0.1'],
      ['client', 'extendedKeyUsage=clientAuth'],
    ] as const) {
      writeFileSync(join(certificates, `${name}.ext`), extension)
      openssl(
        'req',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-subj',
        `/CN=test ${name}`,
        '-keyout',
        `${name}-key.pem`,
        '-out',
        `${name}.csr`,
      )
      openssl(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-days',
        '1',
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca-key.pem',
        '-CAcreateserial',
        '-extfile',
        `${name}.ext`,
        '-out',
        `${name}.pem`,
      )
    }
    for (const [from, to] of [
      ['client.pem', 'cert.pem'],
      ['client-key.pem', 'key.pem'],
    ] as const) {
      writeFileSync(join(certificates, to), readFileSync(join(certificates, from)))
    }
  })

  const secureEngine = (): Promise<number> => {
    const file = (name: string) => readFileSync(join(certificates, name))
    const server = createTlsServer(
      {
        ca: file('ca.pem'),
        cert: file('server.pem'),
        key: file('server-key.pem'),
        requestCert: true,
        allowHalfOpen: true,
        rejectUnauthorized: true,
      },
      passToEngine,
    )
    return listen(server)
  }

  test('calls, and a session whose input ends, with certificates of both sides', async () => {
    const port = await secureEngine()
    const engine = await reach({
      DOCKER_HOST: `tcp://127.0.0.1:${port}`,
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: certificates,
    })
    expect(engine.address).toEqual({ host: `tcp://127.0.0.1:${port}`, source: 'DOCKER_HOST', local: true })
    const id = await owned.running()
    const session = await engine.containers.exec(id, { command: ['cat'], stdin: true })
    await session.write(Buffer.from('through TLS'))
    session.end()
    expect(String((await readAll(session.output)).stdout)).toBe('through TLS')
    engine.close()
  })

  test.each([
    ['no authority', { DOCKER_TLS_VERIFY: '1' }, 'signed by an authority that is not known here'],
    ['no client certificate', { DOCKER_TLS: '1' }, "does not accept this client's certificate"],
    ['no TLS', {}, 'closed the connection|does not speak HTTP|wants TLS'],
  ])('says what is missing: %s', async (_name, environment, words) => {
    const engine = await reach({ DOCKER_HOST: `tcp://127.0.0.1:${await secureEngine()}`, ...environment })
    const failure = await failureOf(engine.ping())
    expect(failure.kind).toBe('unreachable')
    expect(failure.problem?.message).toMatch(new RegExp(words))
    expect(failure.problem?.hint).toMatch(/DOCKER_CERT_PATH|engine/)
  })

  test('names a file that cannot be read or holds no certificate', async () => {
    const broken = join(home, 'broken-certs')
    mkdirSync(join(broken, 'key.pem'), { recursive: true })
    const address = { DOCKER_HOST: 'tcp://127.0.0.1:1', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: broken }
    const unread = await failureOf((await reach(address)).ping())
    expect(unread.problem).toMatchObject({ code: 'engine-tls', cause: expect.stringContaining('EISDIR') })
    rmSync(join(broken, 'key.pem'), { recursive: true })
    writeFileSync(join(broken, 'cert.pem'), 'no certificate')
    const odd = await failureOf((await reach(address)).ping())
    expect(odd.problem).toMatchObject({ code: 'engine-tls', cause: expect.stringContaining('PEM') })
  })

  test('says so where the engine has no TLS', async () => {
    const port = await listen(createServer(passToEngine))
    const engine = await reach({
      DOCKER_HOST: `127.0.0.1:${port}`,
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: certificates,
    })
    const failure = await failureOf(engine.ping())
    expect(failure.problem).toMatchObject({
      code: 'engine-tls',
      message: expect.stringContaining('does not speak TLS'),
    })
  })
})

describe('ssh', () => {
  const bin = join(home, 'bin')

  /** An ssh that logs in nowhere: it runs its command on this machine. */
  function installSsh(script: string): Record<string, string> {
    mkdirSync(bin, { recursive: true })
    writeFileSync(join(bin, 'ssh'), `#!/bin/sh\n${script}\n`)
    chmodSync(join(bin, 'ssh'), 0o755)
    return { PATH: `${bin}:${process.env.PATH}`, DOCKER_HOST: 'ssh://someone@far.test:2222' }
  }

  test('calls, streams and sessions through the far docker command', async () => {
    const engine = await reach(
      installSsh(
        `echo "$@" > ${home}/arguments; while [ "$1" != -- ]; do shift; done; shift 2; DOCKER_HOST=unix://${enginePath} exec sh -c "$*"`,
      ),
    )
    expect(engine.address.local).toBe(false)
    const id = await owned.running(['sh', '-c', 'echo far; sleep 600'])
    const reader = engine.containers.logs(id, { follow: true })[Symbol.asyncIterator]()
    expect(await readUntil(reader, 'far')).toBe('far\n')
    await reader.return?.()
    const session = await engine.containers.exec(id, { command: ['cat'], stdin: true })
    await session.write(Buffer.alloc(1_000_000, 'x'))
    session.end()
    expect((await readAll(session.output)).stdout.length).toBe(1_000_000)
    await Promise.all(Array.from({ length: 20 }, () => engine.containers.inspect(id)))
    expect(readFileSync(join(home, 'arguments'), 'utf8')).toBe(
      '-o ConnectTimeout=30 -T -l someone -p 2222 -- far.test docker system dial-stdio\n',
    )
    engine.close()
  })

  test('passes on what ssh says', async () => {
    const engine = await reach(
      installSsh('echo "someone@far.test: Permission denied (publickey)." >&2; exit 255'),
    )
    const failure = await failureOf(engine.ping())
    expect(failure.problem).toMatchObject({
      code: 'engine-unreachable',
      message: 'no engine answers at ssh://someone@far.test:2222 (from DOCKER_HOST) through ssh',
      hint: expect.stringContaining('ssh -p 2222 someone@far.test docker version'),
      cause: 'someone@far.test: Permission denied (publickey).',
    })
  })

  test('says so where there is no ssh program', async () => {
    const engine = await reach({ PATH: home, DOCKER_HOST: 'ssh://far.test' })
    expect((await failureOf(engine.ping())).problem?.message).toContain('the ssh program cannot be started')
  })
})

describe('an engine that is not there', () => {
  test('no socket, and nothing behind a socket', async () => {
    const none = await reach({ DOCKER_HOST: `unix://${home}/none.sock` })
    expect((await failureOf(none.info())).problem).toMatchObject({
      code: 'engine-unreachable',
      message: `no engine answers at unix://${home}/none.sock (from DOCKER_HOST): there is no such socket`,
    })
    const port = await listen(createServer())
    for (const server of servers.splice(0)) await new Promise(resolve => server.close(resolve))
    const refused = await reach({ DOCKER_HOST: `tcp://127.0.0.1:${port}` })
    expect((await failureOf(refused.containers.list())).message).toContain('nothing listens there')
  })

  test('a host name that does not resolve', async () => {
    const engine = await reach({ DOCKER_HOST: 'tcp://no-such-host.invalid:2375' })
    expect((await failureOf(engine.ping())).message).toContain('cannot be resolved')
  })

  test('something that is no engine', async () => {
    const port = await listen(
      createServer(socket => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi')),
    )
    const engine = await reach({ DOCKER_HOST: `tcp://127.0.0.1:${port}` })
    expect((await failureOf(engine.ping())).problem).toMatchObject({
      message: `what answers at tcp://127.0.0.1:${port} (from DOCKER_HOST) is no container engine`,
      cause: 'status 200: hi',
    })
  })

  test.each([
    ['nothing', ''],
    ['no object and no list', '"hi"'],
    ['the list that is an object', '{}'],
    ['a page', '<html>hi</html>'],
  ])('a proxy that says %s in its place: it is not taken for an empty engine', async (_what, body) => {
    const head = 'HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n'
    const port = await listen(
      createServer(socket =>
        socket.on('data', bytes =>
          socket.write(
            String(bytes).includes('/_ping')
              ? `${head}Content-Length: 2\r\n\r\nOK`
              : `${head}Content-Length: ${body.length}\r\n\r\n${body}`,
          ),
        ),
      ),
    )
    const engine = await reach({ DOCKER_HOST: `tcp://127.0.0.1:${port}` })
    const failure = await failureOf(engine.containers.list())
    expect(failure.kind).toBe('server')
    expect(failure.message).toMatch(/^the answer to GET \/containers\/json is not what an engine says: /)
  })

  test('one that takes the connection and says nothing', async () => {
    const port = await listen(createServer())
    const engine = await reach({ DOCKER_HOST: `tcp://127.0.0.1:${port}` }, { answerPatience: 50 })
    const failure = await failureOf(engine.containers.list())
    expect(failure.kind).toBe('timeout')
    expect(failure.problem?.code).toBe('engine-timeout')
  })

  test('one that speaks too old an API, or a version that is none', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nApi-Version: 1.24\r\nContent-Length: 2\r\n\r\nOK'
    const port = await listen(createServer(socket => socket.end(answer)))
    const old = await reach({ DOCKER_HOST: `tcp://127.0.0.1:${port}` })
    expect(await failureOf(old.info())).toMatchObject({
      kind: 'unsupported',
      problem: { code: 'engine-too-old' },
    })
    const odd = await reach({ DOCKER_HOST: `unix://${enginePath}`, DOCKER_API_VERSION: 'newest' })
    expect(await failureOf(odd.info())).toMatchObject({
      kind: 'invalid',
      problem: { code: 'engine-address' },
    })
    const pinned = await reach({ DOCKER_HOST: `unix://${enginePath}`, DOCKER_API_VERSION: 'v1.40' })
    expect((await pinned.info()).apiVersion).toBe('1.40')
  })
})

describe('a connection that breaks', () => {
  test('closing leaves what is under way alone', async () => {
    const engine = await reach({ DOCKER_HOST: `unix://${enginePath}` })
    const id = await owned.running(['sh', '-c', 'sleep 0.3; exit 4'])
    const exit = engine.containers.wait(id, 'not-running')
    await engine.ping()
    engine.close()
    expect(await exit).toEqual({ exitCode: 4 })
  })

  test('ends events, waits and calls with an error, and the next call connects again', async () => {
    const server = createServer({ allowHalfOpen: true }, passToEngine)
    const port = await listen(server)
    const engine = await reach({ DOCKER_HOST: `tcp://127.0.0.1:${port}` })
    const id = await owned.running(['sh', '-c', 'echo here; sleep 600'])
    let events: Promise<IteratorResult<unknown>> | undefined
    await new Promise<void>(opened => {
      events = engine
        .events({ filters: { container: [id] }, opened })
        [Symbol.asyncIterator]()
        .next()
    })
    const log = engine.containers.logs(id, { follow: true })[Symbol.asyncIterator]()
    await readUntil(log, 'here')
    const ended = Promise.all([
      kindOf(events ?? Promise.resolve()),
      kindOf(log.next()),
      kindOf(engine.containers.wait(id, 'next-exit')),
    ])
    // Closed before the connections are cut, so that what connects just now is refused.
    server.close()
    for (const socket of sockets) socket.destroy()
    expect(await ended).toEqual(['unreachable', 'unreachable', 'unreachable'])
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
    expect((await engine.containers.inspect(id)).Id).toBe(id)
    engine.close()
  })
})
