// Building with the engine's own BuildKit, over connections that the engine gives over: one on which it is asked for the build
// and tells of it, one on which it fetches what the build needs.
import { randomUUID } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { EngineError } from '../../../engine/index.ts'
import { errorProblem, ProblemError } from '../../../problem/index.ts'
import type { ImageContext } from '../../types.ts'
import type { Dockerfile } from '../dockerfile.ts'
import { buildFault, lineInWords, lineOfName } from '../failure.ts'
import { type BuildInputs, wantsHostGateway } from '../inputs.ts'
import { SolveLog, type SolveStatus, tidyError } from '../solve-log.ts'
import { connectGrpc, type GrpcClient } from './grpc-client.ts'
import { ConnectionLost, GrpcError } from './grpc-frames.ts'
import { loadMessages, type Messages } from './messages.ts'
import { openSession } from './session.ts'
import { lineOfFault } from './solve-fault.ts'
import { localSources, solveRequest } from './solve-request.ts'

/**
 * Builds. What it cannot do must have been refused before.
 *
 * @throws ProblemError `build-failed`, `build-secret`, `build-ssh`, `build-context`; EngineError where the engine is lost or the
 * call was cancelled.
 */
export async function buildBuildKit(
  context: ImageContext,
  job: {
    readonly inputs: BuildInputs
    readonly dockerfile: Dockerfile
    /** To BuildKit; closed at the end. */
    readonly connection: Duplex
  },
): Promise<void> {
  const { inputs, dockerfile, connection } = job
  const control = connectGrpc(connection)
  try {
    const messages = await loadMessages()
    const session = await openSession(context, inputs, { messages, sources: localSources(inputs) })
    const log = new SolveLog(context.report)
    try {
      await solve(control, { inputs, messages, log, session: session.id })
    } catch (error) {
      if (context.signal?.aborted) throw cancelledFault(context.signal)
      if (!(error instanceof GrpcError)) throw error
      if (session.fault() instanceof ProblemError) throw session.fault()
      if (error instanceof ConnectionLost) throw lostFault(error)
      const { failed } = log
      throw buildFault(
        {
          message: tidyError(failed?.error ?? error.message),
          line:
            lineOfFault(error, messages) ??
            lineInWords(error.message) ??
            (failed && lineOfName(dockerfile, failed.name)),
          step: failed?.name,
          output: failed?.output ?? [],
        },
        inputs,
        dockerfile,
      )
    } finally {
      await session.close()
    }
  } finally {
    control.close()
  }
}

interface Solving {
  readonly inputs: BuildInputs
  readonly messages: Messages
  readonly log: SolveLog
  readonly session: string
}

/** Asks for the build, and reads on until its last news. */
async function solve(control: GrpcClient, { inputs, messages, log, session }: Solving): Promise<void> {
  const ref = randomUUID().replaceAll('-', '')
  const hostGateway = wantsHostGateway(inputs) ? await askHostGateway(control, messages, inputs) : undefined
  const request = messages.encode('SolveRequest', solveRequest(inputs, { ref, session, hostGateway }))
  const told = followStatus(control, { ref, messages, log })
  try {
    await control.call('/moby.buildkit.v1.Control/Solve', request)
  } finally {
    await lastNews(told)
  }
}

const cancelledFault = (signal: AbortSignal): EngineError =>
  new EngineError('cancelled', 'the build was cancelled', { cause: signal.reason })

function lostFault(cause: unknown): EngineError {
  const message = 'the connection to the engine was lost while it built'
  const hint = 'see that the engine runs, then run the same command again'
  const problem = errorProblem('engine-connection-lost', message, { hint })
  return new EngineError('unreachable', message, { problem, cause })
}

/** Reads what BuildKit tells of a build until there is no more. A build does not fail for want of news of it. */
async function followStatus(
  control: GrpcClient,
  { ref, messages, log }: { ref: string; messages: Messages; log: SolveLog },
): Promise<void> {
  try {
    const request = messages.encode('StatusRequest', { ref })
    for await (const news of control.stream('/moby.buildkit.v1.Control/Status', request)) {
      log.read(messages.decode<SolveStatus>('StatusResponse', news))
    }
  } catch {
    // The build's own answer tells what matters.
  }
}

/** How long BuildKit may take to end its news once the build has ended. */
const newsPatience = 5_000

async function lastNews(told: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<void>(resolve => {
    timer = setTimeout(resolve, newsPatience)
  })
  await Promise.race([told, patience])
  clearTimeout(timer)
}

const gatewayLabel = 'org.mobyproject.buildkit.worker.moby.host-gateway-ip'

/** The address at which containers reach the engine's host. */
async function askHostGateway(control: GrpcClient, messages: Messages, inputs: BuildInputs): Promise<string> {
  const reply = await control.call('/moby.buildkit.v1.Control/ListWorkers', new Uint8Array())
  const { records } = messages.decode<{ records: readonly { labels: Record<string, string> }[] }>(
    'ListWorkersResponse',
    reply,
  )
  const address = records.map(({ labels }) => labels[gatewayLabel]).find(Boolean)
  if (address !== undefined) return address
  throw new ProblemError(
    errorProblem('build-unsupported', "the engine's BuildKit does not say what host-gateway stands for", {
      hint: "write the host's address, or set DOCKER_BUILDKIT=0: the classic builder knows it",
      place: inputs.at('extra_hosts'),
      path: `services.${inputs.request.service}.build.extra_hosts`,
    }),
  )
}
