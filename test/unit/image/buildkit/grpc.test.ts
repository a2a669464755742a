// Our two sides of gRPC against each other over one connection.
import { once } from 'node:events'
import { connect as connectSocket, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectGrpc, type GrpcClient } from '../../../../src/image/build/buildkit/grpc-client.ts'
import {
  ConnectionLost,
  frameOf,
  GrpcError,
  grpcCode,
  readFrames,
} from '../../../../src/image/build/buildkit/grpc-frames.ts'
import { type GrpcHandlers, serveGrpc, unary } from '../../../../src/image/build/buildkit/grpc-server.ts'
import { loadMessages } from '../../../../src/image/build/buildkit/messages.ts'

describe('frames', () => {
  test.each([1, 3, 7, 1000])('come out whole where they arrive in pieces of %i bytes', async size => {
    const sent = ['one', '', 'x'.repeat(300), 'last'].map(text => Buffer.from(text))
    const wire = Buffer.concat(sent.map(frameOf))
    async function* pieces() {
      for (let at = 0; at < wire.length; at += size) yield wire.subarray(at, at + size)
    }
    const found: Buffer[] = []
    for await (const message of readFrames(pieces())) found.push(Buffer.from(message))
    expect(found).toEqual(sent)
  })
})

describe('messages', () => {
  test('what is written is read; unknown fields are skipped', async () => {
    const messages = await loadMessages()
    const stat = { path: 'a/ü', mode: 2 ** 31 + 0o755, size: 2 ** 40, modTime: 2 ** 60 + 2 ** 9 }
    const packet = messages.decode<{ stat: object; id: number }>(
      'Packet',
      messages.encode('Packet', { id: 7, stat }),
    )
    expect(packet).toMatchObject({ id: 7, stat })
    expect(messages.decode('BytesMessage', messages.encode('CredentialsResponse', { secret: 's' }))).toEqual({
      data: Buffer.alloc(0),
    })
  })
})

describe('calls', () => {
  let server: Server
  let client: GrpcClient
  const faults: unknown[] = []
  const handlers: GrpcHandlers = {
    '/echo': unary(message => message),
    '/names': async call => {
      for (const name of call.metadata('te')) await call.send(Buffer.from(name))
    },
    '/many': async call => {
      for (let number = 0; number < 2000; number++) await call.send(Buffer.alloc(1000, number))
    },
    '/refused': unary(() => Promise.reject(new GrpcError(grpcCode.notFound, 'nö, 100 %'))),
    '/broken': unary(() => Promise.reject(new Error('a fault of ours'))),
    '/hangs': () => new Promise(() => {}),
  }
  beforeEach(async () => {
    faults.length = 0
    const path = join(tmpdir(), `test-grpc-${process.pid}-${Math.random().toString(36).slice(2)}`)
    server = createServer(socket => serveGrpc(socket, handlers, error => faults.push(error))).listen(path)
    await once(server, 'listening')
    client = connectGrpc(connectSocket(path))
  })
  afterEach(() => {
    client.close()
    server.close()
  })

  test('side by side, one message each way', async () => {
    const texts = Array.from({ length: 50 }, (_, index) => `message ${index}`)
    const replies = await Promise.all(texts.map(text => client.call('/echo', Buffer.from(text))))
    expect(replies.map(String)).toEqual(texts)
  })

  test('headers, one value for itself', async () => {
    expect(String(await client.call('/names', Buffer.alloc(0)))).toBe('trailers')
  })

  test('many messages back, more than a window holds', async () => {
    let count = 0
    for await (const message of client.stream('/many', Buffer.alloc(0))) {
      if (!message.equals(Buffer.alloc(1000, count))) throw new Error(`message ${count} is another`)
      count++
    }
    expect(count).toBe(2000)
  })

  test('a status other than OK, in its own words; only faults of ours are heard', async () => {
    await expect(client.call('/refused', Buffer.alloc(0))).rejects.toMatchObject({
      code: 5,
      message: 'nö, 100 %',
    })
    expect(faults).toEqual([])
    await expect(client.call('/broken', Buffer.alloc(0))).rejects.toMatchObject({ code: 2 })
    expect(faults).toMatchObject([{ message: 'a fault of ours' }])
    await expect(client.call('/none', Buffer.alloc(0))).rejects.toMatchObject({ code: 12 })
  })

  test('a connection that ends is told from an answer', async () => {
    const call = client.call('/hangs', Buffer.alloc(0))
    client.close()
    await expect(call).rejects.toBeInstanceOf(ConnectionLost)
    await expect(client.call('/echo', Buffer.alloc(0))).rejects.toBeInstanceOf(ConnectionLost)
    const late = connectGrpc(connectSocket('/no/such/socket').destroy())
    await expect(late.call('/echo', Buffer.alloc(0))).rejects.toBeInstanceOf(ConnectionLost)
  })
})
