// What `watch` does when a source file changes.
import type { Hook } from './values.ts'

export interface WatchRule {
  readonly path: string
  readonly action: 'rebuild' | 'sync' | 'restart' | 'sync+restart' | 'sync+exec'
  readonly target?: string
  readonly exec?: Hook
  readonly include?: readonly string[]
  readonly ignore?: readonly string[]
  readonly initial_sync?: boolean
  readonly [extension: `x-${string}`]: unknown
}

export interface Develop {
  readonly watch?: readonly WatchRule[]
}
