// One command line, from argv to the exit code: finds the command, loads its module, runs it, and shows what went wrong.
import process from 'node:process'
import { openTerminal, renderProblems, type Terminal } from '../present/index.ts'
import { errorProblem, type Problem, ProblemError } from '../problem/index.ts'
import { catalog } from './catalog.ts'
import type { GlobalOptions } from './command-module.ts'
import { parseArguments } from './program.ts'
import { NoticesShown } from './run-change.ts'
import { interruptSignals } from './signals.ts'
import { gantryVersion } from './version.ts'
import { createContext } from './wire.ts'

export async function runCli(argv: readonly string[]): Promise<number> {
  const environment = definedEnvironment()
  let terminal = openTerminal(process, environment, 'auto')
  endQuietlyOnBrokenPipe()
  try {
    const parsed = await parseArguments(argv, environment, catalog, terminal)
    if (parsed.kind === 'answered') return parsed.exitCode
    const { globals } = parsed
    terminal = openTerminal(process, environment, globals.ansi)
    const interrupts = interruptSignals()
    try {
      return await parsed.module.run({
        options: parsed.options,
        args: parsed.args,
        globals,
        terminal,
        interrupts,
        app: createContext(environment, interrupts, globals),
      })
    } catch (error) {
      await showFailure(error, terminal, globals)
      return interrupts.signal.aborted ? 130 : 1
    } finally {
      interrupts.close()
    }
  } catch (error) {
    await showFailure(error, terminal)
    return 1
  }
}

async function showFailure(error: unknown, terminal: Terminal, globals?: GlobalOptions): Promise<void> {
  if (error instanceof NoticesShown) return
  const problems = problemsOf(error)
  const sources = (error as { sources?: ReadonlyMap<string, string> } | null)?.sources
  await terminal.stderr.write(
    renderProblems(problems, {
      output: terminal.stderr,
      environment: terminal.environment,
      workingDirectory: process.cwd(),
      format: globals?.progress === 'json' ? 'json' : 'auto',
      ...(sources && { sources }),
    }),
  )
  if (terminal.environment.GANTRY_DEBUG && error instanceof Error) {
    await terminal.stderr.write(`${error.stack ?? error.message}\n`)
  }
}

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof ProblemError) return error.problems
  const inner = (error as { problem?: Problem } | null)?.problem
  if (inner !== undefined) return [inner]
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof Error && error.name === 'EngineError') return [errorProblem('step-failed', message)]
  return [
    errorProblem('internal', `gantry failed in a way it should not: ${message}`, {
      hint: `this is a fault of gantry ${gantryVersion}; set GANTRY_DEBUG=1 to see where, and report it`,
    }),
  ]
}

function definedEnvironment(): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) result[name] = value
  return result
}

/** `gantry logs | head`: the reader went away, and there is nothing left to say. */
function endQuietlyOnBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0)
      throw error
    })
  }
}
