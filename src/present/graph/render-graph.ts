// Which language a graph is drawn in.
import { renderGraphDot } from './dot.ts'
import { renderGraphMermaid } from './mermaid.ts'
import { renderGraphText } from './text.ts'
import type { DrawnGraph } from './types.ts'

export type GraphFormat = 'text' | 'dot' | 'mermaid' | 'svg'

export async function renderGraph(graph: DrawnGraph, format: GraphFormat): Promise<string> {
  switch (format) {
    case 'text':
      return renderGraphText(graph)
    case 'dot':
      return renderGraphDot(graph)
    case 'mermaid':
      return renderGraphMermaid(graph)
    case 'svg':
      // The layout library is loaded for pictures alone.
      return (await import('./svg.ts')).renderGraphSvg(graph)
  }
}
