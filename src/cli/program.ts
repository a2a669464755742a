// The command line's grammar: global flags, the command, its own flags. Commander parses; this file says where things may stand,
// and answers --help, --version and mistakes.
import { Command, CommanderError, Option } from 'commander'
import type { Terminal } from '../present/index.ts'
import type { ProblemError } from '../problem/index.ts'
import { suggestName } from '../support/index.ts'
import type { CatalogEntry } from './catalog-entry.ts'
import type { CommandModule, GlobalOptions } from './command-module.ts'
import { renderOverview } from './overview.ts'
import { usage, wholeNumber } from './usage.ts'
import { gantryVersion } from './version.ts'

export type Parsed =
  | {
      readonly kind: 'command'
      readonly name: string
      readonly module: CommandModule
      readonly options: Readonly<Record<string, unknown>>
      readonly args: readonly string[]
      readonly globals: GlobalOptions
    }
  /** Help or a version was printed. */
  | { readonly kind: 'answered'; readonly exitCode: number }

export async function parseArguments(
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
  catalog: readonly CatalogEntry[],
  terminal: Terminal,
): Promise<Parsed> {
  const root = new Command('gantry')
  addGlobalOptions(root)
  root.helpOption('-h, --help', 'show help').enablePositionalOptions().allowUnknownOption(false)
  root.argument('[command]').argument('[args...]').passThroughOptions()
  quiet(root)
  parse(root, argv)

  const own = root.opts()
  const [name, ...rest] = root.args
  if (own.version === true) return await answer(terminal, `gantry version v${gantryVersion}\n`)
  if (own.help === true || name === undefined || (name === 'help' && rest.length === 0)) {
    const text = renderOverview(root, catalog)
    if (own.help === true || name === 'help') return await answer(terminal, text)
    await terminal.stderr.write(text)
    return { kind: 'answered', exitCode: 1 }
  }
  const wanted = name === 'help' ? (rest[0] ?? '') : name
  const entry = catalog.find(one => one.name === wanted || one.aliases?.includes(wanted))
  if (entry === undefined) throw unknownCommand(wanted, catalog)

  const module = (await entry.load()).command
  const command = new Command(entry.name).summary(entry.summary).description(entry.summary)
  for (const alias of entry.aliases ?? []) command.alias(alias)
  module.configure(command)
  // Docker Compose takes these after the command, too.
  command.addOption(new Option('--dry-run', 'say what would be done, and do nothing').default(undefined))
  for (const option of ['--progress <type>', '--ansi <when>']) {
    if (!command.options.some(known => known.long === option.split(' ')[0]))
      command.addOption(new Option(option).hideHelp())
  }
  command.helpOption('-h, --help', 'show help')
  command.usage(command.usage() || '[options]')
  quiet(command)
  const words = plainFlags(rest, command)
  if (name === 'help' || wantsHelp(words, command)) return await answer(terminal, helpOf(command))
  parse(command, words)
  const options = command.opts()
  return {
    kind: 'command',
    name: entry.name,
    module,
    options,
    args: command.args,
    globals: globalOptions({ ...own, ...pick(options, ['dryRun', 'progress', 'ansi']) }, environment),
  }
}

function addGlobalOptions(root: Command): void {
  const repeat = (value: string, before: string[] | undefined) => [...(before ?? []), value]
  root
    .addOption(
      new Option('-f, --file <path>', 'stack file, - for standard input (repeatable)').argParser(repeat),
    )
    .addOption(new Option('-p, --project-name <name>', 'project name'))
    .addOption(new Option('--profile <name>', 'profile to enable (repeatable)').argParser(repeat))
    .addOption(
      new Option('--env-file <path>', 'file of variables for interpolation (repeatable)').argParser(repeat),
    )
    .addOption(new Option('--project-directory <path>', "project folder (default: the first stack file's)"))
    .addOption(new Option('--workdir <path>').hideHelp())
    .addOption(new Option('--ansi <when>', 'colours and live views').choices(['auto', 'always', 'never']))
    .addOption(
      new Option('--progress <type>', 'how progress is shown').choices([
        'auto',
        'tty',
        'plain',
        'json',
        'quiet',
      ]),
    )
    .addOption(
      new Option('--parallel <n>', 'steps at a time, -1 for no limit').argParser(wholeNumber('--parallel')),
    )
    .addOption(new Option('--dry-run', 'say what would be done, and do nothing'))
    .addOption(new Option('--all-resources', 'keep resources that no service uses'))
    .addOption(new Option('--compatibility', 'names with underscores, as Compose 1 made them'))
    .addOption(new Option('--insecure-registry <host>').argParser(repeat).hideHelp())
    .addOption(new Option('--no-ansi').hideHelp())
    .addOption(new Option('--verbose').hideHelp())
    .addOption(new Option('-v, --version', 'print the version'))
}

function globalOptions(
  own: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string>>,
): GlobalOptions {
  const text = (name: string) => own[name] as string | undefined
  const list = (name: string) => own[name] as string[] | undefined
  const directory = text('projectDirectory') ?? text('workdir')
  const limit = (own.parallel as number | undefined) ?? numberFrom('COMPOSE_PARALLEL_LIMIT', environment)
  return {
    ...(list('file') && { files: list('file') }),
    ...(text('projectName') !== undefined && { projectName: text('projectName') }),
    ...(list('profile') && { profiles: list('profile') }),
    ...(list('envFile') && { envFiles: list('envFile') }),
    ...(directory !== undefined && { projectDirectory: directory }),
    ...(own.allResources === true && { allResources: true }),
    compatibility: own.compatibility === true || isTrue(environment.COMPOSE_COMPATIBILITY),
    // Commander folds --no-ansi into `ansi`.
    ansi:
      own.ansi === false
        ? 'never'
        : ((text('ansi') as GlobalOptions['ansi'] | undefined) ??
          oneOf('COMPOSE_ANSI', environment, ['auto', 'always', 'never'], 'auto')),
    progress:
      (text('progress') as GlobalOptions['progress'] | undefined) ??
      oneOf('COMPOSE_PROGRESS', environment, ['auto', 'tty', 'plain', 'json', 'quiet'], 'auto'),
    dryRun: own.dryRun === true,
    ...(limit !== undefined && limit > 0 && { parallel: limit }),
  }
}

/** A variable that is set to something else is a mistake that the user would look for in vain. */
function oneOf<T extends string>(
  name: string,
  environment: Readonly<Record<string, string>>,
  allowed: readonly T[],
  fallback: T,
): T {
  const value = environment[name]
  if (value === undefined || value === '') return fallback
  const found = allowed.find(one => one === value)
  if (found === undefined)
    throw usage(`${name} is ${JSON.stringify(value)}`, `it takes one of ${allowed.join(', ')}`)
  return found
}

function numberFrom(name: string, environment: Readonly<Record<string, string>>): number | undefined {
  const value = environment[name]
  return value === undefined || value === '' ? undefined : wholeNumber(name)(value)
}

function isTrue(text: string | undefined): boolean {
  return text !== undefined && /^(1|t|true|y|yes|on)$/i.test(text)
}

function pick(from: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter(name => from[name] !== undefined).map(name => [name, from[name]]))
}

/** `--flag=true` and `--flag=false` for flags without a value: the one is the flag, the other its `--no-` form, or nothing. */
function plainFlags(args: readonly string[], command: Command): string[] {
  const passes = (command as unknown as { _passThroughOptions?: boolean })._passThroughOptions === true
  const plain: string[] = []
  let takesValue = false
  for (const [at, arg] of args.entries()) {
    if (arg === '--' || (passes && !takesValue && !arg.startsWith('-'))) return [...plain, ...args.slice(at)]
    const written = /^(--?[\w-]+)=(true|false|1|0|t|f)$/i.exec(arg)
    const option = command.options.find(
      one => one.long === (written?.[1] ?? arg) || one.short === (written?.[1] ?? arg),
    )
    takesValue = written === null && option?.required === true
    const isPlain = option !== undefined && !option.required && !option.optional
    if (written === null || !isPlain) plain.push(arg)
    else if (/^(true|1|t)$/i.test(written[2] ?? '')) plain.push(written[1] as string)
    else {
      const opposite = option.negate
        ? option.long?.replace('--no-', '--')
        : option.long?.replace('--', '--no-')
      const known = command.options.find(one => one.long === opposite && !one.required && !one.optional)
      if (known?.long) plain.push(known.long)
    }
  }
  return plain
}

function wantsHelp(args: readonly string[], command: Command): boolean {
  // What follows the first operand of `exec` and `run` belongs to the container.
  const end = args.indexOf('--')
  const own = end < 0 ? args : args.slice(0, end)
  const passes = (command as unknown as { _passThroughOptions?: boolean })._passThroughOptions === true
  const operand = passes ? own.findIndex(arg => !arg.startsWith('-')) : -1
  const seen = operand < 0 ? own : own.slice(0, operand)
  return seen.includes('--help') || seen.includes('-h')
}

function helpOf(command: Command): string {
  let text = ''
  command.name(`gantry ${command.name()}`)
  command.configureOutput({ writeOut: part => (text += part) })
  command.outputHelp()
  return text
}

/** Commander must neither print nor exit: mistakes are problems of ours. */
function quiet(command: Command): void {
  command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} })
}

function parse(command: Command, argv: readonly string[]): void {
  try {
    command.parse([...argv], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.code === 'commander.helpDisplayed' || error.code === 'commander.help') {
      command.setOptionValue('help', true)
      return
    }
    throw usage(
      error.message.replace(/^error: /, '').split('\n')[0] ?? error.message,
      /Did you mean ([^?]+)\?/.exec(error.message)?.[0]?.toLowerCase() ??
        `see ${['gantry', command.name() === 'gantry' ? '' : command.name(), '--help'].filter(Boolean).join(' ')}`,
    )
  }
}

function unknownCommand(name: string, catalog: readonly CatalogEntry[]): ProblemError {
  const near = suggestName(
    name,
    catalog.flatMap(one => [one.name, ...(one.aliases ?? [])]),
  )
  return usage(
    `unknown command ${JSON.stringify(name)}`,
    near ? `did you mean ${near}?` : 'see gantry --help',
  )
}

async function answer(terminal: Terminal, text: string): Promise<Parsed> {
  await terminal.stdout.write(text)
  return { kind: 'answered', exitCode: 0 }
}
