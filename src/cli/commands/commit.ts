// gantry commit

import { Option } from 'commander'
import { findReplica, loadOrRecall } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { collect, count, list, text } from '../options.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .usage('[options] SERVICE [REPOSITORY[:TAG]]')
      .argument('<service>')
      .argument('[reference]')
      .option('-a, --author <author>', 'who made it')
      .option('-c, --change <instruction>', 'apply a Dockerfile instruction (repeatable)', collect)
      .option('--index <n>', 'which replica')
      .option('-m, --message <text>', 'what was changed')
      .addOption(new Option('-p, --pause', 'pause the container meanwhile').default(true))
      .addOption(new Option('--no-pause', 'let the container run meanwhile'))
      .addHelpText('after', '\nExample: gantry commit web web:patched')
  },
  async run({ options, args, app, globals, terminal }) {
    const [service = '', reference = ''] = args
    const { project } = await loadOrRecall(app, globals, { allResources: true })
    const engine = await app.engine()
    const replica = await findReplica(engine, project, service, count(options, 'index') || undefined, true)
    const tagAt = reference.indexOf(':', reference.lastIndexOf('/') + 1)
    const { id } = await engine.containers.commit(replica.id, {
      ...(reference !== '' && { repo: tagAt < 0 ? reference : reference.slice(0, tagAt) }),
      ...(tagAt >= 0 && { tag: reference.slice(tagAt + 1) }),
      ...(text(options, 'author') !== undefined && { author: text(options, 'author') }),
      ...(text(options, 'message') !== undefined && { comment: text(options, 'message') }),
      pause: options.pause !== false,
      changes: list(options, 'change'),
    })
    await terminal.stdout.write(`${id}\n`)
    return 0
  },
}
