// Where engines listen that nobody has said anything of: the system's, a rootless one's, Docker Desktop's.
import { join } from 'node:path'

export const defaultSocket = '/var/run/docker.sock'

/** In the order in which they are tried. */
export function usualSockets({
  environment,
  homeDirectory,
}: {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly homeDirectory: string
}): readonly string[] {
  return [
    defaultSocket,
    ...(environment.XDG_RUNTIME_DIR ? [join(environment.XDG_RUNTIME_DIR, 'docker.sock')] : []),
    join(homeDirectory, '.docker', 'run', 'docker.sock'),
  ]
}
