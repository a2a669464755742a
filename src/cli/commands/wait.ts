// gantry wait
import { checkServices, loadOrRecall, planDown, waitServices } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { flag } from '../options.ts'
import { runChange } from '../run-change.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .usage('[options] SERVICE [SERVICE...]')
      .argument('<service...>')
      .option('--down-project', 'bring the project down when the first container stops')
      .addHelpText('after', '\nExample: gantry wait migrate && echo done')
  },
  async run(invocation) {
    const { options, args, app, globals, terminal } = invocation
    const { project } = await loadOrRecall(app, globals, { allResources: true })
    const services = await checkServices(app, project, args)
    const exitCode = await waitServices(
      await app.engine(),
      { project: project.stack.name, ...(services && { services }), first: flag(options, 'downProject') },
      (id, code) =>
        void terminal.stdout.write(`container ${JSON.stringify(id)} exited with status code ${code}\n`),
      app.signal,
    )
    if (flag(options, 'downProject')) {
      const down = await runChange(invocation, {
        command: 'gantry wait --down-project',
        byName: true,
        tuning: { allResources: true },
        planner: input => planDown(input, {}),
      })
      if (down.exitCode !== 0) return down.exitCode
    }
    return exitCode
  },
}
