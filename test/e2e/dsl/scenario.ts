// A scenario: an intent, files, steps. Runs the steps in a world of their own, and where one fails, shows all that
// is needed to see why.
import { readFileSync } from 'node:fs'
import { describe, test } from 'vitest'
import { describeSnapshot } from './engine.ts'
import type { Step } from './steps.ts'
import { makeWorld, removeWorld, type World } from './world.ts'

export interface Scenario {
  /** Text of `compose.yaml`. */
  readonly stack?: string
  /** More files, by their paths. */
  readonly files?: Readonly<Record<string, string>>
  /** A file of test/e2e/fixtures in place of `stack`. */
  readonly fixture?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
  /** Why it cannot run here; absent: it can. Reported as skipped, and said aloud. */
  readonly unless?: string | undefined
}

/** `intent` is a sentence: "an unchanged up must be a no-op". */
export function scenario(intent: string, what: Scenario): void {
  const { stack, fixture, files = {}, environment, steps, unless } = what
  if (steps.length === 0) throw new Error(`the scenario "${intent}" has no steps`)
  if (!steps.some(step => step.checks.length > 0)) throw new Error(`the scenario "${intent}" checks nothing`)
  const text =
    fixture === undefined ? stack : readFileSync(new URL(`../fixtures/${fixture}`, import.meta.url), 'utf8')
  const run = unless === undefined ? test.concurrent : test.skip
  if (unless !== undefined) console.warn(`SKIPPED: ${intent}: ${unless}`)
  run(unless === undefined ? intent : `${intent} (${unless})`, async () => {
    const all = text === undefined ? files : { 'compose.yaml': outdent(text), ...files }
    const world = await makeWorld({ files: all, environment })
    try {
      await runSteps(world, steps)
    } finally {
      await removeWorld(world)
    }
  })
}

/** Scenarios on one theme. */
export function theme(name: string, scenarios: () => void): void {
  describe(name, scenarios)
}

/** In turn; the first that fails ends it, with all that is known of the state. */
export async function runSteps(world: World, steps: readonly Step[]): Promise<void> {
  for (const [index, step] of steps.entries()) await runStep(world, index, step)
}

async function runStep(world: World, index: number, step: Step): Promise<void> {
  try {
    await step.run(world, step.checks)
  } catch (error) {
    const failure = new Error(describeFailure(world, index, step, error as Error))
    failure.stack = failure.message
    throw failure
  }
}

function describeFailure(world: World, index: number, step: Step, error: Error): string {
  const indent = (text: string) => text.trimEnd().replaceAll('\n', '\n    ')
  const said = world.runs.flatMap(run => [
    `  ${run.command}: exit code ${run.exitCode}`,
    ...(run.stdout ? [`  stdout:\n    ${indent(run.stdout)}`] : []),
    ...(run.stderr ? [`  stderr:\n    ${indent(run.stderr)}`] : []),
  ])
  return [
    `step ${index + 1}: ${step.title}`,
    `  ${error.name === 'CheckFailed' ? error.message : (error.stack ?? error.message)}`,
    ...said,
    `  before:\n    ${indent(describeSnapshot(world.before))}`,
    `  after:\n    ${indent(describeSnapshot(world.after))}`,
  ].join('\n')
}

/** Takes off the indentation that all lines share, and the empty line that a template text starts with. */
function outdent(text: string): string {
  const lines = text.replace(/^\n/, '').split('\n')
  const depths = lines.filter(line => line.trim() !== '').map(line => line.search(/\S/))
  const depth = Math.min(...depths)
  return `${lines
    .map(line => line.slice(depth))
    .join('\n')
    .trimEnd()}\n`
}
