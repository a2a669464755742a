// One trial: a stack, a command during which one call to the engine goes wrong, and then the two things that a
// user types: a plain up, which must mend everything, and a plain down, which must leave nothing.
import { docker as engine, ignoreGone } from '../e2e/dsl/engine.ts'
import {
  type Check,
  gantry,
  noContainers,
  noNetworks,
  planIsEmpty,
  printsInside,
  replicasRun,
  runSteps,
  type Step,
  volumeKeeps,
} from '../e2e/dsl/index.ts'
import { type Finished, splitCommand, startProgram } from '../e2e/dsl/run.ts'
import { look, makeWorld, removeWorld, type World } from '../e2e/dsl/world.ts'
import { type Operation, replicas, stack } from './operations.ts'
import type { PrivateEngine } from './private-engine.ts'
import { type Fault, startProxy } from './proxy.ts'

export interface Trial {
  readonly operation: Operation
  /** Which changing call, from 1. Absent: none is disturbed. */
  readonly call?: number
  readonly fault?: Fault
  /** It is the engine that a fault kills, not gantry. */
  readonly killed?: {
    readonly engine: PrivateEngine
    /** Whether it is started while gantry may still run, or once gantry has ended. */
    readonly returns: 'at once' | 'afterwards'
  }
}

export function trialName({ operation, call, fault }: Trial): string {
  const what = typeof fault === 'number' ? `answered with ${fault}` : fault
  return call === undefined ? operation.name : `${operation.name}: changing call ${call} is ${what}`
}

const keepsData: Check = volumeKeeps('data', 'file', 'precious')

/** Returns how many changing calls the disturbed command made. Throws where anything is lost or left over. */
export async function runTrial(trial: Trial): Promise<number> {
  const world = await makeWorld({ files: { 'compose.yaml': stack } })
  const scratch = new Set<string>()
  try {
    let calls = 0
    await runSteps(world, [
      ...trial.operation.before,
      {
        title: `gantry ${trial.operation.command}, disturbed`,
        checks: [],
        run: async world => {
          for (const name of anonymousVolumes(world)) scratch.add(name)
          calls = await disturb(world, trial)
          for (const name of anonymousVolumes(world)) scratch.add(name)
        },
      },
      ...mended(trial),
      gantry('down', noContainers, noNetworks, keepsData),
    ])
    return calls
  } finally {
    for (const name of anonymousVolumes(world)) scratch.add(name)
    await removeWorld(world)
    // Anonymous volumes carry no label of the project: those of its containers are removed by their names.
    for (const name of scratch) await engine.getVolume(name).remove().catch(ignoreGone)
  }
}

/** The state after one plain up is the one that the file asks for, whatever went wrong before. */
function mended({ operation }: Trial): readonly Step[] {
  const kept = operation.name === 'recreate' || operation.name === 'scale'
  return [
    gantry(
      'up -d',
      replicasRun(replicas),
      planIsEmpty(),
      keepsData,
      // A container that was replaced, or not touched, has its anonymous volume still.
      ...(kept ? [printsInside('store', ['cat', '/scratch/file'], 'scratch')] : []),
    ),
  ]
}

async function disturb(world: World, trial: Trial): Promise<number> {
  const { killed } = trial
  let kill = () => {}
  let back: Promise<void> | undefined
  let met = false
  const proxy = await startProxy({
    kill: () => kill(),
    fault: call => {
      if (call.change !== trial.call) return undefined
      met = true
      return trial.fault
    },
  })
  try {
    const running = startProgram({
      program: 'gantry',
      args: splitCommand(trial.operation.command),
      cwd: world.folder,
      environment: { ...world.environment, DOCKER_HOST: proxy.host },
    })
    kill = () => {
      if (killed === undefined) running.child.kill('SIGKILL')
      else
        back ??= killed.engine
          .kill()
          .then(() => (killed.returns === 'at once' ? killed.engine.start() : undefined))
    }
    const run = await running.finished
    world.runs = [run]
    await back
    if (killed?.returns === 'afterwards' && back !== undefined) await killed.engine.start()
    await look(world)
    const calls = proxy.calls.filter(call => call.change > 0).length
    if (run.overdue) throw new Error('the disturbed command did not end and was killed')
    if (trial.call === undefined && run.exitCode !== 0) throw new Error('it fails without being disturbed')
    if (trial.call !== undefined && !met)
      throw new Error(`there was no changing call ${trial.call}, but ${calls}`)
    if (trial.fault === 'delay' && run.exitCode !== 0) throw new Error('a late answer made it fail')
    if (trial.fault === 500 && run.exitCode !== 1) {
      throw new Error(`a refused call went unnoticed: exit code ${run.exitCode}`)
    }
    if (killed !== undefined && met) checkFarewell(run)
    if (/^\s+at .+:\d+:\d+\)?$/m.test(run.stderr)) throw new Error('it shows a stack trace')
    return calls
  } finally {
    await proxy.close()
  }
}

/** What gantry has to say where the engine went away under it. */
function checkFarewell(run: Finished): void {
  if (run.exitCode === 0) return
  if (run.exitCode !== 1) throw new Error(`the exit code is ${run.exitCode}`)
  if (!/engine|socket|connection/.test(run.stderr))
    throw new Error('it does not say that the engine went away')
}

function anonymousVolumes(world: World): readonly string[] {
  const mounts = [...world.before.containers, ...world.after.containers].flatMap(one => one.Mounts)
  return mounts.flatMap(mount => (mount.Name && /^[0-9a-f]{64}$/.test(mount.Name) ? [mount.Name] : []))
}
