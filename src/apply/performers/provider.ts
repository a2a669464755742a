// Services that a program of its own provides: `BINARY compose --project-name=P up|down|stop --opt=value SERVICE`. The program answers in
// JSON lines (info, error, debug, setenv, rawsetenv).
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import { done, type Performer } from '../perform-context.ts'

interface ProviderLine {
  readonly type?: string
  readonly message?: string
}

export const performRunProvider: Performer<'runProvider'> = async (step, { run, report }) => {
  const args = [
    'compose',
    `--project-name=${run.stack}`,
    step.action,
    ...optionArgs(step.options),
    step.service,
  ]
  const env = { ...run.imageContext.environment }
  const { code, failure, notFound } = await new Promise<{
    code: number
    failure?: string
    notFound?: boolean
  }>(resolve => {
    let failure: string | undefined
    const child = spawn(step.type, args, { env, stdio: ['ignore', 'pipe', 'pipe'], signal: run.signal })
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ code: -1, failure: error.message, notFound: error.code === 'ENOENT' }),
    )
    createInterface({ input: child.stderr }).on('line', line => report.output('stderr', line))
    createInterface({ input: child.stdout }).on('line', line => {
      const said = readLine(line)
      if (said.type === 'error') failure = said.message
      if (said.type === 'info') report.progress(said.message ?? '')
      else if (said.type !== 'setenv' && said.type !== 'rawsetenv')
        report.output('stdout', said.message ?? line)
    })
    child.on('close', exit => resolve({ code: exit ?? -1, failure }))
  })
  if (code === 0 && failure === undefined) return done
  throw new ProblemError(
    errorProblem(
      'provider-failed',
      notFound
        ? `the provider ${step.type} of ${step.service} is not installed`
        : `the provider ${step.type} of ${step.service} failed${failure ? `: ${failure}` : ` with exit code ${code}`}`,
      {
        hint: notFound
          ? `install a program named ${step.type} into a folder of PATH`
          : 'see what it printed above',
      },
    ),
  )
}

function optionArgs(options: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(options).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map(one => `--${name}=${String(one)}`),
  )
}

function readLine(line: string): ProviderLine {
  try {
    return JSON.parse(line) as ProviderLine
  } catch {
    return { type: 'debug', message: line }
  }
}
