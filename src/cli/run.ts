// One command line, from argv to the exit code: finds the command, loads its module, runs it, and shows what went wrong.
import process from 'node:process'
import { withEnvFileSettings } from '../app/index.ts'
import { openTerminal, renderProblems, type Terminal } from '../present/index.ts'
import { errorProblem, type Problem, ProblemError } from '../problem/index.ts'
import { catalog } from './catalog.ts'
import type { GlobalOptions } from './command-module.ts'
import { problemWords } from './compose-place.ts'
import { dockerEnvironment, engineChoice } from './docker-flags.ts'
import { isOnlySaid } from './dry-run.ts'
import { globalOptions, projectFlags } from './global-options.ts'
import { type Identity, readIdentity, renameHints } from './identity.ts'
import { parseArguments } from './program.ts'
import { NoticesShown } from './run-change.ts'
import { interruptSignals } from './signals.ts'
import { gantryVersion } from './version.ts'
import { createContext } from './wire.ts'

export async function runCli(argv: readonly string[]): Promise<number> {
  const { calledAs, pluginSocket, environment: given } = takeEnvironment()
  const identity = readIdentity(calledAs, argv)
  let terminal = openTerminal(process, given, 'auto')
  endWithOutput()
  try {
    const parsed = await parseArguments(identity, catalog, terminal)
    if (parsed.kind === 'answered') return parsed.exitCode
    if (parsed.kind === 'complete') {
      const { answerCompletion } = await import('./completion/answer.ts')
      return await answerCompletion({ ...parsed, identity, environment: given, terminal })
    }
    const { own } = parsed
    const environment = await withEnvFileSettings(
      dockerEnvironment(own, given),
      process.cwd(),
      projectFlags(own),
    )
    const globals = globalOptions(own, environment)
    terminal = openTerminal(process, environment, globals.ansi)
    if (globals.dryRun && (await isOnlySaid(parsed.name, parsed.args, terminal, identity))) return 0
    const interrupts = interruptSignals()
    if (pluginSocket !== undefined) {
      const { followPluginSocket } = await import('./plugin-socket.ts')
      followPluginSocket(pluginSocket, interrupts.terminate)
    }
    try {
      return await parsed.module.run({
        name: parsed.name,
        identity,
        options: parsed.options,
        args: parsed.args,
        globals,
        terminal,
        interrupts,
        app: createContext(environment, interrupts, globals, engineChoice(own)),
      })
    } catch (error) {
      await showFailure(error, terminal, identity, globals)
      return interrupts.signal.aborted ? 130 : 1
    } finally {
      interrupts.close()
    }
  } catch (error) {
    await showFailure(error, terminal, identity)
    return 1
  }
}

async function showFailure(
  error: unknown,
  terminal: Terminal,
  identity: Identity,
  globals?: GlobalOptions,
): Promise<void> {
  if (error instanceof NoticesShown) return
  const problems = problemsOf(error)
  const sources = (error as { sources?: ReadonlyMap<string, string> } | null)?.sources
  await terminal.stderr.write(
    renderProblems(renameHints(problems, identity), {
      output: terminal.stderr,
      environment: terminal.environment,
      workingDirectory: process.cwd(),
      ...problemWords(identity),
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

/** The process's environment. What is meant for this process alone is taken out, so that programs that it runs do not see it. */
function takeEnvironment() {
  const { GANTRY_CALLED_AS: calledAs, DOCKER_CLI_PLUGIN_SOCKET: pluginSocket } = process.env
  delete process.env.GANTRY_CALLED_AS
  delete process.env.DOCKER_CLI_PLUGIN_SOCKET
  // With it docker-buildx takes itself for a plugin that docker called, and does not know the words that we give it.
  delete process.env.DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND
  const environment: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) environment[name] = value
  return { calledAs, pluginSocket, environment }
}

/**
 * `gantry logs | head`: the reader went away, and there is nothing left to say. Where the output goes to a disk that is full, that is
 * the last that is said.
 */
function endWithOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0)
      if (stream === process.stdout)
        process.stderr.write(`error: the output cannot be written: ${error.message} [cannot-write]\n`)
      process.exit(1)
    })
  }
}
