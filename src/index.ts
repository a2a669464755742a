// The library: load, plan, apply and the use cases, typed. The command line is its first user.

import { homedir } from 'node:os'
import process from 'node:process'
import type { AppContext } from './app/index.ts'
import { connectEngine } from './engine/docker/index.ts'
import type { Engine } from './engine/index.ts'
import { createNodeIo } from './load/index.ts'

export * from './app/index.ts'
export type { ApplyEvent, Outcome, Report } from './apply/index.ts'
export { connectEngine } from './engine/docker/index.ts'
export { EngineError, type EngineErrorKind, type EngineInfo } from './engine/index.ts'
export { type LoadRequest, type LoadResult, load } from './load/index.ts'
export type { FieldChange, Reason, Step, StepKind } from './plan/index.ts'
export { type Place, type Problem, ProblemError } from './problem/index.ts'

/** What a program may choose about its context; everything is optional. */
export interface ContextOptions {
  readonly workingDirectory?: string
  readonly environment?: Readonly<Record<string, string>>
  /** An engine that is connected already. */
  readonly engine?: Engine
  readonly signal?: AbortSignal
}

/**
 * The context of a Node program: this process's files, environment and clock, and the engine that DOCKER_HOST, the docker context or
 * the default socket name. Connects at the first use.
 */
export function nodeContext(options: ContextOptions = {}): AppContext {
  const environment = options.environment ?? definedOnly(process.env)
  const home = environment.HOME || homedir()
  const never = new AbortController().signal
  let engine: Promise<Engine> | undefined
  return {
    version: 'library',
    environment,
    workingDirectory: options.workingDirectory ?? process.cwd(),
    homeDirectory: home,
    io: createNodeIo(),
    stdin: async () => new Uint8Array(),
    engine: () => {
      engine ??= options.engine
        ? Promise.resolve(options.engine)
        : connectEngine({ environment, homeDirectory: home })
      return engine
    },
    now: Date.now,
    signal: options.signal ?? never,
    forceSignal: never,
  }
}

function definedOnly(variables: NodeJS.ProcessEnv): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(variables)) if (value !== undefined) result[name] = value
  return result
}
