// What of an agent's protocol reaches the agent, whatever pieces it comes in.
import { once } from 'node:events'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { GrpcCall } from '../../../../src/image/build/buildkit/grpc-server.ts'
import { loadMessages } from '../../../../src/image/build/buildkit/messages.ts'
import { sshService } from '../../../../src/image/build/buildkit/ssh-service.ts'

test('questions for keys and signatures pass, whole; all else is refused', async () => {
  const messages = await loadMessages()
  const path = join(tmpdir(), `test-agent-${process.pid}-${Math.random().toString(36).slice(2)}`)
  const heard: Buffer[] = []
  const agent = createServer(socket => {
    socket.on('data', data => {
      heard.push(data)
      if (Buffer.concat(heard).length >= 5 + 9) socket.end(Buffer.from([0, 0, 0, 1, 14]))
    })
  }).listen(path)
  await once(agent, 'listening')

  const keys = Buffer.from([0, 0, 0, 1, 11])
  const add = Buffer.from([0, 0, 0, 3, 17, 1, 2])
  const sign = Buffer.from([0, 0, 0, 5, 13, 1, 2, 3, 4])
  const wire = Buffer.concat([keys, add, sign])
  async function* pieces() {
    for (let at = 0; at < wire.length; at += 4) {
      yield Buffer.from(messages.encode('BytesMessage', { data: wire.subarray(at, at + 4) }))
    }
    await new Promise(() => {})
  }
  const answers: Buffer[] = []
  const call: GrpcCall = {
    metadata: () => ['deploy'],
    messages: pieces(),
    send: async message => {
      answers.push(messages.decode<{ data: Buffer }>('BytesMessage', message).data)
    },
  }
  const forward = sshService(messages, new Map([['deploy', path]]))['/moby.sshforward.v1.SSH/ForwardAgent']
  await forward?.(call)
  agent.close()
  expect(Buffer.concat(heard)).toEqual(Buffer.concat([keys, sign]))
  expect(answers.map(data => data[4])).toEqual([5, 14])
})
