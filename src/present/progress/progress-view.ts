// What every way of showing a run has in common.
import type { ApplyEvent } from '../../apply/index.ts'

export interface Progress {
  emit(event: ApplyEvent): void
  /** Leaves the screen as it should stay. May be called twice. */
  close(): Promise<void>
}
