// A comparison for planner tests: fields that a world's resource was made with against fields that are asked for. Fields that
// start with `mem_limit` or `restart` mend in place, networks by connecting, everything else by making anew.
import type { ContainerSpec, Difference, Field, LiveContainer } from '../../src/lower/index.ts'
import type { Comparison } from '../../src/plan/index.ts'
import { canonicalJson } from '../../src/support/index.ts'

export const fieldComparison: Comparison = {
  container(spec, live, context) {
    const own = (field: Field) => !field.name.startsWith('networks.')
    const changed = compareFields(spec.fields.filter(own), fieldsOf(live.Config.Labels).filter(own))
    return [...changed.map(withMend), ...endpoints(spec, live, context.networkNames)]
  },
  network: (spec, live) => compareFields(spec.fields, fieldsOf(live.Labels)).map(asFixed),
  volume: (spec, live) => compareFields(spec.fields, fieldsOf(live.Labels)).map(asFixed),
}

type Bare = Omit<Difference, 'mend'>

const asFixed = (bare: Bare): Difference => ({ ...bare, mend: 'recreate' })

function withMend(bare: Bare): Difference {
  const inPlace = /^(mem_limit|restart)/.test(bare.field)
  return inPlace ? { ...bare, mend: 'update', update: { [bare.field]: bare.to } } : asFixed(bare)
}

function fieldsOf(labels: Readonly<Record<string, string>> | null | undefined): readonly Field[] {
  return JSON.parse(labels?.fields ?? '[]') as readonly Field[]
}

function compareFields(wanted: readonly Field[], present: readonly Field[]): readonly Bare[] {
  const old = new Map(present.map(field => [field.name, field]))
  const names = new Set(wanted.map(field => field.name))
  const differences: Bare[] = wanted.flatMap((field): readonly Bare[] => {
    const was = old.get(field.name)
    if (was !== undefined && canonicalJson(was.value) === canonicalJson(field.value)) return []
    const where = { ...(field.place && { place: field.place }), ...(field.secret && { secret: true }) }
    const to = field.secret ? {} : { to: field.value }
    if (was === undefined) return [{ field: field.name, change: 'added', ...to, ...where }]
    return [
      { field: field.name, change: 'changed', ...(field.secret ? {} : { from: was.value }), ...to, ...where },
    ]
  })
  for (const field of present) {
    if (!names.has(field.name)) differences.push({ field: field.name, change: 'dropped', from: field.value })
  }
  return differences
}

function endpoints(
  spec: ContainerSpec,
  live: LiveContainer,
  known: ReadonlyMap<string, string> | undefined,
): readonly Difference[] {
  if (spec.networking.kind !== 'endpoints') return []
  const present = live.NetworkSettings?.Networks ?? {}
  const wanted = new Set(spec.networking.endpoints.map(one => one.network))
  const differences: Difference[] = spec.networking.endpoints.flatMap((one): readonly Difference[] => {
    const found = present[one.network]
    if (found !== undefined && known?.has(found.NetworkID ?? '') === true) return []
    const action = found === undefined ? 'connect' : 'reconnect'
    return [
      {
        field: `networks.${one.key}`,
        change: 'added',
        mend: 'connect',
        endpoint: { action, network: one.network, spec: one },
      } as const,
    ]
  })
  for (const network of Object.keys(present)) {
    if (wanted.has(network)) continue
    differences.push({
      field: `networks.${network}`,
      change: 'dropped',
      drift: true,
      mend: 'connect',
      endpoint: { action: 'disconnect', network },
    })
  }
  return differences
}
