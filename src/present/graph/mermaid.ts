// A graph in Mermaid's language, as Markdown viewers draw it.
import { changeFill, type DrawnGraph } from './types.ts'

const shapes = { service: ['[', ']'], network: ['([', '])'], volume: ['[(', ')]'] } as const
const arrows = { depends_on: '-->', link: '==>', network: '---', volume: '-.->' } as const

export function renderGraphMermaid(graph: DrawnGraph): string {
  // Ids of Mermaid hold no dots or colons, and some words are its own.
  const ids = new Map(graph.nodes.map((node, index) => [node.id, `n${index}`]))
  const lines = ['flowchart LR']
  for (const node of graph.nodes) {
    const [open, close] = shapes[node.type]
    const change = node.change ? `:::${node.change}` : ''
    lines.push(
      `  ${ids.get(node.id)}${open}"${[node.label, ...node.details].map(escaped).join('<br>')}"${close}${change}`,
    )
  }
  for (const edge of graph.edges) {
    const label = edge.label ? `|"${escaped(edge.label)}"|` : ''
    lines.push(`  ${ids.get(edge.from)} ${arrows[edge.kind]}${label} ${ids.get(edge.to)}`)
  }
  for (const [change, fill] of Object.entries(changeFill)) {
    if (graph.nodes.some(node => node.change === change)) lines.push(`  classDef ${change} fill:${fill}`)
  }
  return `${lines.join('\n')}\n`
}

function escaped(text: string): string {
  return text
    .replaceAll('#', '#35;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
}
