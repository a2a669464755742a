// Services that a program of its own provides: `docker-TYPE`, where docker keeps its plugins, or TYPE on the PATH, called as
// `PROGRAM compose --project-name=P up|down|stop --option=value SERVICE`. It answers in JSON lines: info, error, debug, and setenv and
// rawsetenv for the variables of the services that depend on it. `PROGRAM compose metadata` says which options it takes.
import { execFile, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { findPlugin } from '../../image/index.ts'
import type { StepOf } from '../../plan/index.ts'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import { done, type Performer } from '../perform-context.ts'

interface ProviderLine {
  readonly type?: string
  readonly message?: string
}

interface Parameter {
  readonly name: string
  readonly required?: boolean
}

/** What a program says of one of its commands; absent: it says nothing, and takes everything. */
type Metadata = Readonly<Record<string, { readonly parameters?: readonly Parameter[] | null } | undefined>>

export const performRunProvider: Performer<'runProvider'> = async (step, { run, report }) => {
  const env = { ...run.project?.environment, ...run.imageContext.environment }
  const program = (await findPlugin(step.type, run.imageContext)) ?? step.type
  const metadata = await readMetadata(program, env)
  // Only who says so knows what to do when a stack is stopped.
  if (step.action === 'stop' && metadata.stop === undefined) return { state: 'not-needed' }
  const parameters = metadata[step.action]?.parameters ?? []
  const missing = parameters.filter(({ name, required }) => required && step.options[name] === undefined)
  if (missing.length > 0) {
    throw failure(step, `needs the option ${missing.map(({ name }) => name).join(', ')}`, {
      hint: `write it below provider.options of ${step.service}`,
    })
  }
  const variables = new Map<string, string>()
  const said = await new Promise<{ code: number; error?: string; isMissing?: boolean }>(resolve => {
    let error: string | undefined
    const args = [
      'compose',
      `--project-name=${run.stack}`,
      step.action,
      ...optionArgs(step.options, parameters),
      step.service,
    ]
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], signal: run.signal })
    child.on('error', (fault: NodeJS.ErrnoException) =>
      resolve({ code: -1, error: fault.message, isMissing: fault.code === 'ENOENT' }),
    )
    createInterface({ input: child.stderr }).on('line', line => report.output('stderr', line))
    createInterface({ input: child.stdout }).on('line', line => {
      const { type, message = '' } = readLine(line)
      const at = message.indexOf('=')
      if (type === 'error') error = message
      else if (type === 'info') report.progress(message)
      else if (type !== 'setenv' && type !== 'rawsetenv') {
        if (type !== 'debug') report.output('stdout', line)
      } else if (at < 1) error ??= `it set a variable without a value: ${message}`
      else {
        const prefix = type === 'setenv' ? `${step.service.toUpperCase()}_` : ''
        variables.set(prefix + message.slice(0, at), message.slice(at + 1))
      }
    })
    child.on('close', exit => resolve({ code: exit ?? -1, ...(error !== undefined && { error }) }))
  })
  if (said.isMissing) {
    throw failure(step, 'is not installed', {
      hint: `install a program named ${step.type} into a folder of PATH, or docker-${step.type} among docker's plugins`,
    })
  }
  if (said.error !== undefined) throw failure(step, `failed: ${said.error}`)
  if (said.code !== 0) throw failure(step, `failed with exit code ${said.code}`)
  run.provided.set(step.service, variables)
  return done
}

function failure(step: StepOf<'runProvider'>, what: string, rest: { hint?: string } = {}): ProblemError {
  return new ProblemError(
    errorProblem('provider-failed', `the provider ${step.type} of ${step.service} ${what}`, {
      hint: rest.hint ?? 'see what it printed above',
    }),
  )
}

function readMetadata(program: string, env: NodeJS.ProcessEnv): Promise<Metadata> {
  return new Promise(resolve => {
    execFile(program, ['compose', 'metadata'], { env }, (error, stdout) => {
      try {
        const said: unknown = error ? undefined : JSON.parse(stdout)
        resolve(typeof said === 'object' && said !== null ? (said as Metadata) : {})
      } catch {
        resolve({})
      }
    })
  })
}

/** Options that the program says it does not take are left out. */
function optionArgs(options: Readonly<Record<string, unknown>>, parameters: readonly Parameter[]): string[] {
  return Object.entries(options)
    .filter(([name]) => parameters.length === 0 || parameters.some(known => known.name === name))
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map(one => `--${name}=${String(one)}`),
    )
}

function readLine(line: string): ProviderLine {
  try {
    return JSON.parse(line) as ProviderLine
  } catch {
    return {}
  }
}
