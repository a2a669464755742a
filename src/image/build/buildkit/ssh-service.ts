// Agents that a step of the Dockerfile may ask for signatures. It gets no more than that: a build must not add keys to the
// user's agent or take them out.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { GrpcError, grpcCode } from './grpc-frames.ts'
import { type GrpcCall, type GrpcHandlers, unary } from './grpc-server.ts'
import type { Messages } from './messages.ts'

/** Serves moby.sshforward.v1.SSH with the sockets of agents by id. */
export function sshService(messages: Messages, agents: ReadonlyMap<string, string>): GrpcHandlers {
  const socketOf = (id: string): string => {
    const socket = agents.get(id || 'default')
    if (socket === undefined) throw new GrpcError(grpcCode.notFound, `no ssh agent is offered as ${id}`)
    return socket
  }
  return {
    '/moby.sshforward.v1.SSH/CheckAgent': unary(message => {
      socketOf(messages.decode<{ id: string }>('CheckAgentRequest', message).id)
      return new Uint8Array()
    }),
    '/moby.sshforward.v1.SSH/ForwardAgent': async call => {
      const socket = connect(socketOf(call.metadata('buildkit.ssh.id')[0] ?? ''))
      socket.on('error', () => undefined)
      try {
        await once(socket, 'connect')
        await Promise.race([passQuestions(call, messages, socket), passAnswers(call, messages, socket)])
      } finally {
        socket.destroy()
      }
    },
  }
}

async function passAnswers(call: GrpcCall, messages: Messages, socket: Socket): Promise<void> {
  for await (const data of socket) await call.send(messages.encode('BytesMessage', { data }))
}

/** Kinds of messages to an agent (draft-miller-ssh-agent): asking for its keys, for a signature, for what else it knows. */
const allowed: readonly number[] = [11, 13, 27]

/** An agent's answer to what it will not do, with its length before it. */
const failure = Buffer.from([0, 0, 0, 1, 5])

async function passQuestions(call: GrpcCall, messages: Messages, socket: Socket): Promise<void> {
  let pending = Buffer.alloc(0)
  for await (const bytes of call.messages) {
    const { data } = messages.decode<{ data: Uint8Array }>('BytesMessage', bytes)
    pending = Buffer.concat([pending, data])
    while (pending.length >= 5) {
      const end = 4 + pending.readUInt32BE(0)
      if (pending.length < end) break
      const question = pending.subarray(0, end)
      pending = pending.subarray(end)
      if (allowed.includes(question[4] as number)) socket.write(question)
      else await call.send(messages.encode('BytesMessage', { data: failure }))
    }
  }
}
