// Short answers over kept connections, against a socket that answers as it is told: no engine breaks off in mid-word on demand.
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createReads, type Reads } from '../../../src/engine/docker/reads.ts'

type Respond = (socket: Socket, request: string, count: number) => void

interface Peer {
  readonly reads: Reads
  /** What was asked, in order, over all connections. */
  readonly requests: string[]
  readonly connections: () => number
}

const open: { server: Server; sockets: Set<Socket>; reads: Reads }[] = []

afterEach(async () => {
  for (const { server, sockets, reads } of open.splice(0)) {
    reads.close()
    for (const socket of sockets) socket.destroy()
    await new Promise(done => server.close(done))
  }
})

async function peerThat(respond: Respond, limit = Number.POSITIVE_INFINITY): Promise<Peer> {
  const requests: string[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer(socket => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', bytes => {
      requests.push(String(bytes))
      respond(socket, String(bytes), requests.length)
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  const reads = createReads(done => done(null, connect(port, '127.0.0.1')), limit)
  open.push({ server, sockets, reads })
  return { reads, requests, connections: () => connections }
}

const ask = (path = '/x', signal?: AbortSignal) => ({ path, headers: { Host: 'docker' }, signal })
const sized = (body: string, head = ''): string =>
  `HTTP/1.1 200 OK\r\n${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
const pause = (milliseconds: number) => new Promise(done => setTimeout(done, milliseconds))

describe('an answer', () => {
  test('has its status, its headers by any case, and its text', async () => {
    const { reads, requests } = await peerThat(socket =>
      socket.write(sized('{"a":1}', 'Api-Version: 1.41\r\n')),
    )
    const answer = await reads.get({
      path: '/v1.41/info?x=%20',
      headers: { Host: 'docker', 'X-Two': ['a', 'b'] },
    })
    expect(answer).toMatchObject({ status: 200, statusMessage: 'OK', text: '{"a":1}' })
    expect(answer.header('api-version')).toBe('1.41')
    expect(answer.header('ostype')).toBeUndefined()
    expect(requests).toEqual([
      'GET /v1.41/info?x=%20 HTTP/1.1\r\nHost: docker\r\nX-Two: a\r\nX-Two: b\r\n\r\n',
    ])
  })

  test('in chunks, a byte at a time, is put together, also where a letter is cut', async () => {
    const chunks =
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na\u00e9\r\n4;x=y\r\n\u{1f433}\r\n0\r\nX-End: 1\r\n\r\n'
    const { reads } = await peerThat(async socket => {
      socket.setNoDelay(true)
      for (const byte of Buffer.from(chunks)) {
        socket.write(Buffer.from([byte]))
        await pause(0)
      }
    })
    expect((await reads.get(ask())).text).toBe('a\u00e9\u{1f433}')
  })

  test('without a length ends with its connection, and the next has one of its own', async () => {
    const peer = await peerThat(socket => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it'))
    expect((await peer.reads.get(ask())).text).toBe('all of it')
    expect((await peer.reads.get(ask())).text).toBe('all of it')
    expect(peer.connections()).toBe(2)
  })

  test('comes after a "Continue"', async () => {
    const { reads } = await peerThat(socket => socket.write(`HTTP/1.1 100 Continue\r\n\r\n${sized('later')}`))
    expect(await reads.get(ask())).toMatchObject({ status: 200, text: 'later' })
  })

  test('may have no body, and a status that is a refusal', async () => {
    const { reads } = await peerThat((socket, _request, count) =>
      socket.write(
        count === 1 ? 'HTTP/1.1 204 No Content\r\n\r\n' : sized('no').replace('200 OK', '404 Not Found'),
      ),
    )
    expect(await reads.get(ask())).toMatchObject({ status: 204, text: '' })
    expect(await reads.get(ask())).toMatchObject({ status: 404, statusMessage: 'Not Found', text: 'no' })
  })
})

describe('a connection', () => {
  test('is kept, and carries one request after the other', async () => {
    const peer = await peerThat((socket, request) =>
      socket.write(sized(/GET (\S+)/.exec(request)?.[1] ?? '')),
    )
    for (const path of ['/a', '/b', '/c']) expect((await peer.reads.get(ask(path))).text).toBe(path)
    expect(peer.connections()).toBe(1)
    const answers = await Promise.all(['/d', '/e', '/f'].map(path => peer.reads.get(ask(path))))
    expect(answers.map(({ text }) => text)).toEqual(['/d', '/e', '/f'])
    expect(peer.connections()).toBe(3)
  })

  test('that was to be closed is not used again', async () => {
    const connectionsAfterTwo = async (answer: string) => {
      const peer = await peerThat(socket => socket.write(answer))
      await peer.reads.get(ask())
      await peer.reads.get(ask())
      return peer.connections()
    }
    expect(await connectionsAfterTwo(sized('x', 'Connection: close\r\n'))).toBe(2)
    const older = (head: string) => sized('x', head).replace('HTTP/1.1', 'HTTP/1.0')
    expect(await connectionsAfterTwo(older(''))).toBe(2)
    expect(await connectionsAfterTwo(older('Connection: Keep-Alive\r\n'))).toBe(1)
  })

  test('that the engine closed meanwhile is replaced, and the request made again', async () => {
    const peer = await peerThat((socket, _request, count) => {
      // The second request arrives at a connection that closes without a word.
      if (count === 2) socket.destroy()
      else socket.write(sized(`answer ${count}`))
    })
    expect((await peer.reads.get(ask())).text).toBe('answer 1')
    expect((await peer.reads.get(ask())).text).toBe('answer 3')
    expect(peer.connections()).toBe(2)
  })

  test('over which something came that nobody asked for is not used again', async () => {
    const peer = await peerThat(async socket => {
      socket.write(sized('asked'))
      await pause(20)
      socket.write(sized('not asked'))
    })
    expect((await peer.reads.get(ask())).text).toBe('asked')
    await pause(60)
    expect((await peer.reads.get(ask())).text).toBe('asked')
    expect(peer.connections()).toBe(2)
  })

  test('is waited for where no more may stand', async () => {
    let now = 0
    let most = 0
    const peer = await peerThat(async (socket, request) => {
      now += 1
      most = Math.max(most, now)
      await pause(5)
      now -= 1
      socket.write(sized(/GET (\S+)/.exec(request)?.[1] ?? ''))
    }, 2)
    const paths = Array.from({ length: 9 }, (_, index) => `/${index}`)
    const answers = await Promise.all(paths.map(path => peer.reads.get(ask(path))))
    expect(answers.map(({ text }) => text)).toEqual(paths)
    expect(most).toBe(2)
    expect(peer.connections()).toBe(2)
  })

  test('that fails lets the next in the queue have one of its own', async () => {
    const peer = await peerThat((socket, _request, count) => {
      if (count === 1) socket.destroy()
      else socket.write(sized('fine'))
    }, 1)
    const [first, second] = await Promise.allSettled([peer.reads.get(ask('/1')), peer.reads.get(ask('/2'))])
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'ECONNRESET' } })
    expect(second).toMatchObject({ status: 'fulfilled', value: { text: 'fine' } })
  })
})

describe('a request', () => {
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'answered',
      error => error.code ?? error.message,
    )

  test('whose answer breaks off, at any place, is told so', async () => {
    const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123'
    for (const length of [0, 17, 30, whole.length]) {
      const { reads } = await peerThat(socket => socket.end(whole.slice(0, length)))
      expect(await codeOf(reads.get(ask())), `after ${length} bytes`).toBe('ECONNRESET')
    }
    const { reads } = await peerThat(socket =>
      socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc'),
    )
    expect(await codeOf(reads.get(ask()))).toBe('ECONNRESET')
  })

  test('whose answer is another protocol is told so', async () => {
    for (const bytes of ['SSH-2.0-OpenSSH_9.2\r\n', '\x15\x03\x01\x00\x02\x02\x16']) {
      const { reads } = await peerThat(socket => socket.end(Buffer.from(bytes, 'latin1')))
      expect(await codeOf(reads.get(ask()))).toBe('HPE_INVALID_CONSTANT')
    }
  })

  test('whose answer is broken HTTP is told so', async () => {
    const ok = 'HTTP/1.1 200 OK\r\n'
    const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`
    const broken: Record<string, string> = {
      [`${ok}Content-Length: many\r\n\r\nx`]: 'HPE_INVALID_CONTENT_LENGTH',
      [`${ok}Content-Length: -1\r\n\r\nx`]: 'HPE_INVALID_CONTENT_LENGTH',
      [`${chunked}zz\r\nabc\r\n`]: 'HPE_INVALID_CHUNK_SIZE',
      [`${chunked}2\r\nabc\r\n0\r\n\r\n`]: 'HPE_STRICT',
      [`${ok}X: ${'y'.repeat(70_000)}`]: 'HPE_HEADER_OVERFLOW',
      'HTTP/2 200\r\n\r\n': 'HPE_INVALID_CONSTANT',
      [`${sized('one')}${sized('two')}`]: 'HPE_CLOSED_CONNECTION',
    }
    for (const [bytes, code] of Object.entries(broken)) {
      const { reads } = await peerThat(socket => socket.write(bytes))
      expect(await codeOf(reads.get(ask())), bytes.slice(0, 60)).toBe(code)
    }
  })

  test('ends with its signal: before, in the queue, and while it waits', async () => {
    const peer = await peerThat((socket, request) => {
      if (request.includes('/quick')) socket.write(sized('quick'))
    }, 1)
    const reason = new Error('enough')
    await expect(peer.reads.get(ask('/never', AbortSignal.abort(reason)))).rejects.toBe(reason)
    expect(peer.requests).toEqual([])

    const leaving = new AbortController()
    const waiting = peer.reads.get(ask('/slow', leaving.signal))
    const queued = peer.reads.get(ask('/queued', leaving.signal))
    const other = peer.reads.get(ask('/quick'))
    const ends = Promise.allSettled([waiting, queued, other])
    await pause(30)
    leaving.abort(reason)
    expect(await ends).toMatchObject([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
      { status: 'fulfilled', value: { text: 'quick' } },
    ])
    expect(peer.requests.join()).not.toContain('/queued')
  })

  test('that would break its line is not sent', async () => {
    const { reads, requests } = await peerThat(socket => socket.write(sized('x')))
    await expect(reads.get(ask('/a\r\nX: y'))).rejects.toThrow(TypeError)
    await expect(reads.get(ask('/a b'))).rejects.toThrow(TypeError)
    await expect(reads.get({ path: '/', headers: { 'X-A': 'b\nc' } })).rejects.toThrow(TypeError)
    expect(requests).toEqual([])
  })

  test('to a place where nobody listens is told the reason of the socket', async () => {
    const reads = createReads(done => done(null, connect('/nowhere/engine.sock')), 1)
    expect(await codeOf(reads.get(ask()))).toBe('ENOENT')
    const refusing = createReads(done => done(new Error('no way')), 1)
    expect(await codeOf(refusing.get(ask()))).toBe('no way')
    // A place is free again after it.
    expect(await codeOf(refusing.get(ask()))).toBe('no way')
  })

  test('that waits for a connection which cannot be opened tries one of its own', async () => {
    const late = createReads(done => void setImmediate(() => done(new Error('no way'))), 1)
    const all = [late.get(ask()), late.get(ask()), late.get(ask())]
    expect(await Promise.all(all.map(codeOf))).toEqual(['no way', 'no way', 'no way'])
  })
})
