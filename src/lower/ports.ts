// Published and exposed ports: one field a container port.
import { integersInRange, parseIntegerRange } from '../support/index.ts'
import type { Concern } from './concern.ts'
import type { Draft } from './draft.ts'
import type { PortBinding } from './spec.ts'

export const portsConcern: Concern = {
  heads: ['ports', 'expose'],
  lower(draft) {
    const bindings: Record<string, PortBinding[]> = {}
    const exposed: Record<string, Record<string, never>> = {}
    const firstIndex = new Map<string, number>()
    for (const [index, port] of (draft.input.service.ports ?? []).entries()) {
      const key = `${port.target}/${port.protocol || 'tcp'}`
      exposed[key] = {}
      if (!firstIndex.has(key)) firstIndex.set(key, index)
      const binding: PortBinding = { HostPort: port.published ?? '' }
      if (port.host_ip) binding.HostIp = port.host_ip
      const same = bindings[key] ?? []
      bindings[key] = same
      if (!same.some(other => printBinding(other) === printBinding(binding))) same.push(binding)
    }
    for (const [key, list] of Object.entries(bindings))
      draft.field(`ports.${key}`, list.map(printBinding).sort(), ['ports', firstIndex.get(key) ?? 0])
    lowerExpose(draft, exposed)
    if (Object.keys(exposed).length > 0) draft.config.ExposedPorts = exposed
    if (Object.keys(bindings).length > 0) draft.host.PortBindings = bindings
  },
  read(live, context, fields) {
    const bindings = live.HostConfig.PortBindings ?? {}
    for (const [key, list] of Object.entries(bindings)) {
      const value = [...new Set((list ?? [{}]).map(printBinding))].sort()
      fields.set(`ports.${key}`, { value, origin: 'set' })
    }
    const image = context.image?.Config?.ExposedPorts ?? {}
    const imageUnknown = context.image === undefined
    for (const port of Object.keys(live.Config.ExposedPorts ?? {})) {
      // Docker Compose leaves the protocol out.
      const key = port.includes('/') ? port : `${port}/tcp`
      fields.set(`expose.${key}`, {
        value: true,
        // Published ports are exposed by that alone.
        origin: key in image || key in bindings ? 'default' : imageUnknown ? 'engine' : 'set',
      })
    }
  },
}

function lowerExpose(draft: Draft, exposed: Record<string, Record<string, never>>): void {
  for (const [index, text] of (draft.input.service.expose ?? []).entries()) {
    const [ports = '', protocol = 'tcp'] = String(text).split('/')
    const range = parseIntegerRange(ports)
    if (range === undefined || range.last > 65_535) continue
    for (const port of integersInRange(range)) {
      const key = `${port}/${protocol}`
      if (!(key in exposed)) draft.field(`expose.${key}`, true, ['expose', index])
      exposed[key] = {}
    }
  }
}

/** `8080`, `127.0.0.1:8080`, `` for a port that the engine picks. */
function printBinding(binding: PortBinding): string {
  const port = binding.HostPort ?? ''
  return binding.HostIp ? `${binding.HostIp}:${port}` : port
}
