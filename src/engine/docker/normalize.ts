// The engine's answers in one form, whatever its version: lists that are null, fields that older engines do not have.
// The one place for such differences; must not judge what they mean.
import type {
  ContainerSummary,
  ImageSummary,
  LiveContainer,
  LiveEndpoint,
  LiveImage,
  LiveNetwork,
  LiveVolume,
} from '../port.ts'

type Nullable<T> = { [K in keyof T]?: T[K] | null }

/** An empty container list is `[]`, an empty volume list `null`: both are `[]` here. */
export const orEmpty = <T>(list: readonly T[] | null | undefined): readonly T[] => list ?? []

/** One entry of the container list. Without names it is being removed just now. */
export function normalizeSummary(raw: Nullable<ContainerSummary>): ContainerSummary {
  return {
    ...(raw as ContainerSummary),
    Names: raw.Names ?? [],
    Command: raw.Command ?? '',
    Ports: raw.Ports ?? [],
    Labels: raw.Labels ?? {},
    Mounts: raw.Mounts ?? [],
    NetworkSettings: { Networks: normalizeEndpoints(raw.NetworkSettings?.Networks, String(raw.Id)) },
  }
}

export function normalizeContainer(raw: LiveContainer): LiveContainer {
  return {
    ...raw,
    State: normalizeState(raw.State),
    Config: { ...raw.Config, Labels: raw.Config?.Labels ?? {} },
    Mounts: raw.Mounts ?? [],
    NetworkSettings: {
      ...raw.NetworkSettings,
      Networks: normalizeEndpoints(raw.NetworkSettings?.Networks, raw.Id),
      Ports: raw.NetworkSettings?.Ports ?? {},
    },
  }
}

function normalizeState(state: LiveContainer['State'] | null | undefined): LiveContainer['State'] {
  if (!state) return { Status: 'created', Running: false, Paused: false, Restarting: false, ExitCode: 0 }
  const { Health, ...rest } = state
  // Podman tells a health without a status of what has no check.
  return Health?.Status ? state : rest
}

function normalizeEndpoints(
  endpoints: Record<string, LiveEndpoint> | null | undefined,
  containerId: string,
): Record<string, LiveEndpoint> {
  const result: Record<string, LiveEndpoint> = {}
  for (const [name, endpoint] of Object.entries(endpoints ?? {})) {
    result[name] = {
      ...endpoint,
      // Podman writes the name there.
      ...(endpoint.NetworkID === name && { NetworkID: '' }),
      // Up to API 1.44 the engine adds the short id to the aliases that were asked for.
      Aliases: (endpoint.Aliases ?? []).filter(alias => alias !== containerId.slice(0, 12)),
      Links: endpoint.Links ?? [],
      DriverOpts: endpoint.DriverOpts ?? {},
      // Since API 1.48; before, no endpoint is preferred.
      GwPriority: endpoint.GwPriority ?? 0,
    }
  }
  return result
}

export function normalizeNetwork(raw: LiveNetwork): LiveNetwork {
  return {
    ...raw,
    // Since API 1.48; before, every network has it.
    EnableIPv4: raw.EnableIPv4 ?? true,
    EnableIPv6: raw.EnableIPv6 ?? false,
    IPAM: { ...raw.IPAM, Options: raw.IPAM?.Options ?? {}, Config: raw.IPAM?.Config ?? [] },
    Options: raw.Options ?? {},
    Labels: raw.Labels ?? {},
    Containers: raw.Containers ?? {},
  }
}

export function normalizeVolume(raw: LiveVolume): LiveVolume {
  return { ...raw, Labels: raw.Labels ?? {}, Options: raw.Options ?? {} }
}

export function normalizeImage(raw: LiveImage): LiveImage {
  return { ...raw, RepoTags: raw.RepoTags ?? [], RepoDigests: raw.RepoDigests ?? [] }
}

/** An untagged image is listed as `<none>:<none>` by some engines, and with no tag by others. */
export function normalizeImageSummary(raw: ImageSummary): ImageSummary {
  return {
    ...raw,
    RepoTags: (raw.RepoTags ?? []).filter(tag => tag !== '<none>:<none>'),
    RepoDigests: (raw.RepoDigests ?? []).filter(digest => digest !== '<none>@<none>'),
    Labels: raw.Labels ?? {},
  }
}
