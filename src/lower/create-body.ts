// Spec → the bodies of create and connect calls, once every reference is resolved. Pure: whoever runs a step finds the ids.
import { composeLabel, gantryLabel } from '../model/index.ts'
import { printApplied, saltOf } from './applied.ts'
import { takesAllEndpoints } from './endpoints.ts'
import { fieldsWithContent } from './files.ts'
import type { LiveImage } from './live.ts'
import { mountBodies } from './mount-body.ts'
import type { ContainerSpec, EndpointSpec, NamespaceRef } from './spec.ts'

/** What a spec leaves symbolic. */
export interface Resolved {
  readonly apiVersion: string
  /** Reference or id that the container is created from. */
  readonly image: string
  /** The image as the engine has it: its id becomes a label, its entrypoint lets a command be cleared. */
  readonly liveImage?: Pick<LiveImage, 'Id' | 'Config'>
  /** Id of the container that a service's namespace or volumes are taken from. */
  readonly container?: (service: string) => string | undefined
  /** Names of a linked service's containers: only the default bridge needs them. */
  readonly links?: (service: string) => readonly string[]
  /** Anonymous volumes of the container that this one replaces: target → volume name. */
  readonly anonymousVolumes?: ReadonlyMap<string, string>
  /** Path → sha256 of the secrets' and configs' files, for the label of what was applied. */
  readonly files?: ReadonlyMap<string, string | null>
  /** Labels beside the spec's, e.g. which container this one replaces. */
  readonly labels?: Readonly<Record<string, string>>
}

/** The body of `POST /containers/create`. */
export function createBody(
  spec: ContainerSpec,
  resolved: Resolved,
): { Image: string } & Record<string, unknown> {
  const endpoints = spec.networking.kind === 'endpoints' ? spec.networking.endpoints : []
  const first = endpoints[0]
  const all = takesAllEndpoints(resolved.apiVersion)
  const attached = all ? endpoints : endpoints.slice(0, 1)
  return {
    ...spec.config,
    ...clearedCommand(spec, resolved),
    ...(!all && first?.macAddress && { MacAddress: first.macAddress }),
    Image: resolved.image,
    Labels: bodyLabels(spec, resolved),
    HostConfig: hostBody(spec, resolved),
    ...(attached.length > 0 && {
      NetworkingConfig: {
        EndpointsConfig: Object.fromEntries(
          attached.map(endpoint => [endpoint.network, endpointBody(endpoint, resolved)]),
        ),
      },
    }),
  }
}

/** The endpoints that the create call leaves out, to be connected before the start. */
export function endpointsToConnect(spec: ContainerSpec, apiVersion: string): readonly EndpointSpec[] {
  if (spec.networking.kind !== 'endpoints' || takesAllEndpoints(apiVersion)) return []
  return spec.networking.endpoints.slice(1)
}

/** An endpoint's settings, at create and in `POST /networks/{id}/connect` (`EndpointConfig`). */
export function endpointBody(
  endpoint: EndpointSpec,
  resolved: Pick<Resolved, 'apiVersion'>,
): Record<string, unknown> {
  // To the engine's DNS a link is one name for another. The service's own name stands for all its replicas, whichever come and go.
  const links = [
    ...endpoint.links.map(({ service, alias }) => `${service}:${alias}`),
    ...(endpoint.externalLinks ?? []).map(link => (link.includes(':') ? link : `${link}:${link}`)),
  ]
  const ipam = {
    ...(endpoint.ipv4Address && { IPv4Address: endpoint.ipv4Address }),
    ...(endpoint.ipv6Address && { IPv6Address: endpoint.ipv6Address }),
    ...(endpoint.linkLocalIps && { LinkLocalIPs: endpoint.linkLocalIps }),
  }
  const newer = takesAllEndpoints(resolved.apiVersion)
  return {
    Aliases: endpoint.aliases,
    ...(links.length > 0 && { Links: links }),
    ...(Object.keys(ipam).length > 0 && { IPAMConfig: ipam }),
    ...(newer && endpoint.macAddress && { MacAddress: endpoint.macAddress }),
    ...(endpoint.driverOpts && { DriverOpts: endpoint.driverOpts }),
    ...(endpoint.gwPriority !== undefined && { GwPriority: endpoint.gwPriority }),
  }
}

/** An empty command is the image's to the engine, unless an entrypoint comes with it. */
function clearedCommand(spec: ContainerSpec, resolved: Resolved): { Entrypoint?: string[] } {
  const { Cmd, Entrypoint } = spec.config
  if (Cmd?.length !== 0 || (Entrypoint !== undefined && Entrypoint !== null)) return {}
  const inherited = resolved.liveImage?.Config?.Entrypoint
  return inherited?.length ? { Entrypoint: inherited } : {}
}

function bodyLabels(spec: ContainerSpec, resolved: Resolved): Record<string, string> {
  const fields = fieldsWithContent(spec, resolved.files)
  return {
    ...spec.labels,
    ...(resolved.liveImage && { [composeLabel.image]: resolved.liveImage.Id }),
    ...(fields !== spec.fields && {
      [gantryLabel.applied]: printApplied(saltOf(spec.project, spec.service), fields),
    }),
    ...resolved.labels,
  }
}

function hostBody(spec: ContainerSpec, resolved: Resolved): Record<string, unknown> {
  const { ipc, pid, uts, cgroup, networking, volumesFrom } = spec
  const mode = (ref: NamespaceRef) => namespaceMode(ref, resolved)
  return {
    ...spec.host,
    NetworkMode:
      networking.kind === 'endpoints' ? (networking.endpoints[0]?.network ?? 'none') : mode(networking),
    ...(ipc && { IpcMode: mode(ipc) }),
    ...(pid && { PidMode: mode(pid) }),
    ...(uts && { UTSMode: mode(uts) }),
    // `host` and `private` are the cgroup namespace; another container's is an older setting.
    ...(cgroup && (cgroup.kind === 'mode' ? { CgroupnsMode: cgroup.mode } : { Cgroup: mode(cgroup) })),
    ...(volumesFrom.length > 0 && {
      VolumesFrom: volumesFrom.map(({ from, mode: access }) => {
        const container =
          'service' in from ? (resolved.container?.(from.service) ?? from.service) : from.container
        return access === undefined ? container : `${container}:${access}`
      }),
    }),
    ...mountBodies(spec, resolved),
    ...bridgeLinks(spec, resolved),
  }
}

function namespaceMode(ref: NamespaceRef, resolved: Resolved): string {
  if (ref.kind === 'mode') return ref.mode
  const container = ref.kind === 'service' ? resolved.container?.(ref.service) : ref.container
  return `container:${container ?? (ref.kind === 'service' ? ref.service : ref.container)}`
}

/** The default bridge has no DNS: its links are the container's, with the variables and hosts entries of old. */
function bridgeLinks(spec: ContainerSpec, resolved: Resolved): { Links?: string[] } {
  const links = [
    ...(spec.bridgeLinks ?? []).flatMap(({ service, alias }) =>
      (resolved.links?.(service) ?? []).map(name => `${name}:${alias}`),
    ),
    ...(spec.bridgeExternalLinks ?? []),
  ]
  return links.length > 0 ? { Links: links } : {}
}
