// The values that flags take, as far as they can be listed. A flag that is not named here takes whatever the user knows.
import type { Option } from 'commander'
import type { StackNames } from './stack-names.ts'

export interface Candidate {
  readonly value: string
  readonly about?: string
}

export interface Values {
  readonly values: readonly Candidate[]
  readonly files?: 'none' | 'any' | 'folders'
  readonly noSpace?: boolean
}

type Source = readonly string[] | 'files' | 'folders' | ((names: StackNames) => Promise<Values>)

const services = async (names: StackNames): Promise<Values> => listed(await names.services())
const replicas = async (names: StackNames): Promise<Values> => ({
  ...listed((await names.services()).map(name => `${name}=`)),
  noSpace: true,
})

const states = ['paused', 'restarting', 'removing', 'running', 'dead', 'created', 'exited']
const signals = ['SIGHUP', 'SIGINT', 'SIGKILL', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2']
const rows = ['table', 'json']

/** `command --flag`, or `--flag` of any command. */
const sources: Readonly<Record<string, Source>> = {
  '--file': 'files',
  '--env-file': 'files',
  '--env-from-file': 'files',
  '--archive': 'files',
  '--ci-config': 'files',
  '--output': 'files',
  '--out': 'files',
  '--tlscacert': 'files',
  '--tlscert': 'files',
  '--tlskey': 'files',
  '--config': 'folders',
  '--project-directory': 'folders',
  '--templates': 'folders',
  '--project-name': async names => listed(await names.projects()),
  '--profile': async names => listed(await names.profiles()),
  '--context': async names => listed(await names.contexts()),
  '--ansi': ['auto', 'always', 'never'],
  '--progress': ['auto', 'tty', 'plain', 'json', 'quiet'],
  '--scale': replicas,
  '--attach': services,
  '--no-attach': services,
  '--each': services,
  '--exit-code-from': services,
  '--hash': services,
  '--pull': ['always', 'missing', 'never', 'build', 'policy'],
  'run --pull': ['always', 'missing', 'never'],
  '--on-failure': ['continue', 'stop'],
  '--rmi': ['local', 'all'],
  '--policy': ['missing', 'always'],
  '--signal': signals,
  '--status': states,
  '--protocol': ['tcp', 'udp'],
  'ps --filter': async () => ({ values: states.map(state => ({ value: `status=${state}` })) }),
  'ls --filter': async () => ({ values: [{ value: 'name=' }], noSpace: true }),
  '--as': ['docker-gantry', 'docker-compose'],
  'config --format': ['yaml', 'json'],
  'plan --format': ['text', 'json', 'markdown'],
  'diff --format': ['text', 'json'],
  'drift --format': ['text', 'json'],
  'graph --format': ['text', 'dot', 'mermaid', 'svg'],
  'lint --format': ['auto', 'frames', 'lines', 'json', 'github'],
  'version --format': ['pretty', 'json'],
  'inspect --format': ['json'],
  '--format': rows,
}

/** What may follow a flag. `command` is the command's name, or nothing for a global flag. */
export async function valuesOf(command: string, option: Option, names: StackNames): Promise<Values> {
  const source = sources[`${command} ${option.long}`] ?? sources[option.long ?? '']
  if (source === undefined) return listed(option.argChoices ?? [])
  if (source === 'files') return { values: [], files: 'any' }
  if (source === 'folders') return { values: [], files: 'folders' }
  return typeof source === 'function' ? await source(names) : listed(source)
}

export function listed(values: readonly string[]): Values {
  return { values: values.map(value => ({ value })) }
}
