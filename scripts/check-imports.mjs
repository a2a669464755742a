// Checks the import rules of .dependency-cruiser.cjs, and that they were checked: a tool that reads no module, or
// not all of them, finds no fault either. Prints how many modules and imports it read.

import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(fileURLToPath(import.meta.url), '..', '..')
const cruiser = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs')

const output = execFileSync(
  process.execPath,
  [cruiser, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
  { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
)
const { modules, summary } = JSON.parse(output)

const read = modules.filter(module => module.source.startsWith('src/'))
const onDisk = readdirSync(join(root, 'src'), { recursive: true }).filter(file => file.endsWith('.ts'))
const imports = read.reduce((sum, module) => sum + module.dependencies.length, 0)
console.log(`read ${read.length} modules with ${imports} imports`)

const unread = onDisk.map(file => `src/${file}`).filter(file => !read.some(module => module.source === file))
for (const file of unread) console.log(`not read: ${file}`)

for (const { rule, from, to, cycle } of summary.violations) {
  const path = cycle?.length ? [from, ...cycle.map(step => step.name ?? step)].join(' → ') : `${from} → ${to}`
  console.log(`${rule.name}: ${path}`)
}
const comments = new Map(summary.ruleSetUsed.forbidden.map(rule => [rule.name, rule.comment]))
for (const name of new Set(summary.violations.map(({ rule }) => rule.name))) {
  console.log(`  ${name}: ${comments.get(name)}`)
}

if (read.length === 0 || imports === 0 || unread.length > 0 || summary.violations.length > 0)
  process.exitCode = 1
