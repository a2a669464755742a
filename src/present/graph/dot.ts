// A graph in Graphviz's language.
import { changeFill, type DrawnGraph } from './types.ts'

const shapes = { service: 'box', network: 'ellipse', volume: 'cylinder' } as const
const styles = { depends_on: 'solid', link: 'bold', network: 'dotted', volume: 'dashed' } as const

export function renderGraphDot(graph: DrawnGraph): string {
  const lines = [
    `digraph ${quote(graph.name)} {`,
    '  rankdir=LR',
    '  node [fontname="sans-serif"]',
    '  edge [fontname="sans-serif", fontsize=10]',
  ]
  for (const node of graph.nodes) {
    const fill = node.change ? `, style=filled, fillcolor="${changeFill[node.change]}"` : ''
    lines.push(
      `  ${quote(node.id)} [label=${quote([node.label, ...node.details].join('\n'))}, shape=${shapes[node.type]}${fill}]`,
    )
  }
  for (const edge of graph.edges) {
    const label = edge.label ? `, label=${quote(edge.label)}` : ''
    const arrow = edge.kind === 'network' ? ', dir=none' : ''
    lines.push(`  ${quote(edge.from)} -> ${quote(edge.to)} [style=${styles[edge.kind]}${label}${arrow}]`)
  }
  lines.push('}', '')
  return lines.join('\n')
}

function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}
