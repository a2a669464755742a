// Processor, memory, processes, block devices: `deploy.resources` and the older keys, which it overrides.
// Most of it the engine changes in place; it cannot lift a limit, so dropping one takes a new container.
import type { Service } from '../model/index.ts'
import { parseByteSize } from '../support/index.ts'
import { type Concern, hostAttribute, toNumber } from './concern.ts'
import type { Path } from './draft.ts'
import { checkTogether } from './resource-checks.ts'
import type { FieldValue, HostConfig } from './spec.ts'

const limits = (service: Service) => service.deploy?.resources?.limits ?? {}
const reservations = (service: Service) => service.deploy?.resources?.reservations ?? {}

/** Where a value stands: under `deploy.resources` where that has it. */
const deployOr =
  (part: 'limits' | 'reservations', key: 'cpus' | 'memory' | 'pids', legacy: string) =>
  (service: Service): Path => {
    const set = part === 'limits' ? limits(service) : reservations(service)
    return set[key] !== undefined ? ['deploy', 'resources', part, key] : [legacy]
  }

/** A limit that `update` sets, and cannot lift. */
const inPlace =
  (key: keyof HostConfig) =>
  (value: FieldValue | undefined): Record<string, unknown> | undefined =>
    value === undefined ? undefined : { [key]: value }

const live = { mode: 'live' as const, mayBeDropped: true, standard: 0 }
/** What Podman allows a container that asks for nothing. */
const podmanPids = 2048

/** 0 stands for "not set" everywhere here. */
const positive = (value: unknown): number | undefined => toNumber(value) || undefined

export const resourceConcerns: readonly Concern[] = [
  hostAttribute(
    'cpus',
    'NanoCpus',
    service => {
      const cpus = positive(limits(service).cpus) ?? positive(service.cpus)
      return cpus === undefined ? undefined : Math.round(cpus * 1e9)
    },
    {
      ...live,
      at: deployOr('limits', 'cpus', 'cpus'),
      // Shown as processors, as the file has them.
      normal: nanoCpus => nanoCpus / 1e9,
      update: value => (typeof value === 'number' ? { NanoCpus: Math.round(value * 1e9) } : undefined),
    },
  ),
  hostAttribute(
    'mem_limit',
    'Memory',
    service => positive(limits(service).memory) ?? positive(service.mem_limit),
    {
      ...live,
      at: deployOr('limits', 'memory', 'mem_limit'),
      // The engine refuses memory above the swap limit that it set by itself: both are sent.
      update: (value, host) =>
        typeof value === 'number' ? { Memory: value, MemorySwap: host.MemorySwap ?? value * 2 } : undefined,
    },
  ),
  hostAttribute('memswap_limit', 'MemorySwap', service => positive(service.memswap_limit), {
    mode: 'live',
    mayBeDropped: true,
    // The engine gives twice the memory; on a kernel without swap accounting it gives -1.
    standard: container => (container.HostConfig.Memory ?? 0) * 2,
    // Not asked for any more: back to what the engine gives by itself.
    update: (value, host) => {
      const swap = typeof value === 'number' ? value : (host.Memory ?? 0) * 2
      return swap === 0 ? undefined : { MemorySwap: swap }
    },
  }),
  hostAttribute(
    'mem_reservation',
    'MemoryReservation',
    service => positive(reservations(service).memory) ?? positive(service.mem_reservation),
    {
      ...live,
      at: deployOr('reservations', 'memory', 'mem_reservation'),
      update: inPlace('MemoryReservation'),
    },
  ),
  hostAttribute('mem_swappiness', 'MemorySwappiness', service => toNumber(service.mem_swappiness), {
    standard: -1,
  }),
  hostAttribute('oom_kill_disable', 'OomKillDisable', service => service.oom_kill_disable || undefined, {
    standard: false,
  }),
  hostAttribute('oom_score_adj', 'OomScoreAdj', service => service.oom_score_adj || undefined, {
    standard: 0,
  }),
  hostAttribute(
    'pids_limit',
    'PidsLimit',
    service => toNumber(limits(service).pids) ?? toNumber(service.pids_limit),
    {
      mode: 'live',
      at: deployOr('limits', 'pids', 'pids_limit'),
      standard: (_live, context) => (context.engine?.podman ? podmanPids : -1),
      normal: value => (value > 0 ? value : -1),
      update: value => ({ PidsLimit: typeof value === 'number' && value > 0 ? value : -1 }),
    },
  ),
  hostAttribute('cpu_shares', 'CpuShares', service => positive(service.cpu_shares), {
    ...live,
    update: inPlace('CpuShares'),
  }),
  hostAttribute('cpu_period', 'CpuPeriod', service => positive(service.cpu_period), {
    ...live,
    update: inPlace('CpuPeriod'),
  }),
  hostAttribute('cpu_quota', 'CpuQuota', service => positive(service.cpu_quota), {
    ...live,
    update: inPlace('CpuQuota'),
  }),
  hostAttribute('cpu_rt_period', 'CpuRealtimePeriod', service => positive(service.cpu_rt_period), {
    ...live,
    update: inPlace('CpuRealtimePeriod'),
  }),
  hostAttribute('cpu_rt_runtime', 'CpuRealtimeRuntime', service => positive(service.cpu_rt_runtime), {
    ...live,
    update: inPlace('CpuRealtimeRuntime'),
  }),
  hostAttribute('cpuset', 'CpusetCpus', service => service.cpuset || undefined, {
    mode: 'live',
    mayBeDropped: true,
    update: inPlace('CpusetCpus'),
  }),
  hostAttribute('shm_size', 'ShmSize', service => positive(service.shm_size), { standard: 64 * 1024 * 1024 }),
  hostAttribute('blkio_config.weight', 'BlkioWeight', service => positive(service.blkio_config?.weight), {
    ...live,
    at: () => ['blkio_config', 'weight'],
    update: inPlace('BlkioWeight'),
  }),
  hostAttribute(
    'blkio_config.weight_device',
    'BlkioWeightDevice',
    service => service.blkio_config?.weight_device?.map(d => ({ Path: d.path, Weight: Number(d.weight) })),
    { at: () => ['blkio_config', 'weight_device'], normal: list => list as unknown as FieldValue },
  ),
  throttle('device_read_bps', 'BlkioDeviceReadBps'),
  throttle('device_read_iops', 'BlkioDeviceReadIOps'),
  throttle('device_write_bps', 'BlkioDeviceWriteBps'),
  throttle('device_write_iops', 'BlkioDeviceWriteIOps'),
  { heads: [], lower: checkTogether },
  {
    heads: [],
    lower(draft) {
      const { cpus, generic_resources } = reservations(draft.input.service)
      const path = ['deploy', 'resources', 'reservations']
      if (cpus !== undefined)
        draft.warn(
          'attribute-ignored',
          [...path, 'cpus'],
          'reserved cpus have no effect: one engine reserves nothing',
          'use deploy.resources.limits.cpus or cpu_shares',
        )
      if (generic_resources !== undefined)
        draft.warn(
          'attribute-ignored',
          [...path, 'generic_resources'],
          'generic_resources have no effect outside Swarm',
          'remove it, or keep it for docker stack deploy',
        )
    },
  },
]

function throttle(
  name: 'device_read_bps' | 'device_read_iops' | 'device_write_bps' | 'device_write_iops',
  key: 'BlkioDeviceReadBps' | 'BlkioDeviceReadIOps' | 'BlkioDeviceWriteBps' | 'BlkioDeviceWriteIOps',
): Concern {
  return hostAttribute(
    `blkio_config.${name}`,
    key,
    service =>
      service.blkio_config?.[name]?.map(device => ({
        Path: device.path,
        Rate: parseByteSize(String(device.rate)) ?? 0,
      })),
    { at: () => ['blkio_config', name], normal: list => list as unknown as FieldValue },
  )
}
