// What can be wrong with an engine that answers: its age, its host's kernel, its clock, its disk. Reads `info` and the local disk.

import { statfs } from 'node:fs/promises'
import { hostname } from 'node:os'
import { apiAtLeast } from '../../engine/index.ts'
import { formatHumanDuration, formatHumanSize } from '../../support/index.ts'
import { type Answering, about, type Check, type Finding } from './finding.ts'

/** What stack files can say from an API on. Source: the engine API's version history. */
const since: readonly (readonly [string, string, string])[] = [
  ['1.43', '24.0', 'annotations'],
  ['1.44', '25.0', 'healthcheck.start_interval, mac_address on every network, CDI devices'],
  ['1.45', '26.0', 'volume.subpath'],
  ['1.47', '27.2', 'networks without IPv4'],
  ['1.48', '28.0', 'image mounts, gw_priority'],
  ['1.49', '28.1', 'interface_name'],
]

export const versionCheck: Check = {
  topic: 'version',
  needsEngine: true,
  run: async ({ answering }) => {
    const { ok } = about('version')
    const { info } = answering as Answering
    const lost = since.filter(([api]) => !apiAtLeast(info.apiVersion, api))
    // No warning: whoever needs one of these is told at its place in the file.
    if (lost.length > 0)
      return [
        ok(
          `works; a newer engine would bring ${lost.map(([, engine, what]) => `${what} (${engine})`).join('; ')}`,
        ),
      ]
    return [ok('every attribute that gantry knows works with this engine')]
  },
}

/** The engine's own words, and what they mean for a stack. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/swap limit/i, 'memswap_limit has no effect; boot the kernel with swapaccount=1'],
  [/memory limit/i, 'mem_limit has no effect; boot the kernel with cgroup_enable=memory'],
  [/kernel memory/i, 'nothing to do: no stack file asks for it'],
  [/cpu cfs|cpu shares|cpuset/i, 'limits on processors have no effect with this kernel'],
  [/blkio|io\./i, 'blkio_config has no effect with this kernel'],
  [/pids limit/i, 'pids_limit has no effect with this kernel'],
  [
    /ip_?v4 forwarding|IPv4 forwarding/i,
    'published ports do not answer: sudo sysctl -w net.ipv4.ip_forward=1',
  ],
  [
    /bridge-nf-call/i,
    'containers of one bridge may reach each other past the firewall: sudo modprobe br_netfilter',
  ],
  [
    /without (encryption|tls)|insecure|not require/i,
    'whoever reaches that port is root there: serve it by TLS or ssh',
  ],
]

export const warningsCheck: Check = {
  topic: 'host',
  needsEngine: true,
  run: async ({ answering }) => {
    const { ok, warning } = about('host')
    const { info } = answering as Answering
    const told = (info.warnings ?? [])
      .map(text => text.replace(/^(WARNING|DEPRECATED):\s*/i, '').trim())
      .filter(text => text !== '')
    const limits = info.rootless && info.cgroupVersion === '1'
    return [
      ...told.map(text =>
        warning(
          `the engine says: ${text}`,
          meanings.find(([pattern]) => pattern.test(text))?.[1] ?? 'see docker info',
        ),
      ),
      ...(limits
        ? [
            warning(
              'rootless on control groups of version 1: limits have no effect',
              'boot with systemd.unified_cgroup_hierarchy=1',
            ),
          ]
        : []),
      ...(info.rootless
        ? [ok('the engine is rootless: ports below 1024 may need net.ipv4.ip_unprivileged_port_start')]
        : []),
      ...(told.length === 0 && !limits
        ? [ok(`the engine has no complaint about its host (cgroups ${info.cgroupVersion ?? '1'})`)]
        : []),
    ]
  },
}

/** Milliseconds. Beyond the first, logs and health times look odd; beyond the second, certificates and tokens fail. */
const [oddSkew, badSkew] = [2_000, 300_000]

export const clockCheck: Check = {
  topic: 'clock',
  needsEngine: true,
  run: async ({ answering }) => {
    const { ok, warning, fault } = about('clock')
    const { info, askedAt, uncertainty } = answering as Answering
    const theirs = Date.parse(info.systemTime ?? '')
    if (Number.isNaN(theirs)) return [ok('the engine does not tell its time')]
    const skew = Math.abs(theirs - askedAt)
    if (skew <= oddSkew + uncertainty) return [ok("the engine's clock and this machine's agree")]
    const say = skew > badSkew ? fault : warning
    const ahead = theirs > askedAt ? 'ahead' : 'behind'
    return [
      say(
        `the engine's clock is ${formatHumanDuration(skew)} ${ahead} of this machine's`,
        'set both by the network: sudo timedatectl set-ntp true',
      ),
    ]
  },
}

/** Bytes: below the first a pull fails, below the second soon. */
const [noRoom, littleRoom] = [200_000_000, 2_000_000_000]

export const diskCheck: Check = {
  topic: 'disk',
  needsEngine: true,
  run: async ({ answering }) => {
    const { ok } = about('disk')
    const { engine, info } = answering as Answering
    const root = info.rootDir
    if (!engine.address.local || info.name !== hostname() || root === undefined)
      return [ok('the engine is on another machine; its disk cannot be seen from here')]
    const found = await statfs(root).catch(() => undefined)
    if (found === undefined) return [ok(`${root} is not ours to see`)]
    return [judgeDisk(root, found.bavail * found.bsize, found.files === 0 ? 1 : found.ffree / found.files)]
  },
}

function judgeDisk(root: string, free: number, freeFiles: number): Finding {
  const { ok, warning, fault } = about('disk')
  const left = `${root} has ${formatHumanSize(free)} left`
  const advice =
    'docker system df shows what takes the room; docker image prune and docker builder prune give some back'
  if (freeFiles < 0.02) return warning(`${root} is nearly out of inodes`, advice)
  if (free < noRoom) return fault(left, advice)
  return free < littleRoom ? warning(left, advice) : ok(left)
}
