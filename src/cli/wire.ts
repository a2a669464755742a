// The only place where the docker adapter, the process and the use cases meet.

import { homedir } from 'node:os'
import process from 'node:process'
import { type AppContext, createNodeIo, type Engine } from '../app/index.ts'
import type { GlobalOptions } from './command-module.ts'
import type { EngineChoice } from './docker-flags.ts'
import type { Interrupts } from './signals.ts'
import { gantryVersion } from './version.ts'

export function createContext(
  environment: Readonly<Record<string, string>>,
  interrupts: Interrupts,
  globals: GlobalOptions,
  choice: EngineChoice,
): AppContext {
  let engine: Promise<Engine> | undefined
  return {
    version: gantryVersion,
    environment,
    workingDirectory: process.cwd(),
    homeDirectory: environment.HOME || homedir(),
    io: createNodeIo(),
    stdin: readStandardInput,
    engine: () => {
      engine ??= import('../engine/docker/index.ts').then(({ connectEngine }) =>
        connectEngine({ environment, homeDirectory: environment.HOME || homedir(), ...choice }),
      )
      return engine
    },
    ...(globals.compatibility && { compatibility: true }),
    now: Date.now,
    signal: interrupts.signal,
    forceSignal: interrupts.forceSignal,
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}
