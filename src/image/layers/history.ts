// An image's history beside its layers, and the builders' words as a Dockerfile has them.
import type { HistoryStep } from './types.ts'

/** `history` of an image's configuration. */
export interface RawHistory {
  readonly created?: string
  readonly created_by?: string
  readonly comment?: string
  readonly empty_layer?: boolean
}

/**
 * Numbers the steps that made a layer. Where the history knows fewer layers than there are (an imported or squashed base), the
 * lowest ones have no step; where it knows more, the last steps have no layer.
 */
export function joinHistory(raw: readonly RawHistory[], layers: number): readonly HistoryStep[] {
  const told = raw.filter(step => step.empty_layer !== true).length
  let number = Math.max(0, layers - told)
  return raw.map(({ created = '', created_by: createdBy = '', comment = '', empty_layer: empty }) => {
    const step = { command: tidyCommand(createdBy || comment), createdBy, comment, created }
    if (empty === true || number >= layers) return step
    number += 1
    return { ...step, layer: number }
  })
}

/** `/bin/sh -c #(nop)  CMD ["sh"]` → `CMD ["sh"]`; `RUN /bin/sh -c make # buildkit` → `RUN make`. */
function tidyCommand(createdBy: string): string {
  const line = createdBy.replace(/\s+/g, ' ').trim()
  const setting = /^\/bin\/sh -c #\(nop\) (.*)$/.exec(line)
  if (setting) return (setting[1] ?? '').trim()
  // The classic builder puts build arguments before the command, with their number: `|1 VERSION=2 /bin/sh -c make`.
  const run = /^(?:RUN )?(?:\|\d+ .*?)?\/bin\/sh -c (.*)$/.exec(line)
  return (run ? `RUN ${run[1] ?? ''}` : line).replace(/ # buildkit$/, '')
}
