// Runs the commands that a service asks for around start and stop. A command that fails fails the step, with its output.
import type { Engine } from '../engine/index.ts'
import type { ImageReporter } from '../image/index.ts'
import type { HookSpec } from '../lower/index.ts'
import { errorProblem, ProblemError } from '../problem/index.ts'

/** Runs the hooks one after the other inside of a running container. */
export async function runHooks(
  engine: Engine,
  container: string,
  hooks: readonly HookSpec[],
  report: ImageReporter,
  signal?: AbortSignal,
): Promise<void> {
  for (const hook of hooks) {
    report.progress(`running ${hook.command.join(' ')}`)
    const session = await engine.containers.exec(
      container,
      {
        command: hook.command,
        env: hook.env,
        user: hook.user,
        privileged: hook.privileged,
        workingDir: hook.workingDir,
      },
      signal,
    )
    const lines = lineSplitter(report)
    for await (const chunk of session.output) lines.push(chunk.stream, chunk.data)
    lines.end()
    const { exitCode } = await engine.containers.execInspect(session.id)
    if (exitCode !== 0) throw hookFailure(hook, exitCode ?? -1, lines.last())
  }
}

/** The problem of a hook that ended with another code than 0. */
export function hookFailure(hook: HookSpec, exitCode: number, lastLine: string | undefined): ProblemError {
  const who = hook.service === undefined ? '' : `${hook.service} `
  return new ProblemError(
    errorProblem('hook-failed', `${who}hook exited with status ${exitCode}: ${hook.command.join(' ')}`, {
      hint: 'mend the command, or what it needs, and run the same command again',
      ...(lastLine === undefined ? {} : { cause: lastLine }),
    }),
  )
}

/** Turns chunks into whole lines for the report and keeps the last one. */
export function lineSplitter(report: ImageReporter): {
  push(stream: 'stdout' | 'stderr', data: Uint8Array): void
  end(): void
  last(): string | undefined
} {
  const rest = { stdout: '', stderr: '' }
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() }
  let last: string | undefined

  function say(stream: 'stdout' | 'stderr', line: string): void {
    report.output(stream, line)
    if (line.trim() !== '') last = line
  }

  return {
    push(stream, data) {
      const lines = (rest[stream] + decoders[stream].decode(data, { stream: true })).split('\n')
      rest[stream] = lines.pop() ?? ''
      for (const line of lines) say(stream, line.replace(/\r$/, ''))
    },
    end() {
      for (const stream of ['stdout', 'stderr'] as const) if (rest[stream] !== '') say(stream, rest[stream])
    },
    last: () => last,
  }
}
