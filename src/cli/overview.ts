// The help of the whole program: commands by group, global flags, an example.
import type { Command, Option } from 'commander'
import type { CatalogEntry } from './catalog-entry.ts'

export function renderOverview(root: Command, catalog: readonly CatalogEntry[], program: string): string {
  const lines = [`Usage: ${program} [global flags] COMMAND [flags] [SERVICE...]`, '']
  const shown = catalog.filter(entry => entry.hidden !== true)
  const width = Math.max(...shown.map(entry => entry.name.length)) + 2
  for (const group of new Set(shown.map(entry => entry.group))) {
    lines.push(`${group}:`)
    for (const entry of shown) {
      if (entry.group === group) lines.push(`  ${entry.name.padEnd(width)}${entry.summary}`)
    }
    lines.push('')
  }
  const options = root.options.filter(option => !option.hidden)
  const flags = Math.max(...options.map(option => option.flags.length)) + 2
  for (const heading of new Set(options.map(groupOf))) {
    lines.push(heading)
    for (const option of options) {
      if (groupOf(option) === heading) lines.push(`  ${option.flags.padEnd(flags)}${option.description}`)
    }
    lines.push('')
  }
  lines.push(
    `Example: ${program} -f compose.yaml up -d --wait`,
    `Help on a command: ${program} COMMAND --help`,
    '',
  )
  return lines.join('\n')
}

function groupOf(option: Option): string {
  return option.helpGroupHeading ?? 'Global flags:'
}
