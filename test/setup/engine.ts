// Runs once before the projects that need an engine: fails at once, and says how to get one, when there is
// none, rather than letting every test fail in its own way. Knows nothing of single tests.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** Finds the engine, exports its address to the test processes, and checks that the bundle is built. */
export default function setup(): void {
  const bundle = process.env.GANTRY_TEST_BIN ?? join(root, 'dist', 'gantry')
  if (!existsSync(bundle)) throw new Error(`no ${bundle}: run "npm run build" before these tests`)
  process.env.DOCKER_HOST = engineHost()
  // A context would be taken instead of the address by some programs, and refused beside it by others.
  delete process.env.DOCKER_CONTEXT
}

function engineHost(): string {
  try {
    const out = execFileSync(join(root, 'scripts', 'engine'), ['--print'], { encoding: 'utf8' })
    const host = /^DOCKER_HOST=(.+)$/m.exec(out)?.[1]
    if (host) return host
  } catch {
    // The message below says what to do; the script's own words are already on stderr.
  }
  throw new Error('no container engine answers: these tests need a real one; run "scripts/engine" first')
}
