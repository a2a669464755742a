// Differences as text: a block a resource, a line a field.
import type { ResourceDiff } from '../diff.ts'
import { describeChange } from './change.ts'
import { formatPlace, type RenderOptions } from './text.ts'

/** Empty text where there is no difference; else without a line break at the end. */
export function renderDiff(diffs: readonly ResourceDiff[], options: RenderOptions = {}): string {
  return diffs
    .map(diff => {
      const { type, name } = diff.resource
      if (diff.kind === 'missing') return `${type} ${name}: missing`
      if (diff.kind === 'extra') return `${type} ${name}: not in the files`
      const lines = diff.changes.map(
        change => `  ${describeChange(change)}${formatPlace(change.place, options)}`,
      )
      const state = diff.state === undefined ? '' : `: ${describeState(diff.state)}`
      return [`${type} ${name}${state}`, ...lines].join('\n')
    })
    .join('\n')
}

/** Version 1: what `diff` and `drift` print with `--format json`. */
export function renderDiffJson(stack: string, diffs: readonly ResourceDiff[]): string {
  const differences = diffs.map(({ resource, kind, changes, state }) => ({ resource, kind, changes, state }))
  return JSON.stringify({ version: 1, stack, differences }, null, 2)
}

function describeState({ status, exitCode }: NonNullable<ResourceDiff['state']>): string {
  return exitCode === undefined ? status : `${status} (${exitCode})`
}
