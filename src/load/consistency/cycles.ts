// Services that wait for each other in a circle.
import { createGraph, findCycle } from '../../support/index.ts'
import { faultAt } from '../fault.ts'
import { atKey, type CheckSite, entriesOf } from './check.ts'

/** Tells of a circle of dependencies, with its way round. */
export function checkCycles(site: CheckSite): void {
  const graph = createGraph(
    [...site.services.entries].map(([name, { value }]) => {
      const needs = [...entriesOf(value, 'depends_on').keys()]
      return [name, needs.filter(need => site.services.entries.has(need))] as const
    }),
  )
  const cycle = findCycle(graph)
  if (cycle === undefined) return
  const [name = '', need = ''] = cycle.path
  const entry = entriesOf(site.services.entries.get(name)?.value, 'depends_on').get(need)
  if (entry === undefined) return
  const way = cycle.path.join(' → ')
  const message =
    name === need ? `${name} depends on itself` : `services depend on each other in a circle: ${way}`
  site.problems.push(
    faultAt('dependency-cycle', atKey(entry), ['services', name, 'depends_on', need], message, {
      hint: 'drop one of the dependencies; links, volumes_from and network_mode: service:… count as dependencies too',
    }),
  )
}
