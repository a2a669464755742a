// gantry top
import { checkServices, listProcesses, loadOrRecall } from '../../app/index.ts'
import { formatTable } from '../../support/index.ts'
import type { CommandModule } from '../command-module.ts'

export const command: CommandModule = {
  configure: command => {
    command.argument('[service...]').addHelpText('after', '\nExample: gantry top web')
  },
  async run({ args, app, globals, terminal }) {
    const { project } = await loadOrRecall(app, globals, { allResources: true })
    const services = await checkServices(app, project, args)
    const { header, rows } = await listProcesses(await app.engine(), {
      project: project.stack.name,
      ...(services && { services }),
    })
    if (rows.length > 0) {
      await terminal.stdout.write(formatTable(rows, { header: [...header], padding: 2, minWidth: 4 }))
    }
    return 0
  },
}
