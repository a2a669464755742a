// A build's session: the connection over which the engine's BuildKit asks this machine for files, secrets, credentials and
// signatures, and for this one build alone. Knows what is offered, not what is built.
import { createHash, randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { ImageContext } from '../../types.ts'
import type { BuildInputs } from '../inputs.ts'
import { authService } from './auth-service.ts'
import { type FileSource, fileService } from './file-service.ts'
import { type GrpcHandlers, serveGrpc, unary } from './grpc-server.ts'
import type { Messages } from './messages.ts'
import { secretService } from './secret-service.ts'
import { openAgents } from './ssh-agents.ts'
import { sshService } from './ssh-service.ts'

export interface BuildSession {
  readonly id: string
  /** What went wrong here first: BuildKit's own words tell less of it. */
  fault(): unknown
  close(): Promise<void>
}

/** Opens it. @throws ProblemError `build-ssh`; EngineError where the engine has no BuildKit or is lost. */
export async function openSession(
  context: ImageContext,
  inputs: BuildInputs,
  offered: { readonly messages: Messages; readonly sources: ReadonlyMap<string, FileSource> },
): Promise<BuildSession> {
  const { messages, sources } = offered
  const agents = await openAgents(inputs, context.environment)
  const services: GrpcHandlers = {
    ...fileService(messages, sources),
    ...authService(messages, context),
    ...secretService(messages, inputs.secrets),
    ...(agents.sockets.size > 0 && sshService(messages, agents.sockets)),
  }
  const offer = {
    id: randomUUID().replaceAll('-', ''),
    name: inputs.request.service,
    sharedKey: keyOfFolders(inputs),
    methods: Object.keys(services),
  }
  try {
    const socket = await context.engine.buildKit.session(offer, context.signal)
    const health = {
      '/grpc.health.v1.Health/Check': unary(() => messages.encode('HealthCheckResponse', { status: 1 })),
    }
    let fault: unknown
    serveGrpc(socket, { ...services, ...health }, error => {
      fault ??= error
    })
    return {
      id: offer.id,
      fault: () => fault,
      close: async () => {
        // As in grpc-client.ts: what had arrived before the session began has to reach it first.
        await new Promise(resolve => setImmediate(resolve))
        socket.destroy()
        await agents.close()
      },
    }
  } catch (error) {
    await agents.close()
    throw error
  }
}

/**
 * Builds of one key share what the engine has of their folders. The Dockerfile is part of it: it decides which files are
 * fetched, and two that take turns would throw out what the other had fetched.
 */
function keyOfFolders({ context, dockerfile, request }: BuildInputs): string {
  const folder = context.kind === 'folder' ? context.path : context.url
  const file = dockerfile.kind === 'file' ? dockerfile.path : request.service
  return createHash('sha256')
    .update(JSON.stringify([hostname(), folder, file]))
    .digest('hex')
}
