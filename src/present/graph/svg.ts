// A graph as a picture. dagre lays it out; this file only writes down what it says.
import dagre from '@dagrejs/dagre'
import { cellWidth } from '../../support/index.ts'
import { changeFill, type DrawnEdge, type DrawnGraph, type DrawnNode } from './types.ts'

const fontSize = 13
const lineHeight = 18
const characterWidth = 7.4
const dashes = { depends_on: '', link: '', network: '2 4', volume: '6 4' } as const

export function renderGraphSvg(graph: DrawnGraph): string {
  const layout = new dagre.graphlib.Graph({ multigraph: true })
  layout.setGraph({ rankdir: 'LR', nodesep: 30, ranksep: 70, marginx: 20, marginy: 20 })
  layout.setDefaultEdgeLabel(() => ({}))
  for (const node of graph.nodes) layout.setNode(node.id, size(node))
  graph.edges.forEach((edge, index) => {
    const width = edge.label ? cellWidth(edge.label) * characterWidth : 0
    layout.setEdge(
      edge.from,
      edge.to,
      { width, height: edge.label ? lineHeight : 0, labelpos: 'c' },
      String(index),
    )
  })
  dagre.layout(layout)
  const { width = 0, height = 0 } = layout.graph()
  const edges = graph.edges.map((edge, index) =>
    drawEdge(edge, layout.edge(edge.from, edge.to, String(index))),
  )
  const nodes = graph.nodes.map(node => drawNode(node, layout.node(node.id)))
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}" font-family="sans-serif" font-size="${fontSize}">
<title>${escaped(graph.name)}</title>
<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M 0 0 L 10 5 L 0 10 z" fill="#555"/></marker></defs>
<rect width="100%" height="100%" fill="#fff"/>
${[...edges, ...nodes].join('\n')}
</svg>
`
}

function size(node: DrawnNode): { width: number; height: number } {
  const lines = [node.label, ...node.details]
  return {
    width: Math.max(...lines.map(line => cellWidth(line))) * characterWidth + 28,
    height: lines.length * lineHeight + 16,
  }
}

function drawNode(node: DrawnNode, at: { x: number; y: number; width: number; height: number }): string {
  const fill = node.change ? changeFill[node.change] : '#f4f6f8'
  const radius = { service: 4, network: at.height / 2, volume: 10 }[node.type]
  const top = at.y - ((node.details.length + 1) * lineHeight) / 2 + fontSize
  const lines = [node.label, ...node.details].map(
    (line, index) =>
      `<tspan x="${round(at.x)}" y="${round(top + index * lineHeight)}"${index === 0 ? ' font-weight="bold"' : ' fill="#555"'}>${escaped(line)}</tspan>`,
  )
  return `<g><rect x="${round(at.x - at.width / 2)}" y="${round(at.y - at.height / 2)}" width="${round(at.width)}" height="${round(at.height)}" rx="${round(radius)}" fill="${fill}" stroke="#555"/><text text-anchor="middle">${lines.join('')}</text></g>`
}

function drawEdge(
  edge: DrawnEdge,
  at: { points: { x: number; y: number }[]; x?: number; y?: number },
): string {
  const path = at.points
    .map((point, index) => `${index === 0 ? 'M' : 'L'} ${round(point.x)} ${round(point.y)}`)
    .join(' ')
  const dash = dashes[edge.kind] ? ` stroke-dasharray="${dashes[edge.kind]}"` : ''
  const arrow = edge.kind === 'network' ? '' : ' marker-end="url(#arrow)"'
  const width = edge.kind === 'link' ? 2.5 : 1.3
  const label =
    edge.label && at.x !== undefined && at.y !== undefined
      ? `<text x="${round(at.x)}" y="${round(at.y)}" text-anchor="middle" font-size="11" fill="#333" paint-order="stroke" stroke="#fff" stroke-width="4">${escaped(edge.label)}</text>`
      : ''
  return `<path d="${path}" fill="none" stroke="#555" stroke-width="${width}"${dash}${arrow}/>${label}`
}

const round = (value: number): number => Math.round(value * 10) / 10

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
