// The whole command line as a value: what the Markdown reference and the man page are made of, and what tests hold against lists of flags.
import type { Option } from 'commander'
import { catalog } from './catalog.ts'
import { makeCommand, makeRoot } from './make-command.ts'

export interface DescribedFlag {
  /** `-f, --file <path>` */
  readonly flags: string
  readonly description: string
}

export interface DescribedCommand {
  readonly name: string
  readonly aliases: readonly string[]
  readonly group: string
  readonly summary: string
  /** `gantry up [options] [service...]`, one line a form. */
  readonly usage: string
  readonly flags: readonly DescribedFlag[]
  /** What stands below the flags in `--help`, the examples apart. */
  readonly notes: string
  /** Command lines; the first is the plainest. */
  readonly examples: readonly string[]
}

export interface DescribedProgram {
  readonly globals: readonly DescribedFlag[]
  readonly commands: readonly DescribedCommand[]
  readonly variables: Readonly<Record<string, string>>
  readonly exitCodes: Readonly<Record<string, string>>
}

/** Every command that help shows, in the order of the catalog. */
export async function describeProgram(): Promise<DescribedProgram> {
  const shown = catalog.filter(entry => entry.hidden !== true)
  const commands = await Promise.all(shown.map(describeCommand))
  return { globals: visible(makeRoot('gantry').options), commands, variables, exitCodes }
}

async function describeCommand(entry: (typeof catalog)[number]): Promise<DescribedCommand> {
  const { command } = await makeCommand(entry, 'gantry')
  let help = ''
  command.configureOutput({ writeOut: part => (help += part) }).outputHelp()
  const after = help.slice(command.helpInformation().length).trim().split('\n')
  const at = after.findIndex(line => line.startsWith('Example: '))
  const [notes, examples] = at < 0 ? [after, []] : [after.slice(0, at), after.slice(at)]
  return {
    name: entry.name,
    aliases: entry.aliases ?? [],
    group: entry.group,
    summary: entry.summary,
    usage: `gantry ${entry.name} ${command.usage()}`.replaceAll(/\n\s+/g, '\n'),
    flags: visible(command.options),
    notes: notes.join('\n').trim(),
    examples: examples.map(line => line.replace(/^Example: /, '').trim()),
  }
}

function visible(options: readonly Option[]): DescribedFlag[] {
  return options.filter(option => !option.hidden).map(({ flags, description }) => ({ flags, description }))
}

const variables = {
  COMPOSE_FILE: 'stack files in place of -f, parted by COMPOSE_PATH_SEPARATOR',
  COMPOSE_PATH_SEPARATOR: 'what parts the files of COMPOSE_FILE; a colon unless set',
  COMPOSE_PROJECT_NAME: 'project name in place of -p',
  COMPOSE_PROFILES: 'profiles in place of --profile, parted by commas',
  COMPOSE_ENV_FILES: 'files of variables in place of --env-file, parted by commas',
  COMPOSE_DISABLE_ENV_FILE: 'true: the file .env is not read',
  COMPOSE_ANSI: 'auto, always or never, in place of --ansi',
  COMPOSE_PROGRESS: 'auto, tty, plain, json or quiet, in place of --progress',
  COMPOSE_STATUS_STDOUT: 'true: progress goes to standard output',
  COMPOSE_PARALLEL_LIMIT: 'steps at a time, in place of --parallel',
  COMPOSE_COMPATIBILITY: 'true: names with underscores, as by --compatibility',
  COMPOSE_IGNORE_ORPHANS: 'true: containers of services that the files no longer have are not mentioned',
  COMPOSE_REMOVE_ORPHANS: 'true: they are removed, as by --remove-orphans',
  COMPOSE_MENU: 'false: no menu of keys below an attached up',
  DOCKER_HOST: 'address of the engine: unix://, tcp:// or ssh://',
  DOCKER_CONTEXT: 'docker context to use, where DOCKER_HOST is not set',
  DOCKER_CONFIG: "folder of docker's settings; ~/.docker unless set",
  DOCKER_TLS_VERIFY: 'set: the engine is talked to by TLS, and its certificate verified',
  DOCKER_CERT_PATH: 'folder of ca.pem, cert.pem and key.pem',
  DOCKER_API_VERSION: 'version of the engine API to keep to',
  DOCKER_DEFAULT_PLATFORM: 'platform of services that name none',
  NO_COLOR: 'set: no colours, unless --ansi always asks for them',
  GANTRY_DEBUG: 'set: stack traces of faults are shown',
}

const exitCodes = {
  '0': 'done, or nothing was to do',
  '1': 'an error; what is wrong stands on standard error',
  '2': 'something differs (plan --detailed-exitcode, diff --exit-code, drift)',
  '130': 'ended by Ctrl-C or SIGTERM',
  others: 'run, exec, attach, wait and up --exit-code-from pass on the code of the process in the container',
}
