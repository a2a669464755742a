// Settings of the command line that an env file gives: Docker Compose takes COMPOSE_ variables from there, too. Which files make the
// stack, its name and its profiles are the loader's matter, and so are problems of the files.
import path from 'node:path'
import { createNodeIo, readEnvironment } from '../load/index.ts'
import type { ProjectOptions } from './context.ts'

const settings = [
  'COMPOSE_ANSI',
  'COMPOSE_COMPATIBILITY',
  'COMPOSE_IGNORE_ORPHANS',
  'COMPOSE_MENU',
  'COMPOSE_PARALLEL_LIMIT',
  'COMPOSE_PROGRESS',
  'COMPOSE_REMOVE_ORPHANS',
  'COMPOSE_STATUS_STDOUT',
]

/** The environment with the settings that it lacks and an env file has. */
export async function withEnvFileSettings(
  environment: Readonly<Record<string, string>>,
  workingDirectory: string,
  options: Pick<ProjectOptions, 'files' | 'envFiles' | 'projectDirectory'>,
): Promise<Readonly<Record<string, string>>> {
  const file = options.files?.find(name => name !== '-')
  const folder = options.projectDirectory ?? (file === undefined ? undefined : path.dirname(file))
  const { lookup } = await readEnvironment(
    {
      process: environment,
      envFiles: options.envFiles ?? [],
      workingDirectory,
      ...(folder !== undefined && { projectDirectory: path.resolve(workingDirectory, folder) }),
    },
    createNodeIo(),
  )
  const found = settings.flatMap(name => {
    const value = lookup(name)
    return value?.from === 'env_file' ? [[name, value.value] as const] : []
  })
  return found.length === 0 ? environment : { ...environment, ...Object.fromEntries(found) }
}
