// gantry attach

import { Option } from 'commander'
import { findReplica, loadOrRecall } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { configuredDetachKeys } from '../detach-keys.ts'
import { forwardSignals } from '../forward-signals.ts'
import { count, text } from '../options.ts'
import { runSession } from '../session.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('<service>')
      .option('--detach-keys <keys>', 'keys that leave it running: ctrl-p,ctrl-q unless given')
      .option('--index <n>', 'which replica')
      .option('--no-stdin', 'pass no input on')
      .addOption(new Option('--sig-proxy', 'pass signals on').default(true))
      .addOption(new Option('--no-sig-proxy', 'keep signals here'))
      .addHelpText('after', '\nExample: gantry attach --no-stdin web')
  },
  async run({ options, args, app, globals, terminal, interrupts }) {
    const { project } = await loadOrRecall(app, globals, { allResources: true })
    const engine = await app.engine()
    const { id } = await findReplica(engine, project, args[0] ?? '', count(options, 'index') || undefined)
    const live = await engine.containers.inspect(id)
    const tty = live.Config.Tty === true
    const detachKeys = text(options, 'detachKeys') ?? configuredDetachKeys(app.environment)
    const stdin = options.stdin !== false && live.Config.OpenStdin === true
    const session = await engine.containers.attach(id, {
      stdin,
      ...(detachKeys !== undefined && { detachKeys }),
    })
    const forward =
      options.sigProxy !== false && !tty
        ? forwardSignals(interrupts, signal => engine.containers.kill(id, signal))
        : undefined
    let interrupted = false
    try {
      const ended = await runSession({
        session,
        terminal,
        tty,
        interrupts,
        stdin,
        detachKeys,
        onInterrupt:
          forward?.onInterrupt ??
          (() => {
            interrupted = true
            session.close()
          }),
        resize: size => engine.containers.resize(id, size),
      })
      if (interrupted) return 130
      if (ended === 'detached') return 0
      return (await engine.containers.wait(id, 'not-running', app.signal)).exitCode
    } finally {
      forward?.stop()
    }
  },
}
