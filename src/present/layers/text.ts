// An image's layers for people: the table of layers, what is wasted, the limits that were held or broken.
import { formatHumanSize, formatTable, truncateText } from '../../support/index.ts'
import { type Output, paint } from '../terminal.ts'
import { renderChanges } from './changes.ts'
import type { ShownImage, ShownLayer, ShownLimit, ShownStep } from './types.ts'

export interface LayersView {
  readonly output: Output
  /** How many of the most wasteful paths. */
  readonly top: number
  /** What each layer does to which files. */
  readonly files: boolean
  readonly tree: boolean
  /** This layer alone. */
  readonly layer?: number
  readonly limits?: readonly ShownLimit[]
}

export function renderLayers(image: ShownImage, view: LayersView): string {
  const one = image.layers.find(layer => layer.number === view.layer)
  const shown = one ? [one] : image.layers
  const parts = one ? [] : [summary(image), table(image, view.output)]
  if (view.files || view.tree || one) {
    parts.push(...shown.map(layer => title(layer, view.output) + renderChanges(layer.changes, view)))
  }
  if (!one) parts.push(waste(image, view))
  if (view.limits) parts.push(limitLines(view.limits, view.output))
  return parts.filter(part => part !== '').join('\n')
}

/** Cut off, not rounded up: 100 % is said of nothing that wastes a byte. */
const percent = (share: number): string => `${Math.floor(share * 10_000) / 100} %`

function summary(image: ShownImage): string {
  const about = [image.id.replace(/^sha256:/, '').slice(0, 12), image.platform].filter(part => part !== '')
  const count = image.layers.length
  const rows = [
    ['IMAGE', `${image.names.join(', ') || '<none>'} (${about.join(', ')})`],
    ['SIZE', `${formatHumanSize(image.size, 3)} in ${count} ${count === 1 ? 'layer' : 'layers'}`],
    ['EFFICIENCY', percent(image.efficiency)],
    [
      'WASTED',
      `${formatHumanSize(image.wastedBytes, 3)}${
        image.userWastedRatio > 0 ? `, ${percent(image.userWastedRatio)} of what the upper layers hold` : ''
      }`,
    ],
  ]
  return formatTable(rows, { padding: 2 })
}

function table(image: ShownImage, output: Output): string {
  const steps: readonly ShownStep[] = [
    ...image.layers.filter(layer => !told(image, layer)).map(untold),
    ...image.history,
  ]
  const rows = steps.map(step => {
    const layer = image.layers.find(one => one.number === step.layer)
    const count = (change: string) =>
      layer ? String(layer.changes.filter(one => one.change === change).length) : '-'
    return [
      layer ? String(layer.number) : '-',
      layer ? formatHumanSize(layer.size, 3) : '-',
      count('added'),
      count('changed'),
      count('removed'),
      step.command,
    ]
  })
  const lines = formatTable(rows, {
    header: ['LAYER', 'SIZE', 'ADDED', 'CHANGED', 'REMOVED', 'COMMAND'],
    padding: 2,
  })
  return inWidth(lines, output)
}

const told = (image: ShownImage, layer: ShownLayer): boolean =>
  image.history.some(step => step.layer === layer.number)

/** A layer that the history says nothing of. */
const untold = (layer: ShownLayer): ShownStep => ({
  command: '',
  createdBy: '',
  comment: '',
  created: '',
  layer: layer.number,
})

function title(layer: ShownLayer, output: Output): string {
  const text = [`layer ${layer.number}`, formatHumanSize(layer.size, 3), layer.command].filter(
    part => part !== '',
  )
  return `${paint(output, 'bold', truncate(text.join('  '), output))}\n`
}

function waste(image: ShownImage, { output, top }: LayersView): string {
  const rows = image.wasteful
    .slice(0, top)
    .map(one => [formatHumanSize(one.bytes, 3), String(one.copies), one.layers.join(','), one.path])
  if (rows.length === 0) return ''
  const more = image.wasteful.length - rows.length
  const table = formatTable(rows, { header: ['WASTED', 'COPIES', 'LAYERS', 'PATH'], padding: 2 })
  return inWidth(table, output) + (more > 0 ? `and ${more} more\n` : '')
}

function limitLines(limits: readonly ShownLimit[], output: Output): string {
  const rows = limits.map(({ rule, limit, value, passed }) => {
    const lowest = rule === 'lowestEfficiency'
    const sign = passed === lowest ? (value === limit ? '=' : '>') : value === limit ? '=' : '<'
    const said = (figure: number) =>
      rule === 'highestWastedBytes' ? formatHumanSize(figure, 4) : String(Number(figure.toPrecision(4)))
    const verdict = passed ? paint(output, 'green', 'ok') : paint(output, 'red', 'BROKEN')
    return [verdict, rule, `${said(value)} ${sign} ${said(limit)}`]
  })
  return formatTable(rows, { padding: 2 })
}

/** Lines of a terminal's width; elsewhere whole, for other programs to search. */
function inWidth(lines: string, output: Output): string {
  return lines.replace(/[^\n]+/g, line => truncate(line, output))
}

const truncate = (line: string, output: Output): string =>
  output.isTTY && output.columns > 0 ? truncateText(line, output.columns) : line
