// What a scenario may do: run gantry, docker or the peer, change files, interrupt. A step runs its commands, then
// its checks. Knows how, not what is right: that is for checks.ts.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startProxy } from '../../faults/proxy.ts'
import { type Check, CheckFailed, exitCode } from './checks.ts'
import { gantryCommand, type Program, type Running, splitCommand, startProgram } from './run.ts'
import { until } from './until.ts'
import { look, readWorldFile, type World, writeWorldFile } from './world.ts'

export interface Step {
  /** As it is shown where it fails: the command, or what is done to which file. */
  readonly title: string
  readonly checks: readonly Check[]
  run(world: World, checks: readonly Check[]): Promise<void>
}

/** `$PROJECT` and `$FREE_PORT` stand for this scenario's own, `$REGISTRY` and `$REGISTRY_ID` for the registry that it started. */
function expand(world: World, text: string): string {
  return text.replace(
    /\$(PROJECT|FREE_PORT|REGISTRY_ID|REGISTRY)/g,
    (_, name) => world.environment[name] ?? '',
  )
}

interface StartOptions {
  readonly stdin?: string
  readonly environment?: Readonly<Record<string, string>>
  /** Folder below the scenario's. */
  readonly in?: string
}

function start(world: World, program: Program, line: string, options: StartOptions = {}): Running {
  return startProgram({
    program,
    args: program === 'shell' ? [expand(world, line), ...gantryCommand()] : splitCommand(expand(world, line)),
    cwd: options.in === undefined ? world.folder : join(world.folder, options.in),
    environment: { ...world.environment, ...options.environment },
    ...(options.stdin !== undefined && { stdin: options.stdin }),
  })
}

async function finish(world: World, running: readonly Running[]): Promise<void> {
  world.runs = await Promise.all(running.map(one => one.finished))
  await look(world)
  const overdue = world.runs.find(run => run.overdue)
  if (overdue) throw new CheckFailed(`${overdue.command} did not end in time and was killed`)
}

/** Any exit code is expected to be 0 where no check says otherwise. */
async function verify(world: World, checks: readonly Check[]): Promise<void> {
  const all = checks.some(check => check.aboutExit) ? checks : [exitCode(0), ...checks]
  for (const check of all) {
    try {
      await check.verify(world)
    } catch (error) {
      throw new CheckFailed(`${check.title}: ${(error as Error).message}`)
    }
  }
}

function program(program: Program, line: string, options: StartOptions, checks: readonly Check[]): Step {
  return {
    title: `${program} ${line}`,
    checks,
    async run(world) {
      world.before = world.after
      world.calls = undefined
      if (!checks.some(check => check.aboutCalls)) {
        await finish(world, [start(world, program, line, options)])
      } else {
        const proxy = await startProxy()
        try {
          const environment = { ...options.environment, DOCKER_HOST: proxy.host }
          await finish(world, [start(world, program, line, { ...options, environment })])
          world.calls = proxy.calls
        } finally {
          await proxy.close()
        }
      }
      await verify(world, checks)
    },
  }
}

/** Runs `gantry LINE`, then looks. The exit code must be 0 unless a check names another. */
export function gantry(line: string, ...checks: readonly Check[]): Step {
  return program('gantry', line, {}, checks)
}

/** The same with input, variables or another folder. */
export function gantryWith(options: StartOptions, line: string, ...checks: readonly Check[]): Step {
  return program('gantry', line, options, checks)
}

/** Runs `gantry LINE | READER`, and prints at last with what code gantry ended. */
export function piped(line: string, reader: string, ...checks: readonly Check[]): Step {
  return program('piped gantry', `'${reader}' ${line}`, {}, checks)
}

/** Runs `docker LINE`: what a user does behind gantry's back. */
export function docker(line: string, ...checks: readonly Check[]): Step {
  return program('docker', line, {}, checks)
}

/** Runs a line of the shell, in which `"$0" "$@"` is gantry: for pipes. */
export function shell(line: string, ...checks: readonly Check[]): Step {
  return program('shell', line, {}, checks)
}

/** Runs Docker Compose 2.26. */
export function compose(line: string, ...checks: readonly Check[]): Step {
  return program('compose', line, {}, checks)
}

/** Runs Docker Compose 1.29. */
export function composeOlder(line: string, ...checks: readonly Check[]): Step {
  return program('older-compose', line, {}, checks)
}

/** Several gantrys at the same moment. Every exit code must be 0 unless a check names another. */
export function together(lines: readonly string[], ...checks: readonly Check[]): Step {
  return {
    title: lines.map(line => `gantry ${line}`).join(' & '),
    checks,
    async run(world) {
      world.before = world.after
      await finish(
        world,
        lines.map(line => start(world, 'gantry', line)),
      )
      await verify(world, checks)
    },
  }
}

export interface Interruption {
  /** Sent once all of these hold. */
  readonly when: readonly Check[]
  /** One after the other, each as soon as its `when` holds. */
  readonly signal?: NodeJS.Signals
  /** Done in place of a signal: the command is expected to end by itself afterwards. */
  readonly command?: string
  /** Sent again when these hold, after the first. */
  readonly again?: readonly Check[]
}

/** Runs `gantry LINE` in front, waits until the checks of `when` hold, then sends Ctrl-C (or another signal). */
export function interrupted(line: string, interruption: Interruption, ...checks: readonly Check[]): Step {
  const { when, signal = 'SIGINT', command, again } = interruption
  return {
    title: `gantry ${line}, then ${command ?? signal}`,
    checks,
    async run(world) {
      world.before = world.after
      const running = start(world, 'gantry', line)
      let ended = false
      running.finished.then(
        () => {
          ended = true
        },
        () => {},
      )
      const holds = (wanted: readonly Check[]) =>
        until({
          changes: running.changes,
          ended: () => ended,
          condition: async () => {
            world.runs = [{ command: `gantry ${line}`, exitCode: -1, ...running.said, overdue: false }]
            await look(world)
            for (const check of wanted) await check.verify(world)
          },
        })
      try {
        await holds(when)
        if (command === undefined) running.child.kill(signal)
        else await start(world, 'docker', command).finished
        if (again) {
          await holds(again)
          running.child.kill(signal)
        }
      } catch (error) {
        running.child.kill('SIGKILL')
        await running.finished
        throw new CheckFailed(`before the interruption: ${(error as Error).message}`)
      }
      await finish(world, [running])
      await verify(world, checks)
    },
  }
}

/** Waits until the checks hold: for what happens after the command has ended. */
export function eventually(...checks: readonly Check[]): Step {
  return {
    title: `eventually ${checks.map(check => check.title).join(', ')}`,
    checks,
    async run(world) {
      await until({
        condition: async () => {
          await look(world)
          for (const check of checks) await check.verify(world)
        },
      })
    },
  }
}

/** Replaces the one place where a text stands in a file; more or none is a broken scenario. */
export function edit(file: string, from: string, to: string): Step {
  return fileStep(`edit ${file}`, async world => {
    const parts = (await readWorldFile(world, file)).split(from)
    if (parts.length !== 2) {
      throw new CheckFailed(
        `broken precondition: ${JSON.stringify(from)} stands ${parts.length - 1} times in ${file}`,
      )
    }
    await writeWorldFile(world, file, parts.join(to))
  })
}

export function write(file: string, content: string): Step {
  return fileStep(`write ${file}`, world => writeWorldFile(world, file, content))
}

export function remove(file: string): Step {
  return fileStep(`remove ${file}`, world => rm(join(world.folder, file)))
}

/** A network, volume or container outside the project, which ends with the scenario. */
export function given(line: string, undo: string): Step {
  return {
    title: `docker ${line}`,
    checks: [],
    async run(world) {
      world.later.push(() => start(world, 'docker', undo).finished)
      await finish(world, [start(world, 'docker', line)])
      await verify(world, [])
    },
  }
}

function fileStep(title: string, change: (world: World) => Promise<void>): Step {
  return { title, checks: [], run: change }
}
