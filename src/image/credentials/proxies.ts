// Proxy settings of docker's config.json, which docker passes to every build as arguments that leave no trace in it.
import { type ConfigSources, type DockerConfig, readDockerConfig } from './config-file.ts'

const names = [
  ['httpProxy', 'HTTP_PROXY'],
  ['httpsProxy', 'HTTPS_PROXY'],
  ['ftpProxy', 'FTP_PROXY'],
  ['noProxy', 'NO_PROXY'],
  ['allProxy', 'ALL_PROXY'],
] as const

/** The arguments for builds at an engine, both in capitals and in small letters, as programs read either. */
export function proxyArgs(config: DockerConfig, engineHost: string): Record<string, string> {
  const settings = config.proxies?.[engineHost] ?? config.proxies?.default ?? {}
  const args: Record<string, string> = {}
  for (const [key, name] of names) {
    const value = settings[key]
    if (!value) continue
    args[name] = value
    args[name.toLowerCase()] = value
  }
  return args
}

/** The same settings, which docker also sets as variables in every container that it creates at that engine. */
export async function readProxies(
  sources: ConfigSources,
  engineHost: string,
): Promise<Readonly<Record<string, string>>> {
  return proxyArgs(await readDockerConfig(sources), engineHost)
}
