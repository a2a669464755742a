// gantry exec

import { Option } from 'commander'
import { findReplica, loadOrRecall } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { collect, count, flag, list, text } from '../options.ts'
import { runSession } from '../session.ts'
import { usage } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .usage('[options] SERVICE COMMAND [ARG...]')
      .argument('<service>')
      .argument('<command...>')
      .passThroughOptions()
      .option('-d, --detach', 'run it in the background')
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
  async run({ options, args, app, globals, terminal, interrupts }) {
    const [service, ...words] = args
    if (service === undefined || words.length === 0) throw usage('say which service, and what to run')
    const { project } = await loadOrRecall(app, globals, { allResources: true })
    const engine = await app.engine()
    const index = count(options, 'index')
    const replica = await findReplica(engine, project, service, index)
    const tty = options.tty !== false && terminal.stdin.isTTY === true && terminal.stdout.isTTY
    const request = {
      command: words,
      env: list(options, 'env').map(pair =>
        pair.includes('=') ? pair : `${pair}=${app.environment[pair] ?? ''}`,
      ),
      privileged: flag(options, 'privileged'),
      tty,
      ...(text(options, 'user') !== undefined && { user: text(options, 'user') }),
      ...(text(options, 'workdir') !== undefined && { workingDir: text(options, 'workdir') }),
    }
    if (flag(options, 'detach')) {
      await engine.containers.execDetached(replica.id, request)
      return 0
    }
    const session = await engine.containers.exec(replica.id, { ...request, stdin: true })
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
