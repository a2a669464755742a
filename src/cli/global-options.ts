// The flags that stand before every command, and the variables that stand in for them.
import { type Command, Option } from 'commander'
import type { ProjectOptions } from '../app/index.ts'
import type { GlobalOptions } from './command-module.ts'
import { addDockerFlags } from './docker-flags.ts'
import { isTrue } from './options.ts'
import { usage, wholeNumber } from './usage.ts'

export function addGlobalOptions(root: Command): void {
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
  addDockerFlags(root)
}

/** Which stack is meant. */
export function projectFlags(own: Readonly<Record<string, unknown>>): ProjectOptions {
  const text = (name: string) => own[name] as string | undefined
  const list = (name: string) => own[name] as string[] | undefined
  const directory = text('projectDirectory') ?? text('workdir')
  return {
    ...(list('file') && { files: list('file') }),
    ...(text('projectName') !== undefined && { projectName: text('projectName') }),
    ...(list('profile') && { profiles: list('profile') }),
    ...(list('envFile') && { envFiles: list('envFile') }),
    ...(directory !== undefined && { projectDirectory: directory }),
    ...(own.allResources === true && { allResources: true }),
  }
}

/** @throws ProblemError where a variable has a value that makes no sense. */
export function globalOptions(
  own: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string>>,
): GlobalOptions {
  const text = (name: string) => own[name] as string | undefined
  const limit = (own.parallel as number | undefined) ?? numberFrom('COMPOSE_PARALLEL_LIMIT', environment)
  return {
    ...projectFlags(own),
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
