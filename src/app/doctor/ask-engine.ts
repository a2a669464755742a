// Whether an engine answers, and where it was looked for. Everything else of the doctor starts from its answer.
import { access, constants, stat } from 'node:fs/promises'
import { usualSockets } from '../../engine/index.ts'
import { ProblemError } from '../../problem/index.ts'
import { formatDurationMs } from '../../support/index.ts'
import type { AppContext } from '../context.ts'
import { type Answering, about, type Finding } from './finding.ts'

const { ok, warning, fault } = about('engine')

/** Milliseconds for a sign of life, and for the engine to tell of itself, for which a busy one may need long. */
const [signPatience, infoPatience] = [20_000, 45_000]

/** Milliseconds from which on an answer is slow. */
const slow = 5_000

/** Asks, within its patience. */
export async function askEngine(
  context: AppContext,
): Promise<{ readonly answering: Answering | undefined; readonly findings: readonly Finding[] }> {
  try {
    const engine = await context.engine()
    await within(engine.ping(), signPatience)
    const began = context.now()
    const info = await within(engine.info(), infoPatience)
    const ended = context.now()
    const askedAt = (began + ended) / 2
    const { address } = engine
    const from = {
      flag: '--host or --context',
      DOCKER_HOST: 'DOCKER_HOST',
      context: `docker context ${address.context}`,
      default: 'the usual socket',
    }[address.source]
    const where = `${address.host} (${from})`
    return {
      answering: { engine, info, askedAt, uncertainty: (ended - began) / 2 },
      findings: [
        ok(
          `Docker Engine ${info.version} (API ${info.apiVersion}, ${info.os}/${info.arch}) answers at ${where}`,
        ),
        ...(ended - began > slow
          ? [
              warning(
                `the engine took ${formatDurationMs(ended - began)} to answer: it is busy`,
                'see top on its machine',
              ),
            ]
          : []),
        ...(await socketRights(address.host)),
        ...shadowed(context),
      ],
    }
  } catch (error) {
    const [first] = problemsOf(error)
    const sockets = await usual(context)
    const chosen = context.environment.DOCKER_HOST
      ? 'DOCKER_HOST'
      : context.environment.DOCKER_CONTEXT
        ? 'DOCKER_CONTEXT'
        : undefined
    const other = chosen === undefined ? undefined : sockets.find(one => one.state === 'there')
    return {
      answering: undefined,
      findings: [
        fault(
          `${first?.message ?? `the engine cannot be asked: ${messageOf(error)}`}${
            chosen === undefined
              ? `; looked at ${sockets.map(one => `${one.path} (${one.state})`).join(', ')}`
              : ''
          }`,
          first?.hint ?? 'see that the engine runs, and that DOCKER_HOST or the docker context is right',
        ),
        ...(other === undefined
          ? []
          : [ok(`${other.path} is there, which ${chosen} passes by`, `unset ${chosen}`)]),
      ],
    }
  }
}

/** Rejects after so many milliseconds; what was begun is left to itself. */
export async function within<T>(work: Promise<T>, patience: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patience / 1000} s`)), patience)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

export function problemsOf(error: unknown) {
  if (error instanceof ProblemError) return error.problems
  const inner = (error as { problem?: ProblemError['problems'][number] } | null)?.problem
  return inner === undefined ? [] : [inner]
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The sockets that are tried where nobody says which engine is meant. */
async function usual({
  environment,
  homeDirectory,
}: AppContext): Promise<readonly { readonly path: string; readonly state: string }[]> {
  const paths = usualSockets({ environment, homeDirectory })
  return await Promise.all(paths.map(async path => ({ path, state: await stateOf(path) })))
}

async function stateOf(path: string): Promise<string> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error)
  if (found instanceof Error) return found.code === 'EACCES' ? 'not ours to see' : 'not there'
  if (!found.isSocket()) return 'no socket'
  return await access(path, constants.R_OK | constants.W_OK).then(
    () => 'there',
    () => 'not ours to open',
  )
}

/** Whoever may write to the socket is root on the engine's machine. */
async function socketRights(host: string): Promise<readonly Finding[]> {
  const path = /^unix:\/\/(.+)$/.exec(host)?.[1]
  const found = path === undefined ? undefined : await stat(path).catch(() => undefined)
  if (found === undefined || (found.mode & 0o002) === 0) return []
  return [
    warning(
      `every user of this machine may write to ${path}, and so be root on it`,
      `sudo chmod 660 ${path}`,
    ),
  ]
}

function shadowed({ environment }: AppContext): readonly Finding[] {
  const { DOCKER_HOST, DOCKER_CONTEXT, DOCKER_API_VERSION } = environment
  return [
    ...(DOCKER_HOST && DOCKER_CONTEXT
      ? [warning('DOCKER_HOST and DOCKER_CONTEXT are both set: DOCKER_HOST wins', 'unset DOCKER_HOST')]
      : []),
    ...(DOCKER_API_VERSION
      ? [
          warning(
            `DOCKER_API_VERSION holds the engine to API ${DOCKER_API_VERSION}`,
            'unset DOCKER_API_VERSION',
          ),
        ]
      : []),
  ]
}
