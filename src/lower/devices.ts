// Devices of the host: device files, requests to device drivers (GPUs, CDI), rules, ulimits.
import type { DeviceRequest } from '../model/index.ts'
import { type Concern, hostAttribute, nonEmpty } from './concern.ts'
import type { Path } from './draft.ts'
import type { FieldValue, HostConfig } from './spec.ts'

type Request = NonNullable<HostConfig['DeviceRequests']>[number]

const devicesConcern: Concern = {
  heads: ['devices'],
  lower(draft) {
    const files: NonNullable<HostConfig['Devices']> = []
    for (const [index, device] of (draft.input.service.devices ?? []).entries()) {
      if (isCdi(device.source)) continue
      const target = device.target || device.source
      const permissions = device.permissions || 'rwm'
      files.push({ PathOnHost: device.source, PathInContainer: target, CgroupPermissions: permissions })
      draft.field(`devices.${target}`, `${device.source}:${permissions}`, ['devices', index])
    }
    if (files.length > 0) draft.host.Devices = files
  },
  read(live, _context, fields) {
    for (const device of live.HostConfig.Devices ?? [])
      fields.set(`devices.${device.PathInContainer}`, {
        value: `${device.PathOnHost}:${device.CgroupPermissions || 'rwm'}`,
        origin: 'set',
      })
  },
}

/** `vendor.com/class=name` names a device by the container device interface. */
const isCdi = (source: string): boolean => /^[^/=]+\/[^/=]+=.+$/.test(source)

const requestsConcern: Concern = {
  heads: ['gpus'],
  lower(draft) {
    const { service } = draft.input
    const requests: Request[] = []
    const add = (request: Request, path: Path) => {
      draft.field(`gpus.${requests.length}`, printRequest(request), path)
      requests.push(request)
    }
    const reserved = service.deploy?.resources?.reservations?.devices ?? []
    for (const [index, device] of reserved.entries())
      add(lowerRequest(device, []), ['deploy', 'resources', 'reservations', 'devices', index])
    for (const [index, gpu] of (service.gpus ?? []).entries())
      add(lowerRequest(gpu, ['gpu']), ['gpus', index])
    const cdi = (service.devices ?? []).filter(device => isCdi(device.source)).map(device => device.source)
    if (cdi.length > 0 && draft.needsApi('1.44', ['devices'], 'a CDI device'))
      add({ Driver: 'cdi', Count: 0, DeviceIDs: cdi }, ['devices'])
    if (requests.length > 0) draft.host.DeviceRequests = requests
  },
  read(live, _context, fields) {
    for (const [index, request] of (live.HostConfig.DeviceRequests ?? []).entries())
      fields.set(`gpus.${index}`, { value: printRequest(request), origin: 'set' })
  },
}

function lowerRequest(device: DeviceRequest, always: readonly string[]): Request {
  const capabilities = [...new Set([...(device.capabilities ?? []), ...always])]
  return {
    Driver: device.driver ?? '',
    // A request for named devices carries no count, one for neither means all.
    Count: device.count ?? (device.device_ids?.length ? 0 : -1),
    ...(device.device_ids?.length && { DeviceIDs: [...device.device_ids] }),
    Capabilities: [capabilities],
    ...(device.options && { Options: { ...device.options } }),
  }
}

function printRequest(request: Request): FieldValue {
  return {
    driver: request.Driver ?? '',
    count: request.Count ?? 0,
    device_ids: request.DeviceIDs ?? [],
    capabilities: (request.Capabilities ?? []).map(set => [...set].sort()),
    options: request.Options ?? {},
  }
}

const ulimitsConcern: Concern = {
  heads: ['ulimits'],
  lower(draft) {
    const ulimits: NonNullable<HostConfig['Ulimits']> = []
    for (const [name, limit] of Object.entries(draft.input.service.ulimits ?? {})) {
      const single = typeof limit === 'object' ? undefined : Number(limit)
      const soft = typeof limit === 'object' ? Number(limit.soft) : (single ?? 0)
      const hard = typeof limit === 'object' ? Number(limit.hard) : (single ?? 0)
      ulimits.push({ Name: name, Soft: soft, Hard: hard })
      draft.field(`ulimits.${name}`, `${soft}:${hard}`, ['ulimits', name])
    }
    if (ulimits.length > 0) draft.host.Ulimits = ulimits.sort((a, b) => (a.Name < b.Name ? -1 : 1))
  },
  read(live, _context, fields) {
    for (const limit of live.HostConfig.Ulimits ?? [])
      fields.set(`ulimits.${limit.Name}`, { value: `${limit.Soft}:${limit.Hard}`, origin: 'set' })
  },
}

export const deviceConcerns: readonly Concern[] = [
  devicesConcern,
  requestsConcern,
  ulimitsConcern,
  hostAttribute('device_cgroup_rules', 'DeviceCgroupRules', service => nonEmpty(service.device_cgroup_rules)),
]
