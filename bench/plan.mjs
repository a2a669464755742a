// Planning: 10,000 simulated containers in 100 services that depend on each other, everything unchanged and everything changed,
// with the real lowering and comparison. Aim: 2 seconds of CPU. Exits 1 where it is missed.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { finish, report } from './measure/pairs.mjs'

const folder = await mkdtemp(join(tmpdir(), 'gantry-bench-'))
try {
  const outfile = join(folder, 'plan.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'plan', 'measure.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  })
  const { measure } = await import(pathToFileURL(outfile).href)
  for (const [name, port] of [
    ['unchanged', '80'],
    ['all changed', '8080'],
  ]) {
    const results = Array.from({ length: 5 }, () => measure(100, 100, port))
    console.log(`${results[0].steps} steps. ${results[0].summary}`)
    report(
      `plan of 10,000 containers, ${name}: CPU`,
      results.map(one => one.cpu),
      'ms',
      2000,
    )
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
finish()
