// The process that a container runs: entrypoint, command, user, folder, terminal, init, how it is stopped.
import { parseDuration } from '../support/index.ts'
import { type Concern, configAttribute, hostAttribute, sameValue } from './concern.ts'
import type { LiveContainer, LiveFields, ReadContext } from './context.ts'

/**
 * `command` and `entrypoint` in one: an entrypoint of the service clears the image's command (the engine does it itself
 * when `Entrypoint` is given), so what counts as inherited depends on both.
 */
const commandLine: Concern = {
  heads: ['command', 'entrypoint'],
  lower(draft) {
    const { command, entrypoint } = draft.input.service
    if (entrypoint !== null && entrypoint !== undefined) {
      draft.config.Entrypoint = [...entrypoint]
      draft.field('entrypoint', entrypoint, ['entrypoint'])
    }
    if (command !== null && command !== undefined) {
      draft.config.Cmd = [...command]
      draft.field('command', command, ['command'])
    }
  },
  read(live, context, fields) {
    const image = context.image?.Config
    const entrypoint = live.Config.Entrypoint ?? []
    const command = live.Config.Cmd ?? []
    const ownEntrypoint = sameValue(entrypoint, image?.Entrypoint ?? [])
    setOrInherited(fields, 'entrypoint', entrypoint, ownEntrypoint, context)
    const inherited = sameValue(command, image?.Cmd ?? []) || (command.length === 0 && !ownEntrypoint)
    setOrInherited(fields, 'command', command, inherited, context)
  },
}

function setOrInherited(
  fields: LiveFields,
  name: string,
  value: readonly string[],
  inherited: boolean,
  context: ReadContext,
): void {
  // With its image gone, nobody knows what the container was given and what it inherited.
  const origin = inherited ? 'default' : context.image === undefined ? 'engine' : 'set'
  fields.set(name, { value, origin })
}

const fromImage =
  (key: 'User' | 'WorkingDir' | 'StopSignal') =>
  (live: LiveContainer, context: ReadContext): string | undefined =>
    (context.image === undefined ? live.Config[key] : context.image.Config?.[key]) || undefined

/** `15`, `TERM` and `SIGTERM` are one signal; names are all that the engine keeps. */
function signalName(signal: string): string {
  const upper = signal.toUpperCase()
  if (/^\d+$/.test(upper)) return SIGNALS[upper] ?? upper
  return upper.startsWith('SIG') ? upper : `SIG${upper}`
}

const SIGNALS: Readonly<Record<string, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  6: 'SIGABRT',
  9: 'SIGKILL',
  10: 'SIGUSR1',
  12: 'SIGUSR2',
  15: 'SIGTERM',
}

const DEFAULT_STOP_SECONDS = 10

export const processConcerns: readonly Concern[] = [
  commandLine,
  configAttribute('user', 'User', service => service.user, { standard: fromImage('User') }),
  configAttribute('working_dir', 'WorkingDir', service => service.working_dir, {
    standard: fromImage('WorkingDir'),
  }),
  configAttribute('tty', 'Tty', service => service.tty, { standard: false }),
  configAttribute('stdin_open', 'OpenStdin', service => service.stdin_open, { standard: false }),
  hostAttribute('init', 'Init', service => service.init),
  configAttribute('stop_signal', 'StopSignal', service => service.stop_signal, {
    standard: (live, context) => fromImage('StopSignal')(live, context) ?? 'SIGTERM',
    normal: signalName,
  }),
  configAttribute(
    'stop_grace_period',
    'StopTimeout',
    service => {
      const nanoseconds =
        service.stop_grace_period === undefined ? undefined : parseDuration(service.stop_grace_period)
      // The engine counts whole seconds; less than one second must not become "at once".
      return nanoseconds === undefined ? undefined : Math.ceil(nanoseconds / 1e9)
    },
    { standard: DEFAULT_STOP_SECONDS },
  ),
  hostAttribute('runtime', 'Runtime', service => service.runtime, {
    standard: (_live, context) => context.engine?.defaultRuntime ?? 'runc',
  }),
]
