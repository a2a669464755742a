// Building through the docker-buildx plugin, run as a program of its own against the engine in use.
import { spawn } from 'node:child_process'
import { EngineError } from '../../engine/index.ts'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import type { ImageContext } from '../types.ts'
import { type BuildxCall, type BuildxOutput, buildxCall, engineVariables } from './buildx-arguments.ts'
import { BuildxStatus } from './buildx-status.ts'
import type { Dockerfile } from './dockerfile.ts'
import { buildFault, lineInWords, lineOfName } from './failure.ts'
import type { Buildx } from './find-buildx.ts'
import type { BuildInputs } from './inputs.ts'
import { LineSplitter } from './lines.ts'
import { SolveLog, tidyError } from './solve-log.ts'

/** Builds. @throws ProblemError `build-failed`, `builder-missing`; EngineError `cancelled`. */
export async function buildBuildx(
  context: ImageContext,
  job: {
    readonly inputs: BuildInputs
    readonly dockerfile: Dockerfile
    readonly buildx: Buildx
    readonly output: Omit<BuildxOutput, 'progress'>
  },
): Promise<void> {
  const { inputs, dockerfile, buildx, output } = job
  const attempt = async (progress: 'rawjson' | 'plain') => {
    const log = new SolveLog(context.report)
    const status = new BuildxStatus(log)
    const call = buildxCall(inputs, { ...output, progress })
    const code = await run(buildx.program, call, context, line => {
      if (progress === 'plain') context.report.output('stderr', line)
      status.line(line)
    })
    return { code, log, status }
  }
  let { code, log, status } = await attempt('rawjson')
  // Before 0.13. Asking for the version first would cost every build a start of the plugin.
  if (code !== 0 && status.words.some(line => /invalid progress (mode|value)/.test(line)))
    ({ code, log, status } = await attempt('plain'))
  if (context.signal?.aborted) throw new EngineError('cancelled', 'the build was cancelled')
  if (code === 0) return
  const words = status.words.join('\n').trim()
  throw buildFault(
    {
      message: log.failed === undefined ? lastWords(status.words) : tidyError(log.failed.error),
      line: lineInWords(words) ?? (log.failed && lineOfName(dockerfile, log.failed.name)),
      step: log.failed?.name,
      output: log.failed?.output ?? status.words.slice(-30),
    },
    inputs,
    dockerfile,
  )
}

/** The plugin's error, without the names of the layers that it passed. */
function lastWords(words: readonly string[]): string {
  const at = words.findLastIndex(line => line.startsWith('ERROR: '))
  const error =
    words[at] ?? words.findLast(line => line.trim() !== '') ?? 'docker-buildx ended without a word'
  return tidyError(error.replace(/^ERROR: /, ''))
}

function run(
  program: string,
  call: BuildxCall,
  { environment, homeDirectory, engine, signal }: ImageContext,
  onLine: (line: string) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return resolve(1)
    const child = spawn(program, call.args, {
      env: { HOME: homeDirectory, ...environment, ...engineVariables(engine.address), ...call.variables },
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    const onAbort = () => child.kill('SIGTERM')
    signal?.addEventListener('abort', onAbort, { once: true })
    const lines = new LineSplitter(onLine)
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => lines.push(chunk))
    child.once('error', (error: NodeJS.ErrnoException) => {
      signal?.removeEventListener('abort', onAbort)
      reject(
        new ProblemError(
          errorProblem('builder-missing', `${program} cannot be run (${error.code})`, {
            hint: 'install docker-buildx anew, or set DOCKER_BUILDKIT=0 for the classic builder',
          }),
        ),
      )
    })
    child.once('close', code => {
      signal?.removeEventListener('abort', onAbort)
      lines.end()
      resolve(code ?? 1)
    })
    // A plugin that ends before it has read the Dockerfile tells why on its own.
    child.stdin.on('error', () => {})
    child.stdin.end(call.input ?? '')
  })
}
