// The command line's grammar: global flags, the command, its own flags. Commander parses; this file says where things may stand,
// and answers --help, --version and mistakes.
import { type Command, CommanderError } from 'commander'
import type { Terminal } from '../present/index.ts'
import type { ProblemError } from '../problem/index.ts'
import { suggestName } from '../support/index.ts'
import { resolveAlpha } from './alpha.ts'
import type { CatalogEntry } from './catalog-entry.ts'
import type { CommandModule } from './command-module.ts'
import { type Identity, metadataCommand } from './identity.ts'
import { findEntry, helpOf, makeCommand, makeRoot } from './make-command.ts'
import { renderOverview } from './overview.ts'
import { usage } from './usage.ts'
import { pluginMetadata, versionLine } from './version.ts'

export type Parsed =
  | {
      readonly kind: 'command'
      /** As it was called: maybe an alias. */
      readonly name: string
      readonly module: CommandModule
      readonly options: Readonly<Record<string, unknown>>
      readonly args: readonly string[]
      /** Global flags, wherever they stood. */
      readonly own: Readonly<Record<string, unknown>>
    }
  /** The shell asks what could stand next. */
  | { readonly kind: 'complete'; readonly words: readonly string[]; readonly describe: boolean }
  /** Help or a version was printed. */
  | { readonly kind: 'answered'; readonly exitCode: number }

/** @throws ProblemError */
export async function parseArguments(
  identity: Identity,
  catalog: readonly CatalogEntry[],
  terminal: Terminal,
): Promise<Parsed> {
  const { program, words } = identity
  if (words[0] === metadataCommand) return await answer(terminal, `${pluginMetadata(identity)}\n`)
  if (words[0] === '__complete' || words[0] === '__completeNoDesc')
    return { kind: 'complete', words: words.slice(1), describe: words[0] === '__complete' }
  const root = makeRoot(program)
  parse(root, words)

  const own = root.opts()
  const [name, ...rest] = root.args
  if (own.version === true) return await answer(terminal, `${versionLine(identity)}\n`)
  if (own.help === true || name === undefined || (name === 'help' && rest.length === 0))
    return await answer(terminal, renderOverview(root, catalog, program))
  if (name === 'alpha') {
    const alpha = resolveAlpha(rest)
    if (alpha.dryRun) own.dryRun = true
    return await parseCommand(identity, catalog, terminal, { own, words: alpha.words })
  }
  return await parseCommand(identity, catalog, terminal, { own, words: root.args })
}

async function parseCommand(
  identity: Identity,
  catalog: readonly CatalogEntry[],
  terminal: Terminal,
  line: { readonly own: Readonly<Record<string, unknown>>; readonly words: readonly string[] },
): Promise<Parsed> {
  const [name = '', ...rest] = line.words
  const wanted = name === 'help' ? (rest[0] ?? '') : name
  const entry = findEntry(catalog, wanted)
  if (entry === undefined) throw unknownCommand(wanted, catalog, identity)
  const { module, command } = await makeCommand(entry, identity.program)
  const words = plainFlags(rest, command)
  if (name === 'help' || wantsHelp(words, command))
    return await answer(terminal, helpOf(command, identity.program))
  parse(command, words, identity.program)
  const options = command.opts()
  return {
    kind: 'command',
    name,
    module,
    options,
    args: command.args,
    own: { ...line.own, ...pick(options, ['dryRun', 'progress', 'ansi']) },
  }
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

function parse(command: Command, argv: readonly string[], program?: string): void {
  try {
    command.parse([...argv], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.code === 'commander.helpDisplayed' || error.code === 'commander.help') {
      command.setOptionValue('help', true)
      return
    }
    const message = error.message.replace(/^error: /, '').split('\n')[0] ?? error.message
    throw usage(
      message.replace(/^unknown option '([^']*)'$/, 'unknown flag: $1'),
      /Did you mean ([^?]+)\?/.exec(error.message)?.[0]?.toLowerCase() ??
        `see ${program === undefined ? command.name() : `${program} ${command.name()}`} --help`,
    )
  }
}

function unknownCommand(name: string, catalog: readonly CatalogEntry[], identity: Identity): ProblemError {
  const near = suggestName(
    name,
    catalog.flatMap(one => [one.name, ...(one.aliases ?? [])]),
  )
  return usage(
    // Docker Compose's words, which its users' scripts may look for.
    identity.asCompose
      ? `unknown docker command: "compose ${name}"`
      : `unknown command ${JSON.stringify(name)}`,
    near ? `did you mean ${near}?` : `see ${identity.program} --help`,
  )
}

async function answer(terminal: Terminal, text: string): Promise<Parsed> {
  await terminal.stdout.write(text)
  return { kind: 'answered', exitCode: 0 }
}
