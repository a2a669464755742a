// gantry run
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { type Command, Option } from 'commander'
import {
  type AppContext,
  addOneOff,
  createdOneOff,
  loadProject,
  type OneOffRequest,
  type Project,
  planOneOff,
  readMounts,
  readPorts,
  readVariables,
  removeOneOff,
  startOneOff,
} from '../../app/index.ts'
import { splitShellWords } from '../../support/index.ts'
import type { CommandModule, Invocation } from '../command-module.ts'
import { configuredDetachKeys } from '../detach-keys.ts'
import { forwardSignals } from '../forward-signals.ts'
import { collect, flag, isTrue, list, text } from '../options.ts'
import { runChange } from '../run-change.ts'
import { runSession } from '../session.ts'
import { usage } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .usage('[options] SERVICE [COMMAND] [ARG...]')
      .argument('<service>')
      .argument('[command...]')
      .passThroughOptions()
    addContainerOptions(command)
    command
      .option('--build', 'build the image first')
      .option('-d, --detach', 'run it in the background, and print its id')
      .option('--no-deps', 'leave the services that it needs alone')
      .option('--pull <policy>', 'pull before: always, missing or never')
      .option('-q, --quiet', 'no progress')
      .option('--quiet-build', 'print no build output')
      .option('--quiet-pull', 'no progress of pulls')
      .option('--remove-orphans', 'remove containers of services that the files no longer have')
      .option('--rm', 'remove the container when it ends')
      // Before its opposite: whether the user asked for one is then known.
      .addOption(new Option('-t, --tty').hideHelp())
      .option('-T, --no-tty', 'no terminal, though there is one')
      .addOption(new Option('--TTY').hideHelp())
      .addOption(new Option('--no-TTY').hideHelp())
      .addOption(new Option('-i, --interactive', 'pass input on').default(true))
      .addOption(new Option('--no-interactive').hideHelp())
      .addHelpText('after', '\nExample: gantry run --rm web sh')
  },
  async run(invocation) {
    const { options, args, app, globals, terminal, interrupts } = invocation
    const [service, ...words] = args
    if (service === undefined) throw usage('say which service to run')
    const loaded = await loadProject(app, globals, {
      services: [service],
      noDeps: options.deps === false,
    })
    const request = await readRequest(invocation, loaded.project, service, words)
    const one = addOneOff(loaded.project, request)
    const quiet = flag(options, 'quiet')
    const result = await runChange(
      quiet ? { ...invocation, globals: { ...globals, progress: 'quiet' } } : invocation,
      {
        command: 'gantry run',
        tellUnchanged: true,
        loaded: { ...loaded, project: one.project },
        planner: input =>
          planOneOff(input, one, request, {
            removeOrphans: flag(options, 'removeOrphans') || isTrue(app.environment.COMPOSE_REMOVE_ORPHANS),
            ignoreOrphans: isTrue(app.environment.COMPOSE_IGNORE_ORPHANS),
            build: options.build === true,
            pull: text(options, 'pull', ['always', 'missing', 'never']),
            quietPull: flag(options, 'quietPull') || quiet,
            buildOptions: flag(options, 'quietBuild') ? { quiet: true } : {},
            now: app.now(),
            withStart: globals.dryRun,
          }),
      },
    )
    const engine = await app.engine()
    const made = createdOneOff(result, one)
    const remove = () => (made ? removeOneOff(engine, made.id) : Promise.resolve())
    if (result.exitCode !== 0 || made === undefined) {
      // What it needs did not come up: a container that never ran is of no use.
      await remove()
      return result.exitCode
    }
    const detach = flag(options, 'detach')
    const { id } = made
    const forward = forwardSignals(interrupts, signal => engine.containers.kill(id, signal))
    let left = detach
    try {
      const detachKeys = configuredDetachKeys(app.environment)
      const { session, exitCode, leave, settled } = await startOneOff(
        engine,
        {
          id,
          hooks: made.hooks,
          attach: !detach,
          interactive: request.interactive,
          output: line => void terminal.stderr.write(`${line}\n`),
          ...(detachKeys !== undefined && { detachKeys }),
        },
        app.signal,
      )
      if (session === undefined) {
        await settled
        await terminal.stdout.write(`${id}\n`)
        return 0
      }
      const ended = await runSession({
        session,
        terminal,
        tty: request.tty,
        interrupts,
        stdin: request.interactive,
        onInterrupt: forward.onInterrupt,
        resize: size => engine.containers.resize(id, size),
      })
      left = ended === 'detached'
      if (left) {
        leave()
        return 0
      }
      interrupts.onInterrupt = forward.onInterrupt
      const code = await exitCode
      await settled
      return code
    } finally {
      forward.stop()
      if (flag(options, 'rm') && !left) await remove()
    }
  },
}

/** The flags that change the container itself. */
function addContainerOptions(command: Command): void {
  command
    .option('--cap-add <capability>', 'add a capability (repeatable)', collect)
    .option('--cap-drop <capability>', 'drop a capability (repeatable)', collect)
    .option('--entrypoint <command>', 'in place of the entrypoint')
    .option('-e, --env <name=value>', 'set a variable (repeatable)', collect)
    .option('--env-from-file <path>', 'set the variables of a file (repeatable)', collect)
    .option('-l, --label <name=value>', 'add a label (repeatable)', collect)
    .option('--name <name>', "the container's name")
    .option('-p, --publish <port>', 'publish a port (repeatable)', collect)
    .option('-P, --service-ports', 'publish the ports of the service')
    .option('--use-aliases', "answer to the service's names on its networks")
    .option('-u, --user <user>', 'as this user')
    .option('-v, --volume <mount>', 'mount a folder or a volume (repeatable)', collect)
    .addOption(new Option('--volumes <mount>').argParser(collect).hideHelp())
    .addOption(new Option('--labels <name=value>').argParser(collect).hideHelp())
    .option('-w, --workdir <path>', 'in this folder')
}

async function readRequest(
  { options, app, terminal }: Invocation,
  project: Project,
  service: string,
  command: readonly string[],
): Promise<OneOffRequest> {
  if (flag(options, 'servicePorts') && list(options, 'publish').length > 0)
    throw usage('--service-ports and --publish are incompatible')
  const entrypoint = text(options, 'entrypoint')
  const words = entrypoint === undefined ? undefined : splitShellWords(entrypoint)
  if (words && !words.ok) throw usage(`--entrypoint: ${words.error.message}`)
  const interactive = options.interactive !== false
  const tty = wantsTerminal(options, terminal)
  return {
    service,
    slug: randomBytes(32).toString('hex'),
    command,
    ...(words?.ok && { entrypoint: words.value.words }),
    environment: await readEnvironment(app, project, options),
    labels: Object.fromEntries(
      [...list(options, 'label'), ...list(options, 'labels')].map(pair => {
        const at = pair.indexOf('=')
        return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
      }),
    ),
    ...(text(options, 'name') !== undefined && { name: text(options, 'name') }),
    ports: readPorts(list(options, 'publish')),
    servicePorts: flag(options, 'servicePorts'),
    ...(text(options, 'user') !== undefined && { user: text(options, 'user') }),
    ...(text(options, 'workdir') !== undefined && { workdir: text(options, 'workdir') }),
    volumes: readMounts([...list(options, 'volume'), ...list(options, 'volumes')]).map(volume =>
      volume.type === 'bind' && volume.source !== undefined
        ? { ...volume, source: absolute(app, volume.source) }
        : volume,
    ),
    capAdd: list(options, 'capAdd'),
    capDrop: list(options, 'capDrop'),
    useAliases: flag(options, 'useAliases'),
    tty,
    interactive,
    autoRemove: flag(options, 'rm'),
    noDeps: options.deps === false,
  }
}

/** A terminal where there is one on both sides; one that is asked for and not there is a mistake. */
function wantsTerminal(options: Invocation['options'], terminal: Invocation['terminal']): boolean {
  if (options.tty === false || options.TTY === false) return false
  const isTTY = terminal.stdin.isTTY === true
  if ((options.tty === true || options.TTY === true) && !isTTY)
    throw usage('the input device is not a TTY', 'leave -t out, or pass -T')
  return isTTY && terminal.stdout.isTTY
}

function absolute(app: AppContext, source: string): string {
  if (source === '~' || source.startsWith('~/')) return path.join(app.homeDirectory, source.slice(1))
  return path.resolve(app.workingDirectory, source)
}

/** Files first, in their order; `-e` wins over them. */
async function readEnvironment(
  app: AppContext,
  project: Project,
  options: Readonly<Record<string, unknown>>,
): Promise<Record<string, string | null>> {
  const environment: Record<string, string | null> = {}
  for (const name of list(options, 'envFromFile')) {
    const file = path.resolve(app.workingDirectory, name)
    if ((await app.io.kind(file)) !== 'file') throw usage(`--env-from-file: there is no file ${name}`)
    const bytes = await app.io.readFile(file)
    Object.assign(environment, readVariables(new TextDecoder().decode(bytes), file, project.environment))
  }
  for (const pair of list(options, 'env')) {
    const at = pair.indexOf('=')
    if (at < 0) environment[pair] = project.environment[pair] ?? null
    else environment[pair.slice(0, at)] = pair.slice(at + 1)
  }
  return environment
}
