// The one vocabulary of what a scenario may claim. A check looks at the real state, not at what gantry says of it,
// where there is a state to look at; and it fails, rather than passes, where what it compares with is not there.

import { get } from 'node:http'
import { isDeepStrictEqual } from 'node:util'
import type Docker from 'dockerode'
import {
  describeSnapshot,
  docker,
  numberOf,
  readVolume,
  replicas,
  type Snapshot,
  serviceOf,
} from './engine.ts'
import { type Finished, startProgram } from './run.ts'
import type { World } from './world.ts'

export class CheckFailed extends Error {
  override readonly name = 'CheckFailed'
}

export interface Check {
  /** What is claimed, as a sentence's end: "container web-1 runs". */
  readonly title: string
  /** It judges the exit code, so that 0 is not expected by itself. */
  readonly aboutExit?: boolean
  /** It needs the calls to the engine recorded. */
  readonly aboutCalls?: boolean
  /** Throws where the claim is false. */
  verify(world: World): Promise<void> | void
}

function fail(message: string): never {
  throw new CheckFailed(message)
}

function check(title: string, verify: (world: World) => Promise<void> | void): Check {
  return { title, verify }
}

// Containers ----------------------------------------------------------------------------------------------------

function replica(snapshot: Snapshot, service: string, number: number): Docker.ContainerInspectInfo {
  const found = replicas(snapshot, service).find(one => numberOf(one) === number)
  return found ?? fail(`there is no container of ${service} with the number ${number}`)
}

/** Running, and healthy or on the way there where it has a health check. */
export function containerRunning(service: string, number = 1): Check {
  return check(`container ${service}-${number} runs`, world => {
    const { State, Name } = replica(world.after, service, number)
    if (Name !== `/${world.project}-${service}-${number}`) fail(`it has another name: ${Name}`)
    if (State.Status !== 'running') fail(`it is ${State.Status} (exit code ${State.ExitCode})`)
  })
}

export function containerHealthy(service: string, number = 1): Check {
  return check(`container ${service}-${number} is healthy`, world => {
    const { State } = replica(world.after, service, number)
    if (State.Health?.Status !== 'healthy') fail(`it is ${State.Status}, its health ${State.Health?.Status}`)
  })
}

/** Exited; with this code, where one is given. */
export function containerExited(service: string, code?: number, number = 1): Check {
  return check(
    `container ${service}-${number} has exited${code === undefined ? '' : ` with ${code}`}`,
    world => {
      const { State } = replica(world.after, service, number)
      if (State.Status !== 'exited') fail(`it is ${State.Status}`)
      if (code !== undefined && State.ExitCode !== code) fail(`its exit code is ${State.ExitCode}`)
    },
  )
}

/** In the engine's words: created, running, paused, exited, … */
export function containerState(service: string, state: string, number = 1): Check {
  return check(`container ${service}-${number} is ${state}`, world => {
    const { State } = replica(world.after, service, number)
    if (State.Status !== state) fail(`it is ${State.Status}`)
  })
}

/**
 * Exactly these containers, by their names without the project's (`web-1`, or `web_1` as Docker Compose 1 has it); one that is half
 * renamed is one too many.
 */
export function containersAre(...names: readonly string[]): Check {
  return check(`the containers are ${names.join(', ') || 'none'}`, world => {
    const found = world.after.containers
      .map(one => one.Name.slice(1).replace(new RegExp(`^${world.project}[-_]`), ''))
      .sort()
    if (!isDeepStrictEqual(found, [...names].sort())) fail(`they are ${found.join(', ') || 'none'}`)
  })
}

/** So many replicas of each service run, under names of their own, and there is no other container. */
export function replicasRun(wanted: Readonly<Record<string, number>>): Check {
  const words = Object.entries(wanted).map(([service, count]) => `${count} of ${service}`)
  return check(`${words.join(', ')} run, and nothing else is there`, world => {
    for (const one of world.after.containers) {
      const right = `/${world.project}-${serviceOf(one)}-${numberOf(one)}`
      if (one.Name !== right) fail(`${one.Name.slice(1)} should be named ${right.slice(1)}`)
      if (one.State.Status !== 'running') fail(`${one.Name.slice(1)} is ${one.State.Status}`)
      if (wanted[serviceOf(one)] === undefined) fail(`${one.Name.slice(1)} should not be there`)
    }
    for (const [service, count] of Object.entries(wanted)) {
      const found = replicas(world.after, service).length
      if (found !== count) fail(`there are ${found} of ${service}`)
    }
  })
}

export const noContainers: Check = { ...containersAre(), title: 'there is no container' }

/** Each replica of the service, by its number, is the very container that it was before this step. */
export function sameContainer(...services: readonly string[]): Check {
  return check(`the containers of ${services.join(', ')} are the same as before`, world => {
    for (const service of services) {
      const before = replicas(world.before, service)
      if (before.length === 0) fail(`broken precondition: there was no container of ${service} before`)
      for (const one of before) {
        const now = replica(world.after, service, numberOf(one))
        if (now.Id !== one.Id) fail(`${one.Name.slice(1)} was replaced`)
      }
    }
  })
}

/** The same containers, and none of them was started anew. */
export function untouched(...services: readonly string[]): Check {
  return check(`the containers of ${services.join(', ')} run on without a break`, async world => {
    await sameContainer(...services).verify(world)
    for (const one of world.before.containers.filter(one => services.includes(serviceOf(one)))) {
      const now = replica(world.after, serviceOf(one), numberOf(one))
      if (now.State.StartedAt !== one.State.StartedAt) fail(`${one.Name.slice(1)} was started again`)
    }
  })
}

/** Each replica that was there before is another container now, under the same name. */
export function replacedContainer(service: string): Check {
  return check(`every container of ${service} is a new one`, world => {
    const before = replicas(world.before, service)
    if (before.length === 0) fail(`broken precondition: there was no container of ${service} before`)
    for (const one of before) {
      const now = replica(world.after, service, numberOf(one))
      if (now.Id === one.Id) fail(`${one.Name.slice(1)} is still the same`)
      if (now.Name !== one.Name) fail(`the new one is named ${now.Name.slice(1)}, not ${one.Name.slice(1)}`)
    }
  })
}

/** The same containers, started again since. */
export function restartedContainer(service: string): Check {
  return check(`the containers of ${service} were restarted`, async world => {
    await sameContainer(service).verify(world)
    for (const one of replicas(world.before, service)) {
      const now = replica(world.after, service, numberOf(one))
      if (now.State.StartedAt === one.State.StartedAt) fail(`${one.Name.slice(1)} was not started again`)
      if (now.State.Status !== 'running') fail(`${one.Name.slice(1)} is ${now.State.Status}`)
    }
  })
}

/** `first` had begun (and ended, where `ended` is true) when `then` began. */
export function startedInOrder(first: string, then: string, ended = false): Check {
  return check(`${first} ${ended ? 'ended' : 'started'} before ${then} started`, world => {
    const one = replica(world.after, first, 1).State
    const other = replica(world.after, then, 1).State
    const moment = ended ? one.FinishedAt : one.StartedAt
    if (moment.startsWith('0001') || other.StartedAt.startsWith('0001')) fail('one of them never started')
    if (moment > other.StartedAt) fail(`${moment} is after ${other.StartedAt}`)
  })
}

/** A value of the container's inspect, by its path: `HostConfig.RestartPolicy.Name`. */
export function containerHas(service: string, path: string, value: unknown): Check {
  return check(`container ${service}-1 has ${path} ${JSON.stringify(value)}`, world => {
    let found: unknown = replica(world.after, service, 1)
    for (const name of path.split('.')) found = (found as Record<string, unknown> | null)?.[name]
    if (!isDeepStrictEqual(found, value)) fail(`it is ${JSON.stringify(found)}`)
  })
}

export function containerHasEnvironment(service: string, ...pairs: readonly string[]): Check {
  return check(`container ${service}-1 has the environment ${pairs.join(', ')}`, world => {
    const found = replica(world.after, service, 1).Config.Env
    for (const pair of pairs) if (!found.includes(pair)) fail(`${pair} is not in ${found.join(', ')}`)
  })
}

/** Runs a command in the container and compares what it prints, without the last line end. */
export function printsInside(service: string, command: readonly string[], text: string): Check {
  return check(`${command.join(' ')} in ${service}-1 prints ${JSON.stringify(text)}`, async world => {
    const container = replica(world.after, service, 1)
    const run = await startProgram({
      program: 'docker',
      args: ['exec', container.Id, ...command],
      cwd: world.folder,
      environment: world.environment,
    }).finished
    const found = run.stdout.replace(/\n$/, '')
    if (found !== text) fail(`it prints ${JSON.stringify(found)} and ${JSON.stringify(run.stderr)}`)
  })
}

// Networks, volumes ---------------------------------------------------------------------------------------------

export function networkExists(key: string): Check {
  return check(`network ${key} exists`, world => {
    const names = world.after.networks.map(one => one.Name)
    if (!names.includes(`${world.project}_${key}`)) fail(`there are ${names.join(', ') || 'none'}`)
  })
}

export const noNetworks: Check = check('there is no network', world => {
  if (world.after.networks.length > 0) fail(world.after.networks.map(one => one.Name).join(', '))
})

export function volumeExists(key: string): Check {
  return check(`volume ${key} exists`, world => {
    const names = world.after.volumes.map(one => one.Name)
    if (!names.includes(`${world.project}_${key}`)) fail(`there are ${names.join(', ') || 'none'}`)
  })
}

export const noVolumes: Check = check('there is no volume', world => {
  if (world.after.volumes.length > 0) fail(world.after.volumes.map(one => one.Name).join(', '))
})

export function volumeKeeps(key: string, file: string, content: string): Check {
  return check(`volume ${key} keeps ${file}`, async world => {
    const found = await readVolume(world.project, `${world.project}_${key}`, file)
    if (found !== content) fail(`it holds ${JSON.stringify(found)}, not ${JSON.stringify(content)}`)
  })
}

/** The container's volume at a path is the one that the container of that service had there before. */
export function sameVolumeAt(service: string, path: string): Check {
  return check(`${service}-1 has the same volume at ${path} as before`, world => {
    const at = (snapshot: Snapshot) =>
      replica(snapshot, service, 1).Mounts.find(mount => mount.Destination === path)?.Name
    const before = at(world.before) ?? fail(`broken precondition: there was no volume at ${path} before`)
    if (at(world.after) !== before) fail(`it was ${before}, it is ${at(world.after)}`)
  })
}

/** All that was there before is there, the very same, and nothing else is. */
export const nothingChanged: Check = check('nothing at the engine has changed', world => {
  const before = describeSnapshot(world.before)
  if (world.before.containers.length === 0) fail('broken precondition: there was nothing before')
  const after = describeSnapshot(world.after)
  if (before !== after) fail(`it was\n${before}\nit is\n${after}`)
})

// What answers --------------------------------------------------------------------------------------------------

/** The port that a container publishes answers with a text. */
export function answersHttp(service: string, port: number, path: string, text: string): Check {
  return check(`${service}-1 answers ${path} on its port ${port}`, async world => {
    const { NetworkSettings } = replica(world.after, service, 1)
    const published = NetworkSettings.Ports[`${port}/tcp`]?.[0]
    if (published === undefined) fail('the port is not published')
    const found = await fetchText(Number(published?.HostPort), path)
    if (found !== text) fail(`it answers ${JSON.stringify(found)}`)
  })
}

function fetchText(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, timeout: 10_000 }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', part => {
        text += part
      })
      response.on('end', () => resolve(text.trimEnd()))
    })
      .on('timeout', () => reject(new CheckFailed('no answer within 10 s')))
      .on('error', reject)
  })
}

// What gantry said, and did -------------------------------------------------------------------------------------

function lastRun(world: World): Finished {
  return world.runs.at(-1) ?? fail('broken precondition: no command was run')
}

/** Of every command of the step: one of these. */
export function exitCode(...codes: readonly number[]): Check {
  return {
    title: `the exit code is ${codes.join(' or ')}`,
    aboutExit: true,
    verify(world) {
      if (world.runs.length === 0) fail('broken precondition: no command was run')
      for (const run of world.runs)
        if (!codes.includes(run.exitCode)) fail(`${run.command} ended with ${run.exitCode}`)
    },
  }
}

/** The command's standard output, whole. `$PROJECT` stands for the project's name. */
export function printsExactly(text: string): Check {
  return check('the output is as expected', world => {
    const found = lastRun(world).stdout.replaceAll(world.project, '$PROJECT').trimEnd()
    if (found !== text.trimEnd()) fail(`it is\n${found}\nnot\n${text}`)
  })
}

/** The plan as `gantry plan` prints it, whole. */
export function planIs(text: string): Check {
  return { ...printsExactly(text), title: 'the plan is as expected' }
}

export function prints(wanted: string | RegExp): Check {
  return output('stdout', wanted)
}

export function warns(wanted: string | RegExp): Check {
  return output('stderr', wanted)
}

export function doesNotPrint(unwanted: string): Check {
  return check(`the output does not hold ${JSON.stringify(unwanted)}`, world => {
    const { stdout, stderr } = lastRun(world)
    if (`${stdout}${stderr}`.includes(unwanted)) fail('it does')
  })
}

function output(stream: 'stdout' | 'stderr', wanted: string | RegExp): Check {
  return check(`${stream} holds ${wanted}`, world => {
    const text = lastRun(world)[stream].replaceAll(world.project, '$PROJECT')
    const holds = typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)
    if (!holds) fail('it does not')
  })
}

/** A problem of the files, at its place: `compose.yaml:3:5`. No stack trace. */
export function stderrNames(place: string, words?: string): Check {
  return check(`the error stands at ${place}`, world => {
    const { stderr } = lastRun(world)
    const line = stderr.split('\n').find(line => line.includes(`${place}:`) || line.endsWith(place))
    if (line === undefined) return fail('no line names the place')
    if (words !== undefined && !line.includes(words))
      fail(`the line does not say ${JSON.stringify(words)}: ${line}`)
    if (/^\s+at .+:\d+:\d+\)?$/m.test(stderr)) fail('there is a stack trace')
    return undefined
  })
}

/** Each line of the stream is an object of version 1; it starts with a plan, ends with an end, and every step that began has ended. */
export const streamsEvents: Check = check('the stream is one of typed events, version 1', world => {
  const { stdout, stderr } = lastRun(world)
  const lines = `${stdout}${stderr}`.trim().split('\n')
  const events = lines.map((line): Record<string, unknown> => {
    try {
      return JSON.parse(line)
    } catch {
      return fail(`not JSON: ${line}`)
    }
  })
  if (events.length < 4) fail(`only ${events.length} events`)
  const wrong = events.find(event => event.v !== 1 || typeof event.type !== 'string')
  if (wrong) fail(`not an event of version 1: ${JSON.stringify(wrong)}`)
  const steps = (type: string) =>
    events
      .filter(event => event.type === type)
      .map(event => event.step)
      .sort()
  if (events[0]?.type !== 'plan') fail(`the first event is ${events[0]?.type}`)
  if (events.at(-1)?.type !== 'end') fail(`the last event is ${events.at(-1)?.type}`)
  if (steps('step-started').length === 0) fail('no step was started')
  const ended = new Set(steps('step-ended'))
  const open = steps('step-started').filter(step => !ended.has(step))
  if (open.length > 0) fail(`began and did not end: ${open.join(', ')}`)
})

/** The lines of these containers alternate: neither waits for the other's end. */
export function interleaves(first: string, second: string): Check {
  return check(`the lines of ${first} and ${second} are interleaved`, world => {
    const prefixes = lastRun(world)
      .stdout.split('\n')
      .map(line => line.split('|')[0]?.trim())
      .filter(prefix => prefix === first || prefix === second)
    const turns = prefixes.filter((prefix, index) => index > 0 && prefix !== prefixes[index - 1]).length
    if (turns < 2) fail(`they take turns ${turns} times`)
  })
}

/** Nothing but reading calls went to the engine. */
export const makesNoChangingCall: Check = {
  ...check('no call changes anything at the engine', world => {
    const calls = world.calls ?? fail('broken precondition: calls were not recorded')
    if (calls.length === 0) fail('broken precondition: no call was made at all')
    const changing = calls.filter(call => call.change > 0)
    if (changing.length > 0) fail(changing.map(call => `${call.method} ${call.path}`).join(', '))
  }),
  aboutCalls: true,
}

/** `gantry plan` of the same files changes nothing: at most, one-shots that have completed run again. */
export function planIsEmpty(flags = ''): Check {
  return check('the plan is empty now', async world => {
    const args = [...flags.split(' ').filter(Boolean), 'plan', '--detailed-exitcode']
    const run = await startProgram({
      program: 'gantry',
      args,
      cwd: world.folder,
      environment: world.environment,
    }).finished
    if (run.exitCode !== 0) fail(`exit code ${run.exitCode}\n${run.stdout}${run.stderr}`)
  })
}

/** A network, volume or container outside the project is still there. */
export function stillThere(kind: 'network' | 'volume' | 'container', name: string): Check {
  return check(`${kind} ${name} is still there`, async world => {
    const full = name.replaceAll('$PROJECT', world.project)
    if (kind === 'network') await docker.getNetwork(full).inspect()
    else if (kind === 'volume') await docker.getVolume(full).inspect()
    else await docker.getContainer(full).inspect()
  })
}
