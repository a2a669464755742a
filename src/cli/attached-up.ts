// `up` in front: applies the plan while the containers' output is shown, stays until they have ended or the user stops them.
// First Ctrl-C: everything is stopped in order. Second: everything is killed.
import { Buffer } from 'node:buffer'
import {
  type ApplyEvent,
  buildWatched,
  followLogs,
  type LogSource,
  loadProject,
  type Plan,
  planKill,
  planStop,
  shortName,
  stackContainers,
} from '../app/index.ts'
import { createLogWriter, type LogWriter } from '../present/index.ts'
import { deferred } from '../support/index.ts'
import { attachedContainers, attachedServices, serviceOf, startedContainers } from './attached-services.ts'
import type { Invocation } from './command-module.ts'
import { seconds } from './options.ts'
import { type Change, runChange } from './run-change.ts'
import { createUpConsole } from './up-console.ts'

export interface Attachment {
  readonly services: readonly string[]
  readonly attach: readonly string[]
  readonly noAttach: readonly string[]
  readonly attachDependencies: boolean
  readonly abortOnExit: boolean
  readonly abortOnFailure: boolean
  readonly exitCodeFrom?: string
  readonly timestamps: boolean
  readonly prefix: boolean
  readonly color: boolean
  /** Watch the sources from the start. */
  readonly watch: boolean
  /** Show the keys that can be pressed. */
  readonly menu: boolean
}

/** Why the attached run ends. */
type Ending =
  | { readonly kind: 'all-ended' }
  | { readonly kind: 'exit'; readonly exitCode: number }
  | { readonly kind: 'interrupted' }
  /** The user pressed a key: to stop, or to leave everything running. */
  | { readonly kind: 'quit' }
  | { readonly kind: 'detached' }

export async function runAttached(
  invocation: Invocation,
  change: Change,
  attachment: Attachment,
): Promise<number> {
  const { app, globals, terminal, interrupts } = invocation
  const loaded = await loadProject(app, globals, change.tuning)
  const { project } = loaded
  const shown = attachedServices(project, attachment)
  const short = (source: { name: string }) => shortName(project.stack.name, source.name)
  const writer = createLogWriter({
    stdout: terminal.stdout,
    stderr: terminal.stderr,
    prefix: attachment.prefix,
    color: attachment.color && terminal.stdout.color,
    names: [...shown].map(service => project.stack.services[service]?.container_name ?? `${service}-1`),
  })
  // Watching goes on from what is on the disk now.
  const first = attachment.watch ? { ...loaded, project: buildWatched(project) } : loaded
  const engine = await app.engine()
  const stopFollowing = new AbortController()
  const ending = deferred<Ending>()
  const opened = deferred<void>()
  const exitCodes = new Map<string, number>()
  const running = new Set<string>()
  /** Ids of containers whose start was heard of, and of those whose start was ours: that event may come late. */
  const heard = new Set<string>()
  let started: readonly string[] = []
  /** Containers that the plan leaves as they are, by name. */
  let kept = new Set<string>()
  let stopping = false
  let applied = false
  /** The services named decide when this is over; what they need may run on. */
  const counts = (service: string) =>
    attachment.services.length === 0 ||
    attachment.services.includes(service) ||
    service === attachment.exitCodeFrom

  const desk = await createUpConsole({
    invocation,
    loaded,
    writer,
    watch: attachment.watch,
    menu: attachment.menu,
    detach: () => ending.resolve({ kind: 'detached' }),
    quit: () => ending.resolve({ kind: 'quit' }),
    released: endIfAllEnded,
    failed: ending.reject,
  })

  function endIfAllEnded(): void {
    if (!applied || running.size > 0 || started.some(id => !heard.has(id))) return
    if (!desk.watching) ending.resolve({ kind: 'all-ended' })
  }

  /** Sources are watched for containers that end, not for such as somebody took down: those do not come back. */
  async function endIfAllGone(): Promise<void> {
    if (!applied || running.size > 0 || desk.changing) return
    const left = await stackContainers(engine, project).catch(() => [{ service: '' }])
    if (left.length === 0) ending.resolve({ kind: 'all-ended' })
  }

  const follow = followLogs(
    engine,
    {
      project: project.stack.name,
      follow: true,
      onlyNew: true,
      stay: true,
      timestamps: attachment.timestamps,
      stopping: () => stopping || desk.changing,
      opened: () => opened.resolve(),
    },
    {
      chunk: async (source, stream, data) => {
        if (shown.has(source.service)) await writer.chunk(short(source), stream, data)
      },
      started: source => {
        heard.add(source.id)
        if (counts(source.service)) running.add(source.id)
      },
      exited: (source, exitCode, restarting) => {
        if (shown.has(source.service)) void tellExit(writer, short(source), exitCode, restarting)
        if (restarting || !counts(source.service)) return
        running.delete(source.id)
        onExit(source, exitCode)
        endIfAllEnded()
      },
      removed: () => void endIfAllGone(),
    },
    stopFollowing.signal,
  )
  follow.catch(error => {
    opened.reject(error)
    ending.reject(error)
  })

  function onExit(source: LogSource, exitCode: number): void {
    if (!exitCodes.has(source.service)) exitCodes.set(source.service, exitCode)
    // What one service is waited for is not over because another has done its work before.
    if (!applied && exitCode === 0 && attachment.exitCodeFrom !== undefined) return
    const abort = attachment.abortOnExit || (attachment.abortOnFailure && exitCode !== 0)
    if (abort && !stopping && !desk.changing) ending.resolve({ kind: 'exit', exitCode })
  }

  await opened.promise
  try {
    await desk.prepare()
    const approve = async (plan: Plan) => {
      if (!((await change.approve?.(plan)) ?? true)) return false
      kept = new Set(plan.unchanged.map(resource => resource.name))
      // Before the first container says something.
      await announce(plan)
      return true
    }
    const result = await runChange(invocation, {
      ...change,
      loaded: first,
      approve,
      takeOutput: takeHookLines(),
    })
    // Whoever interrupts an `up` in front of them wants nothing of it left running, however far it had come.
    if (result.exitCode !== 0 && result.report?.cancelled !== true) return result.exitCode
    started = startedContainers(result, counts)
    applied = true
    interrupts.onInterrupt = () => {
      if (stopping) void killAll()
      else ending.resolve({ kind: 'interrupted' })
      void desk.close('give-up')
    }
    // It came while the last step was under way, which nothing could take back.
    if (interrupts.signal.aborted) ending.resolve({ kind: 'interrupted' })
    await adoptRunning()
    if (!interrupts.signal.aborted) desk.begin()
    endIfAllEnded()
    const end = await ending.promise
    stopping = end.kind !== 'all-ended' && end.kind !== 'detached'
    await desk.close(end.kind === 'detached' ? 'finish' : 'give-up')
    if (end.kind === 'detached') return 0
    if (end.kind === 'all-ended')
      return attachment.exitCodeFrom ? (exitCodes.get(attachment.exitCodeFrom) ?? 0) : 0
    if (end.kind === 'exit') await terminal.stderr.write('Aborting on container exit...\n')
    else await terminal.stderr.write('Gracefully Stopping... press Ctrl+C again to force\n')
    await stopAll()
    if (end.kind === 'quit') return 0
    if (end.kind === 'interrupted') return 130
    return attachment.exitCodeFrom ? (exitCodes.get(attachment.exitCodeFrom) ?? end.exitCode) : end.exitCode
  } finally {
    interrupts.onInterrupt = undefined
    await desk.close('give-up')
    stopFollowing.abort()
    await follow.catch(() => {})
  }

  async function announce(plan: Plan): Promise<void> {
    const names = attachedContainers(plan, shown).map(short)
    if (names.length > 0) await terminal.stdout.write(`Attaching to ${names.join(', ')}\n`)
  }

  /** What a container's own commands print stands among its lines, under its name and an arrow. */
  function takeHookLines(): (event: ApplyEvent) => boolean {
    const sources = new Map<string, string>()
    return event => {
      if (event.type === 'step-started' && event.resource.type === 'container') {
        if (shown.has(serviceOf(event.resource))) sources.set(event.step, `${short(event.resource)} ->`)
      }
      const source = event.type === 'step-output' ? sources.get(event.step) : undefined
      if (event.type !== 'step-output' || source === undefined) return false
      void writer.chunk(source, event.stream, Buffer.from(`${event.line}\n`))
      return true
    }
  }

  /** What ran before this `up` is followed from now on, too. */
  async function adoptRunning(): Promise<void> {
    // The others were started by this plan, and their start is followed already.
    const before = (await stackContainers(engine, project)).filter(one => one.running && kept.has(one.name))
    for (const one of before) if (counts(one.service)) running.add(one.id)
    for (const one of before) {
      const { service } = one
      const name = shortName(project.stack.name, one.name)
      void (async () => {
        const since = (app.now() / 1000).toFixed(3)
        for await (const { stream, data } of engine.containers.logs(
          one.id,
          { follow: true, since, timestamps: attachment.timestamps },
          stopFollowing.signal,
        )) {
          if (shown.has(service)) await writer.chunk(name, stream, data)
        }
        const live = await engine.containers.inspect(one.id)
        if (live.State.Running || live.State.Restarting) return
        if (shown.has(service)) await tellExit(writer, name, live.State.ExitCode, false)
        if (!counts(service)) return
        running.delete(one.id)
        onExit({ id: one.id, name, service, number: 0 }, live.State.ExitCode)
        endIfAllEnded()
      })().catch(() => {})
    }
  }

  async function stopAll(): Promise<void> {
    const timeout = seconds(invocation.options, 'timeout')
    // A wish to end that has been heard must not end the stopping.
    const calm = interrupts.signal.aborted
      ? { ...invocation, app: { ...app, signal: new AbortController().signal } }
      : invocation
    await runChange(calm, {
      command: 'gantry stop',
      loaded,
      tellUnchanged: 'Stopped',
      takeOutput: takeHookLines(),
      planner: input => planStop(input, { services: [...attachment.services], timeout }),
    })
  }

  async function killAll(): Promise<void> {
    await runChange(
      { ...invocation, globals: { ...globals, progress: 'quiet' } },
      {
        command: 'gantry kill',
        loaded,
        // The stop that takes too long holds the lock.
        pastLock: true,
        planner: input => planKill(input, { services: [], signal: 'SIGKILL' }),
      },
    ).catch(() => {})
  }
}

async function tellExit(
  writer: LogWriter,
  name: string,
  exitCode: number,
  restarting: boolean,
): Promise<void> {
  await writer.flush(name)
  await writer.note(`${name} exited with code ${exitCode}${restarting ? ' (restarting)' : ''}`)
}
