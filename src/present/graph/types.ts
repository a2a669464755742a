// What is drawn: nodes and edges, structurally, so that this room knows no use case.
export interface DrawnNode {
  readonly id: string
  readonly type: 'service' | 'network' | 'volume'
  readonly label: string
  readonly details: readonly string[]
  readonly change?: 'create' | 'change' | 'remove'
}

export interface DrawnEdge {
  readonly from: string
  readonly to: string
  readonly kind: 'depends_on' | 'link' | 'network' | 'volume'
  readonly label?: string
}

export interface DrawnGraph {
  readonly name: string
  readonly nodes: readonly DrawnNode[]
  readonly edges: readonly DrawnEdge[]
}

/** Fill colours by change, readable on white and in print. */
export const changeFill: Record<NonNullable<DrawnNode['change']>, string> = {
  create: '#c8efd0',
  change: '#fdebb3',
  remove: '#f7c6c5',
}
