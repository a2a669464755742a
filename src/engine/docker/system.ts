// What the engine says of itself: `/info`.
import type { EngineInfo } from '../port.ts'
import type { Client } from './client.ts'

interface RawInfo {
  Name?: string
  ServerVersion?: string
  OSType?: string
  Architecture?: string
  KernelVersion?: string
  DockerRootDir?: string
  CgroupVersion?: string
  Swarm?: { LocalNodeState?: string; ControlAvailable?: boolean }
  SecurityOptions?: string[] | null
  Runtimes?: Record<string, unknown> | null
  DefaultRuntime?: string
  LoggingDriver?: string
  MemTotal?: number
  NCPU?: number
  DriverStatus?: [string, string][] | null
  Warnings?: string[] | null
  SystemTime?: string
  HttpProxy?: string
  HttpsProxy?: string
  /** Podman's alone. */
  BuildahVersion?: string
}

export async function readInfo(client: Client): Promise<EngineInfo> {
  const [apiVersion, raw] = await Promise.all([
    client.apiVersion(),
    client.read<RawInfo>({ method: 'GET', path: '/info' }),
  ])
  const securityOptions = raw.SecurityOptions ?? []
  return {
    name: raw.Name ?? '',
    version: raw.ServerVersion ?? '',
    apiVersion,
    os: raw.OSType ?? 'linux',
    arch: goArchitecture(raw.Architecture ?? ''),
    kernel: raw.KernelVersion,
    rootDir: raw.DockerRootDir,
    cgroupVersion: raw.CgroupVersion,
    swarm: (raw.Swarm?.LocalNodeState || 'inactive') as EngineInfo['swarm'],
    swarmManager: raw.Swarm?.ControlAvailable ?? false,
    rootless: securityOptions.some(option => option.includes('name=rootless')),
    runtimes: Object.keys(raw.Runtimes ?? {}),
    defaultRuntime: raw.DefaultRuntime,
    loggingDriver: raw.LoggingDriver,
    securityOptions,
    memory: raw.MemTotal,
    cpus: raw.NCPU,
    containerdStore: (raw.DriverStatus ?? []).some(
      ([name, value]) => name === 'driver-type' && value.startsWith('io.containerd.snapshotter'),
    ),
    podman: raw.BuildahVersion !== undefined,
    warnings: raw.Warnings ?? [],
    systemTime: raw.SystemTime,
    httpProxy: raw.HttpProxy,
    httpsProxy: raw.HttpsProxy,
  }
}

/** The engine names its processor as the kernel does; images and platforms name it as Go does. */
function goArchitecture(machine: string): string {
  const names: Record<string, string> = {
    x86_64: 'amd64',
    aarch64: 'arm64',
    armv7l: 'arm',
    armv6l: 'arm',
    i386: '386',
    i686: '386',
  }
  return names[machine] ?? machine
}
