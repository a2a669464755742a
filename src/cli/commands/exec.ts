// gantry exec

import { Option } from 'commander'
import { execEach, findReplica, findReplicas, loadOrRecall, shortName } from '../../app/index.ts'
import { createLogWriter } from '../../present/index.ts'
import type { CommandModule, Invocation } from '../command-module.ts'
import { configuredDetachKeys } from '../detach-keys.ts'
import { collect, count, flag, list, text } from '../options.ts'
import { runSession } from '../session.ts'
import { usage } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .usage('[options] SERVICE COMMAND [ARG...]')
      .argument('[service]')
      .argument('[command...]')
      .passThroughOptions()
      .option('--all-replicas', 'in every container of the service that runs')
      .option('-d, --detach', 'run it in the background')
      .option('--each <services>', 'in these services (web,api) at once, in place of SERVICE', collect)
      .option('-e, --env <name=value>', 'set a variable (repeatable)', collect)
      .option('--index <n>', 'which replica')
      .option('-T, --no-tty', 'no terminal, though there is one')
      .option('--privileged', 'with all privileges')
      .option('-u, --user <user>', 'as this user')
      .option('-w, --workdir <path>', 'in this folder')
      .addOption(new Option('-i, --interactive').hideHelp())
      .addOption(new Option('-t, --tty').hideHelp())
      .addHelpText('after', '\nExample: gantry exec web sh')
  },
  async run(invocation) {
    const { options, args, app, globals, terminal, interrupts } = invocation
    if (options.each !== undefined || flag(options, 'allReplicas')) return await runEach(invocation)
    const [service, ...words] = args
    if (service === undefined || words.length === 0) throw usage('say which service, and what to run')
    const { project } = await loadOrRecall(app, globals, { allResources: true })
    const engine = await app.engine()
    const replica = await findReplica(engine, project, service, count(options, 'index'))
    const tty = options.tty !== false && terminal.stdin.isTTY === true && terminal.stdout.isTTY
    const request = { ...requestOf(options, app, words), tty }
    if (flag(options, 'detach')) {
      await engine.containers.execDetached(replica.id, request)
      return 0
    }
    const size = { rows: terminal.stdout.rows, columns: terminal.stdout.columns }
    const session = await engine.containers.exec(replica.id, { ...request, stdin: true, size })
    await runSession({
      session,
      terminal,
      tty,
      interrupts,
      resize: size => engine.containers.execResize(session.id, size),
    })
    return (await engine.containers.execInspect(session.id)).exitCode ?? 0
  },
}

/** Several containers at once: what they say is told apart by names before the lines, as in logs. */
async function runEach({ options, args, app, globals, terminal }: Invocation): Promise<number> {
  const each = list(options, 'each').flatMap(names => names.split(','))
  const services = options.each === undefined ? args.slice(0, 1) : each.filter(name => name !== '')
  const words = options.each === undefined ? args.slice(1) : args
  if (services.length === 0) throw usage('say which services', 'gantry exec --each web,api -- COMMAND')
  if (words.length === 0)
    throw usage('say what to run', `gantry exec --each ${services.join(',')} -- COMMAND`)
  const { project } = await loadOrRecall(app, globals, { allResources: true })
  const engine = await app.engine()
  const number = count(options, 'index')
  const replicas = await findReplicas(engine, project, {
    services,
    all: flag(options, 'allReplicas'),
    ...(number !== undefined && { number }),
  })
  const request = requestOf(options, app, words)
  if (flag(options, 'detach')) {
    await Promise.all(replicas.map(replica => engine.containers.execDetached(replica.id, request)))
    return 0
  }
  const name = (replica: { name: string }) => shortName(project.stack.name, replica.name)
  const { stdout, stderr } = terminal
  const writer = createLogWriter({
    stdout,
    stderr,
    prefix: true,
    color: stdout.color,
    names: replicas.map(name),
  })
  const sink = {
    chunk: (replica: { name: string }, stream: 'stdout' | 'stderr', data: Uint8Array) =>
      writer.chunk(name(replica), stream, data),
    ended: async (replica: { name: string }, exitCode: number) => {
      await writer.flush(name(replica))
      if (exitCode !== 0) await stderr.write(`${name(replica)} exited with code ${exitCode}\n`)
    },
  }
  try {
    return await execEach(engine, replicas, request, sink, app.signal)
  } catch (error) {
    if (app.signal.aborted) return 130
    throw error
  }
}

function requestOf(
  options: Readonly<Record<string, unknown>>,
  { environment }: Invocation['app'],
  words: readonly string[],
) {
  const user = text(options, 'user')
  const workingDir = text(options, 'workdir')
  // The engine watches for keys, too: for its own, where it is told no others.
  const detachKeys = configuredDetachKeys(environment)
  return {
    command: words,
    env: list(options, 'env').map(pair => (pair.includes('=') ? pair : `${pair}=${environment[pair] ?? ''}`)),
    privileged: flag(options, 'privileged'),
    ...(user !== undefined && { user }),
    ...(workingDir !== undefined && { workingDir }),
    ...(detachKeys !== undefined && { detachKeys }),
  }
}
