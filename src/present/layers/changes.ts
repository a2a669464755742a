// What a layer does to files, as a list or as a tree of folders: A added, M changed, D removed.
import { formatHumanSize, padText } from '../../support/index.ts'
import { type Output, paint, type Style } from '../terminal.ts'
import { changeLetter, type ShownChange } from './types.ts'

export interface ChangesView {
  readonly output: Output
  readonly tree: boolean
}

const styles: Record<ShownChange['change'], Style> = { added: 'green', changed: 'yellow', removed: 'red' }

/** Sorted by path. */
export function renderChanges(changes: readonly ShownChange[], { output, tree }: ChangesView): string {
  if (changes.length === 0) return '  no files\n'
  const lines = tree ? treeLines(changes) : changes.map(change => ({ change, text: change.path }))
  return lines
    .map(({ change, text }) => {
      if (change === undefined) return `  ${' '.repeat(11)}${text}\n`
      const size = padText(
        change.kind !== 'file' && change.size === 0 ? '-' : formatHumanSize(change.size, 3),
        7,
        'start',
      )
      const line = `${changeLetter[change.change]}  ${size} ${text}${note(change)}`
      return `  ${paint(output, styles[change.change], line)}\n`
    })
    .join('')
}

function note({ kind, change, sizeBefore, size }: ShownChange): string {
  if (change === 'changed' && sizeBefore !== undefined && sizeBefore !== size)
    return ` (was ${formatHumanSize(sizeBefore, 3)})`
  if (kind === 'folder') return '/'
  return kind === 'file' ? '' : ` (${kind === 'other' ? 'device or pipe' : kind})`
}

interface Line {
  readonly change?: ShownChange
  readonly text: string
}

interface Branch {
  readonly children: Map<string, Branch>
  change?: ShownChange
}

function treeLines(changes: readonly ShownChange[]): readonly Line[] {
  const root: Branch = { children: new Map() }
  for (const change of changes) {
    let branch = root
    for (const part of change.path.split('/').slice(1)) {
      let next = branch.children.get(part)
      if (next === undefined) {
        next = { children: new Map() }
        branch.children.set(part, next)
      }
      branch = next
    }
    branch.change = change
  }
  const lines: Line[] = []
  const visit = (branch: Branch, indent: string): void => {
    const names = [...branch.children]
    names.forEach(([name, child], at) => {
      const last = at === names.length - 1
      const shown = child.children.size > 0 && child.change?.kind !== 'folder' ? `${name}/` : name
      lines.push({
        text: `${indent}${last ? '└─ ' : '├─ '}${shown}`,
        ...(child.change && { change: child.change }),
      })
      visit(child, indent + (last ? '   ' : '│  '))
    })
  }
  visit(root, '')
  return lines
}
