// Which stack is meant, out of the global flags: what a saved plan remembers.
import path from 'node:path'
import process from 'node:process'
import type { ProjectOptions } from '../app/index.ts'
import type { GlobalOptions } from './command-module.ts'

/** Paths are made absolute: `apply` may be called from another folder. */
export function projectOptions(globals: GlobalOptions): ProjectOptions {
  const absolute = (file: string) => (file === '-' ? file : path.resolve(process.cwd(), file))
  return {
    ...(globals.files && { files: globals.files.map(absolute) }),
    ...(globals.projectName !== undefined && { projectName: globals.projectName }),
    projectDirectory: absolute(globals.projectDirectory ?? '.'),
    ...(globals.profiles && { profiles: globals.profiles }),
    ...(globals.envFiles && { envFiles: globals.envFiles.map(absolute) }),
    ...(globals.compatibility && { compatibility: true }),
  }
}
