// Runs the parts of "npm run check" side by side, prints each one's result and time, then the output of those
// that failed. Exits 1 when any did.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(fileURLToPath(import.meta.url), '..', '..')
const bin = name => join(root, 'node_modules', '.bin', name)
const script = name => join('scripts', name)

/** Each part: its name, its command, and whether its output is of use when it passes, too. */
const parts = [
  { name: 'types', command: [bin('tsc'), '--noEmit', '--pretty', 'false'] },
  { name: 'imports', command: [process.execPath, script('check-imports.mjs')], talks: true },
  { name: 'unused', command: [bin('knip'), '--no-progress', '--no-config-hints'] },
  {
    name: 'format and lint',
    command: [bin('biome'), 'check', '--error-on-warnings', '--max-diagnostics=50'],
  },
  { name: 'lockfile', command: [process.execPath, script('complete-lockfile.mjs'), '--check'] },
]
if (existsSync(join(root, script('generate.mjs')))) {
  parts.push({ name: 'generated', command: [process.execPath, script('generate.mjs'), '--check'] })
}

/** Resolves with what the command said and how it ended; a command that cannot start has failed. */
function run({ name, command: [file, ...args], talks }) {
  return new Promise(resolve => {
    const began = performance.now()
    let output = ''
    const child = spawn(file, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', data => (output += data))
    child.stderr.on('data', data => (output += data))
    const end = ok =>
      resolve({ name, ok, talks, output: output.trim(), seconds: (performance.now() - began) / 1000 })
    child.on('error', error => {
      output += error.message
      end(false)
    })
    child.on('close', code => end(code === 0))
  })
}

function print({ name, ok, talks, output, seconds }) {
  const remark = ok && talks ? `  ${output}` : ''
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(16)} ${seconds.toFixed(1).padStart(5)} s${remark}`)
}

const results = await Promise.all(
  parts.map(async part => {
    const result = await run(part)
    print(result)
    return result
  }),
)
const failed = results.filter(({ ok }) => !ok)
for (const { name, output } of failed) console.log(`\n── ${name}\n${output}`)
console.log(
  failed.length === 0
    ? '\nall checks passed'
    : `\n${failed.length} of ${results.length} checks failed: ${failed.map(({ name }) => name).join(', ')}`,
)
process.exitCode = failed.length === 0 ? 0 : 1
