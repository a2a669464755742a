// gantry port
import { loadOrRecall, publishedPort } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { count, text } from '../options.ts'
import { usage } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .usage('[options] SERVICE PRIVATE_PORT')
      .argument('<service>')
      .argument('<port>')
      .option('--index <n>', 'which replica')
      .option('--protocol <protocol>', 'tcp or udp', 'tcp')
      .addHelpText('after', '\nExample: gantry port web 8080')
  },
  async run({ options, args, app, globals, terminal }) {
    const [service = '', written = ''] = args
    const [port, protocol = text(options, 'protocol') ?? 'tcp'] = written.split('/')
    if (!/^\d+$/.test(port ?? '') || Number(port) > 65_535)
      throw usage(`a port is a number up to 65535, not ${JSON.stringify(written)}`)
    const { project } = await loadOrRecall(app, globals, { allResources: true })
    // Docker Compose says "whichever" by 0.
    const number = count(options, 'index') || undefined
    const where = await publishedPort(await app.engine(), project, {
      service,
      port: Number(port),
      protocol,
      ...(number !== undefined && { number }),
    })
    await terminal.stdout.write(`${where}\n`)
    return 0
  },
}
