// The classic builder: `POST /build` with the context as a tar. Every engine has it.
import { isAbsolute, relative, sep } from 'node:path'
import { EngineError } from '../../engine/index.ts'
import { allAuths } from '../credentials/credentials.ts'
import { reportProgress } from '../transfer/progress.ts'
import type { ImageContext } from '../types.ts'
import { type ContextTar, packContext } from './context-tar.ts'
import type { Dockerfile } from './dockerfile.ts'
import { buildFault, lineInWords, lineOfStep } from './failure.ts'
import { readIgnoreRules } from './ignore.ts'
import { type BuildInputs, cacheReference } from './inputs.ts'
import { LineSplitter } from './lines.ts'

/** The name of a Dockerfile that is not in the context. */
const carriedName = '.gantry.dockerfile'

/** How much of a failing step's output is kept. */
const tailLength = 30

/**
 * Builds. What the builder cannot do must have been refused before.
 *
 * @throws ProblemError `build-failed`; EngineError where the engine is lost or the call was cancelled.
 */
export async function buildClassic(
  context: ImageContext,
  inputs: BuildInputs,
  dockerfile: Dockerfile,
): Promise<void> {
  const { engine, report, signal } = context
  const upload = await planUpload(inputs, dockerfile)
  const registryAuth = await allAuths(context)
  const tar = upload.tar === undefined ? nothing() : await packContext(upload.tar)
  const steps = new StepLog()
  const lines = new LineSplitter(line => {
    steps.read(line)
    report.output('stdout', line)
    const step = steps.current
    if (step !== undefined && steps.fresh) {
      report.progress(`[${step.number}/${step.total}] ${step.text}`, {
        current: step.number,
        total: step.total,
      })
    }
  })
  try {
    const answers = engine.images.build(tar, queryOf(inputs, upload), { registryAuth }, signal)
    for await (const answer of answers) {
      if (typeof answer.stream === 'string') lines.push(answer.stream)
      else reportProgress(report, answer)
    }
  } catch (error) {
    if (!(error instanceof EngineError) || isEngineLost(error)) throw error
    lines.end()
    const { message } = error
    const step = steps.current
    throw buildFault(
      {
        message,
        line: lineInWords(message) ?? (step && lineOfStep(dockerfile, step.number)),
        step: step?.text,
        output: steps.output,
      },
      inputs,
      dockerfile,
    )
  }
  lines.end()
}

const isEngineLost = (error: EngineError): boolean =>
  error.problem !== undefined || error.kind === 'cancelled' || error.kind === 'unreachable'

interface Upload {
  readonly tar?: ContextTar
  readonly remote?: string
  /** The Dockerfile's path in the context. */
  readonly dockerfile: string
}

async function planUpload(
  { context, dockerfile: source }: BuildInputs,
  dockerfile: Dockerfile,
): Promise<Upload> {
  if (context.kind === 'remote') return { remote: context.url, dockerfile: dockerfile.name }
  const folder = context.path
  const file = source.kind === 'file' ? source.path : undefined
  const rules = await readIgnoreRules(folder, file)
  const inside = file === undefined ? undefined : pathInside(folder, file)
  if (inside !== undefined) {
    const always = ['.dockerignore', inside]
    // The builder takes the two out again where .dockerignore, the only rules that it knows, names them.
    const extra = rules?.own ? [{ name: '.dockerignore', text: `${rules.text}\n.dockerignore\n` }] : []
    return { tar: { folder, rules, always, extra }, dockerfile: inside }
  }
  const ignore = [rules?.text ?? '.dockerignore', carriedName, ''].join('\n')
  const extra = [
    { name: carriedName, text: dockerfile.text ?? '' },
    { name: '.dockerignore', text: ignore },
  ]
  return { tar: { folder, rules, extra }, dockerfile: carriedName }
}

/** The path of a file in a folder, with slashes; undefined for one that is elsewhere. */
function pathInside(folder: string, file: string): string | undefined {
  const path = relative(folder, file)
  if (path === '' || isAbsolute(path) || path === '..' || path.startsWith(`..${sep}`)) return undefined
  return path.split(sep).join('/')
}

type Query = Record<string, string | number | boolean | readonly string[]>

function queryOf(inputs: BuildInputs, upload: Upload): Query {
  const { build } = inputs.request
  const platform = inputs.platforms[0]
  return {
    version: '1',
    rm: true,
    forcerm: true,
    t: inputs.tags,
    dockerfile: upload.dockerfile,
    buildargs: JSON.stringify({ ...inputs.proxyArgs, ...inputs.args }),
    labels: JSON.stringify(inputs.labels),
    ...(upload.remote !== undefined && { remote: upload.remote }),
    ...(build.target && { target: build.target }),
    ...(build.cache_from?.length && { cachefrom: JSON.stringify(build.cache_from.map(cacheReference)) }),
    ...(build.network && { networkmode: build.network }),
    ...(build.extra_hosts?.length && { extrahosts: build.extra_hosts.map(withColon) }),
    ...(build.isolation && { isolation: build.isolation }),
    ...(inputs.shmSize !== undefined && { shmsize: inputs.shmSize }),
    ...(inputs.memory !== undefined && { memory: inputs.memory }),
    ...(inputs.ulimits.length > 0 && {
      ulimits: JSON.stringify(
        inputs.ulimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
      ),
    }),
    ...(inputs.pull && { pull: true }),
    ...(inputs.noCache && { nocache: true }),
    ...(platform !== undefined && { platform }),
  }
}

/** The engine wants `host:address`. */
const withColon = (line: string): string => line.replace('=', ':')

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** What the builder prints, by step. */
class StepLog {
  current: { number: number; total: number; text: string } | undefined
  output: string[] = []
  /** Whether the last line read began a step. */
  fresh = false

  read(line: string): void {
    const [, number, total, text] = /^Step (\d+)\/(\d+) : (.*)$/.exec(line) ?? []
    this.fresh = text !== undefined
    if (text !== undefined) {
      this.current = { number: Number(number), total: Number(total), text }
      this.output = []
    } else if (!/^( ---> |Removing intermediate container )/.test(line)) {
      this.output.push(line)
      if (this.output.length > tailLength) this.output.shift()
    }
  }
}
