// A graph as indented text: each service with what it hangs on.
import type { DrawnGraph } from './types.ts'

const words = { depends_on: 'needs', link: 'links to', network: 'on network', volume: 'mounts' } as const
const signs = { create: '+ ', change: '~ ', remove: '- ' } as const

export function renderGraphText(graph: DrawnGraph): string {
  const byId = new Map(graph.nodes.map(node => [node.id, node]))
  const lines = [graph.name]
  for (const node of graph.nodes) {
    const sign = node.change ? signs[node.change] : ''
    const details = node.details.length > 0 ? ` (${node.details.join(', ')})` : ''
    if (node.type !== 'service') continue
    lines.push(`  ${sign}${node.label}${details}`)
    for (const edge of graph.edges) {
      if (edge.from !== node.id) continue
      const label = edge.label ? ` (${edge.label})` : ''
      lines.push(`    ${words[edge.kind]} ${byId.get(edge.to)?.label ?? edge.to}${label}`)
    }
  }
  return `${lines.join('\n')}\n`
}
