// Ports: `ip:host:container/protocol` with ranges, numbers, and maps, as a list of maps.

import { isIP } from 'node:net'
import { parseIntegerRange } from '../../support/index.ts'
import type { MapNode, Node, ScalarNode } from '../node.ts'
import { textIn, textOf } from '../scalar-text.ts'
import {
  type CanonicalRule,
  type CanonicalSite,
  derived,
  derivedMap,
  isPending,
  refuse,
  warn,
  withEntries,
} from './rule.ts'

const form = 'write "HOST:CONTAINER", such as "8080:80", or "IP:HOST:CONTAINER/udp"'
const highest = 65_535

/** Every port a map; a range of container ports is one map each. */
export const ports: CanonicalRule = (node, site) => {
  if (node.kind !== 'list') return node
  const items: Node[] = []
  for (const [index, item] of node.items.entries()) {
    const inner = { ...site, path: [...site.path, index] }
    if (item.kind === 'map') items.push(completePort(item, inner))
    else if (item.kind === 'scalar' && item.value !== null) items.push(...expandPort(item, inner))
    else items.push(item)
  }
  return { ...node, items }
}

function completePort(port: MapNode, site: CanonicalSite): MapNode {
  const { origin } = port
  const target = port.entries.get('target')?.value
  if (target === undefined || textIn(target) === '') {
    refuse('bad-port', port, site, 'the port has no target', {
      hint: 'add target: and the port inside the container',
    })
    return port
  }
  const targetNode = readTarget(target, { ...site, path: [...site.path, 'target'] })
  const published = port.entries.get('published')?.value
  const publishedText = textIn(published)
  if (published !== undefined && publishedText !== undefined && !isPending(published, site)) {
    checkPublished(published, publishedText, { ...site, path: [...site.path, 'published'] })
  }
  return withEntries(port, {
    mode: port.entries.get('mode')?.value ?? derived('ingress', origin),
    target: targetNode,
    published: publishedText === undefined ? undefined : derived(publishedText, (published as Node).origin),
    protocol: port.entries.get('protocol')?.value ?? derived('tcp', origin),
  })
}

function readTarget(target: Node, site: CanonicalSite): Node {
  if (target.kind !== 'scalar') return target
  const written = textOf(target)
  if (!/^[0-9]+$/.test(written)) {
    return refuse('bad-port', target, site, `${JSON.stringify(written)} is not a port`, {
      hint: 'write one number; a range needs an entry for each port, or the short form',
    })
  }
  const value = Number(written)
  if (value > highest) refuseHigh('container', written, target, site)
  return derived(value, target.origin)
}

function checkPublished(node: Node, written: string, site: CanonicalSite): void {
  if (written === '') return
  const range = parseIntegerRange(written)
  if (range === undefined) {
    refuse('bad-port', node, site, `${JSON.stringify(written)} is not a port or a range of ports`, {
      hint: 'write one number, such as "8080", or a range, such as "8000-8010"',
    })
  } else if (range.last > highest) refuseHigh('host', written, node, site)
}

interface PortParts {
  readonly ip: string
  readonly host: string
  readonly container: string
  readonly protocol: string
}

function splitPort(written: string): PortParts {
  const slash = written.lastIndexOf('/')
  const protocol = slash < 0 ? 'tcp' : written.slice(slash + 1).toLowerCase()
  const rest = slash < 0 ? written : written.slice(0, slash)
  const parts = rest.split(':')
  const container = parts.pop() ?? ''
  const host = parts.pop() ?? ''
  const ip = parts.join(':').replace(/^\[(.*)\]$/, '$1')
  return { ip, host, container, protocol }
}

function expandPort(node: ScalarNode, site: CanonicalSite): Node[] {
  const written = textOf(node)
  if (isPending(node, site)) return [node]
  const parts = splitPort(written)
  const fault = faultOf(parts, written)
  if (fault !== undefined) return [refuse('bad-port', node, site, fault.message, { hint: fault.hint })]
  const container = parseIntegerRange(parts.container)
  const host = parts.host === '' ? undefined : parseIntegerRange(parts.host)
  if (container === undefined || (parts.host !== '' && host === undefined)) return [node]
  if (container.last > highest) return [refuseHigh('container', parts.container, node, site)]
  if (host !== undefined && host.last > highest) return [refuseHigh('host', parts.host, node, site)]
  const count = container.last - container.first + 1
  if (host !== undefined && count > 1 && host.last - host.first + 1 !== count) {
    return [
      refuse('bad-port', node, site, `the ranges ${parts.host} and ${parts.container} differ in length`, {
        hint: 'give both the same number of ports, or name one container port',
      }),
    ]
  }
  if (parts.host === '' && written.includes(':') && (node.origin.variables?.length ?? 0) > 0) {
    warn(
      'random-port',
      node,
      site,
      `${JSON.stringify(node.origin.raw ?? written)} became ${JSON.stringify(written)}, so the host port will be a random one`,
      {
        hint: `set ${node.origin.variables?.join(', ')}, or give it a default, as in \${${node.origin.variables?.[0]}:-8080}`,
      },
    )
  }
  const found: { order: string; node: Node }[] = []
  for (let step = 0; step < count; step += 1) {
    const target = container.first + step
    // A range of host ports for one container port stays a range: the engine picks a free one.
    const published = host === undefined ? undefined : count > 1 ? String(host.first + step) : parts.host
    found.push({
      order: `${target}/${parts.protocol}`,
      node: derivedMap(
        {
          mode: 'ingress',
          host_ip: parts.ip === '' ? undefined : parts.ip,
          target,
          published: published === undefined ? undefined : normalizeRange(published),
          protocol: parts.protocol,
        },
        node.origin,
      ),
    })
  }
  // The reference lists a range in the order of its text: 10000 before 9999.
  return found.sort((a, b) => (a.order < b.order ? -1 : 1)).map(port => port.node)
}

function normalizeRange(published: string): string {
  const range = parseIntegerRange(published)
  if (range === undefined) return published
  return range.first === range.last ? String(range.first) : `${range.first}-${range.last}`
}

function faultOf(parts: PortParts, written: string): { message: string; hint: string } | undefined {
  const quoted = JSON.stringify(written)
  if (parts.container === '') return { message: `${quoted} names no container port`, hint: form }
  if (parts.ip !== '' && isIP(parts.ip.replace(/%.*$/, '')) === 0) {
    return {
      message: `${JSON.stringify(parts.ip)} in ${quoted} is not an IP address`,
      hint: parts.ip === 'localhost' ? `write 127.0.0.1:${parts.host}:${parts.container}` : form,
    }
  }
  if (!['tcp', 'udp', 'sctp'].includes(parts.protocol)) {
    return {
      message: `${JSON.stringify(parts.protocol)} in ${quoted} is not a protocol`,
      hint: 'write tcp, udp or sctp',
    }
  }
  if (parts.ip === '' && isIP(parts.host) !== 0) {
    const { host, container } = parts
    return {
      message: `${quoted} has an address and only one port`,
      hint: `write "${host}:${container}:${container}", or "${host}::${container}" for a random host port`,
    }
  }
  for (const part of [parts.container, parts.host]) {
    if (part !== '' && parseIntegerRange(part) === undefined) {
      return { message: `${JSON.stringify(part)} in ${quoted} is not a port or a range of ports`, hint: form }
    }
  }
  return undefined
}

function refuseHigh<T extends Node>(side: string, written: string, node: T, site: CanonicalSite): T {
  const likely = /^\d{5,}$/.test(written) ? written.slice(0, 4) : undefined
  return refuse('bad-port', node, site, `${side} port ${written} is above ${highest}`, {
    hint: likely === undefined ? `ports go up to ${highest}` : `did you mean ${likely}?`,
  })
}
