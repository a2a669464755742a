// A command of the catalog as commander knows it: its own flags and those that every command takes. Parsing, help, completion and the
// reference all see the same.
import { Command, Option } from 'commander'
import type { CatalogEntry } from './catalog-entry.ts'
import type { CommandModule } from './command-module.ts'
import { groupFlags } from './flag-groups.ts'
import { addGlobalOptions } from './global-options.ts'

export interface MadeCommand {
  readonly module: CommandModule
  readonly command: Command
}

const commonGroup = 'Flags of every command:'

/** Loads the command's module. `program` is how usage lines name the program. */
export async function makeCommand(entry: CatalogEntry, program: string): Promise<MadeCommand> {
  const module = (await entry.load()).command
  const command = new Command(entry.name).summary(entry.summary).description(entry.summary)
  for (const alias of entry.aliases ?? []) command.alias(alias)
  module.configure(command)
  groupFlags(command)
  // Docker Compose takes these after the command, too.
  command.addOption(
    new Option('--dry-run', 'say what would be done, and do nothing')
      .default(undefined)
      .helpGroup(commonGroup),
  )
  for (const option of ['--progress <type>', '--ansi <when>']) {
    if (!command.options.some(known => known.long === option.split(' ')[0]))
      command.addOption(new Option(option).hideHelp())
  }
  command.addHelpOption(new Option('-h, --help', 'show help').helpGroup(commonGroup))
  command.usage(command.usage().replaceAll('gantry ', `${program} `) || '[options]')
  quiet(command)
  return { module, command }
}

/** The program itself: its global flags, and the command with all that follows as operands. */
export function makeRoot(program: string): Command {
  const root = new Command(program)
  addGlobalOptions(root)
  root.helpOption('-h, --help', 'show help').enablePositionalOptions().allowUnknownOption(false)
  root.argument('[command]').argument('[args...]').passThroughOptions()
  quiet(root)
  return root
}

export function findEntry(catalog: readonly CatalogEntry[], name: string): CatalogEntry | undefined {
  return catalog.find(one => one.name === name || one.aliases?.includes(name))
}

/** What `--help` prints. */
export function helpOf(command: Command, program: string): string {
  let text = ''
  const name = command.name()
  command.name(`${program} ${name}`).configureOutput({ writeOut: part => (text += part) })
  command.outputHelp()
  command.name(name)
  return text.replaceAll(/\bgantry (?=[a-z-])/g, `${program} `)
}

/** Commander must neither print nor exit: mistakes are problems of ours. */
function quiet(command: Command): void {
  command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} })
}
