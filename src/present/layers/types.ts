// An image's layers as they are shown, structurally, so that this room knows no images. Sizes are bytes.

export interface ShownChange {
  readonly path: string
  readonly change: 'added' | 'changed' | 'removed'
  readonly kind: string
  readonly size: number
  readonly sizeBefore?: number
}

export interface ShownLayer {
  readonly number: number
  readonly digest: string
  readonly size: number
  readonly command: string
  readonly changes: readonly ShownChange[]
}

export interface ShownStep {
  readonly command: string
  readonly createdBy: string
  readonly comment: string
  readonly created: string
  readonly layer?: number
}

export interface ShownImage {
  readonly names: readonly string[]
  readonly id: string
  readonly platform: string
  readonly created: string
  readonly size: number
  readonly efficiency: number
  readonly wastedBytes: number
  readonly userWastedRatio: number
  readonly wasteful: readonly {
    readonly path: string
    readonly bytes: number
    readonly copies: number
    readonly layers: readonly number[]
  }[]
  readonly layers: readonly ShownLayer[]
  readonly history: readonly ShownStep[]
}

export interface ShownLimit {
  readonly rule: 'lowestEfficiency' | 'highestWastedBytes' | 'highestUserWastedPercent'
  readonly limit: number
  readonly value: number
  readonly passed: boolean
}

export const changeLetter: Record<ShownChange['change'], 'A' | 'M' | 'D'> = {
  added: 'A',
  changed: 'M',
  removed: 'D',
}
