// The names and labels that gantry leaves at the engine. They are Docker Compose's, so that other tools see the stack.

export const composeLabel = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  configHash: 'com.docker.compose.config-hash',
  number: 'com.docker.compose.container-number',
  oneoff: 'com.docker.compose.oneoff',
  slug: 'com.docker.compose.slug',
  image: 'com.docker.compose.image',
  dependsOn: 'com.docker.compose.depends_on',
  version: 'com.docker.compose.version',
  workingDir: 'com.docker.compose.project.working_dir',
  configFiles: 'com.docker.compose.project.config_files',
  environmentFile: 'com.docker.compose.project.environment_file',
  replace: 'com.docker.compose.replace',
  network: 'com.docker.compose.network',
  volume: 'com.docker.compose.volume',
} as const

export const gantryLabel = {
  /** What was last applied: a scheme version and a salted fingerprint a field. */
  applied: 'io.gantry.applied',
  /** The version of gantry that made the resource. */
  version: 'io.gantry.version',
} as const

/** `shop-web-1`; with compatibility `shop_web_1`. `container_name` wins over it. */
export function containerName(
  project: string,
  service: string,
  number: number,
  separator: '-' | '_' = '-',
): string {
  return [project, service, String(number)].join(separator)
}

/** The image of a service that is built and names none. */
export function builtImageName(project: string, service: string, separator: '-' | '_' = '-'): string {
  return `${project}${separator}${service}`
}

/** How many replicas a service asks for. */
export function replicaCount(service: {
  readonly scale?: number
  readonly deploy?: { readonly replicas?: number }
}): number {
  return service.scale ?? service.deploy?.replicas ?? 1
}
