// The built program against the reference's cases: what loads, loads to the same model; what fails, fails at a place.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { findCases, root } from './cases.ts'

/** Cases that cannot agree, each for a reason that docs/deviations.md gives. */
const known = ['loader/loader/TestLoadWithEnvironmentInterpolation/1']

interface Judged {
  readonly id: string
  readonly ok: boolean
  readonly counted: boolean
  readonly pass: boolean
  readonly located?: boolean
  readonly why: string
}

function run(folder: string, program: string): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const args = [path.join(folder, 'run.mjs'), '--json', '--', process.execPath, program]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', chunk => (stdout += chunk))
    child.stderr.on('data', chunk => (stderr += chunk))
    child.on('error', reject)
    child.on('close', () => resolve({ stdout, stderr }))
  })
}

/** The runner prints the results as one line of JSON among lines of summary. */
function readResults(stdout: string): Judged[] {
  const line = stdout.split('\n').find(text => text.startsWith('['))
  if (line === undefined) throw new Error(`the runner printed no results: ${stdout.slice(0, 400)}`)
  return JSON.parse(line) as Judged[]
}

const folder = findCases()

describe.skipIf(folder === undefined)('the reference cases', () => {
  it('agree, but for the deviations that are listed', async () => {
    const program = path.join(root, 'dist/gantry.cjs')
    if (!existsSync(program)) throw new Error(`${program} is missing: run npm run build first`)
    const { stdout, stderr } = await run(folder as string, program)
    const results = readResults(stdout)
    expect(results.length, stderr).toBeGreaterThan(500)
    const counted = results.filter(result => result.counted)
    const differing = counted.filter(result => !result.pass && !known.includes(result.id))
    expect(differing.map(({ id, why }) => `${id}: ${why}`)).toEqual([])
    const refused = counted.filter(result => !result.ok)
    const unlocated = refused.filter(result => !result.located).map(result => result.id)
    expect(unlocated.length / refused.length, unlocated.join('\n')).toBeLessThanOrEqual(0.05)
  }, 600_000)
})
