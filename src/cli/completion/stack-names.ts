// Names to complete with: services and profiles of the stack files, and projects and contexts. The files are read without the engine, so
// that completing is fast and works while nothing runs; a fault is silence.
import { readdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { dockerEnvironment, engineChoice } from '../docker-flags.ts'
import { globalOptions } from '../global-options.ts'
import { interruptSignals } from '../signals.ts'

export interface StackNames {
  services(): Promise<readonly string[]>
  profiles(): Promise<readonly string[]>
  /** Asks the engine. */
  projects(): Promise<readonly string[]>
  contexts(): Promise<readonly string[]>
}

interface Surroundings {
  readonly environment: Readonly<Record<string, string>>
}

export function createStackNames(
  { environment: given }: Surroundings,
  own: Record<string, unknown>,
): StackNames {
  const environment = dockerEnvironment(own, given)
  async function context() {
    const { createContext } = await import('../wire.ts')
    const globals = globalOptions(own, environment)
    const interrupts = interruptSignals()
    return { app: createContext(environment, interrupts, globals, engineChoice(own)), globals }
  }
  async function project() {
    const { loadProject } = await import('../../app/index.ts')
    const { app, globals } = await context()
    // Standard input is the terminal's while somebody types.
    if (globals.files?.includes('-')) return undefined
    const tuning = { consistency: false, resolveEnvironment: false }
    const { project } = await loadProject(app, { ...globals, profiles: ['*'] }, tuning)
    return project
  }
  const quietly = (names: () => Promise<readonly string[]>) => () =>
    names().catch((): readonly string[] => [])
  return {
    services: quietly(async () => Object.keys((await project())?.stack.services ?? {}).sort()),
    profiles: quietly(async () => {
      const services = Object.values((await project())?.stack.services ?? {})
      return [...new Set(services.flatMap(service => service.profiles ?? []))].sort()
    }),
    projects: quietly(async () => {
      const { listProjects } = await import('../../app/index.ts')
      const { app } = await context()
      const engine = await app.engine()
      const rows = await listProjects(engine, { all: true })
      engine.close()
      return rows.map(row => row.Name)
    }),
    contexts: quietly(async () => {
      const folder = environment.DOCKER_CONFIG || path.join(environment.HOME || homedir(), '.docker')
      const meta = path.join(folder, 'contexts', 'meta')
      const ids = await readdir(meta).catch((): string[] => [])
      const names = await Promise.all(
        ids.map(async id => {
          const text = await readFile(path.join(meta, id, 'meta.json'), 'utf8')
          return (JSON.parse(text) as { Name?: string }).Name ?? ''
        }),
      )
      return ['default', ...names.filter(name => name !== '').sort()]
    }),
  }
}
