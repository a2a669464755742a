// gantry push
import { loadProject, type PushEvent, pushImages } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { flag } from '../options.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('--ignore-push-failures', 'go on where an image cannot be pushed')
      .option('--include-deps', 'push the images of the services that these need, too')
      .option('-q, --quiet', 'no progress')
      .addHelpText('after', '\nExample: gantry push web')
  },
  async run({ options, args, app, globals, terminal }) {
    const withDeps = flag(options, 'includeDeps')
    const { project } = await loadProject(app, globals, {
      services: [...args],
      noDeps: !withDeps,
      resolveEnvironment: false,
    })
    const quiet = flag(options, 'quiet') || globals.progress === 'quiet'
    const ignoreFailures = flag(options, 'ignorePushFailures')
    await pushImages(app, project, {
      services: withDeps ? [] : args,
      ignoreFailures,
      dryRun: globals.dryRun,
      ...(globals.parallel !== undefined && { concurrency: globals.parallel }),
      emit: event => {
        if (!quiet && (event.kind !== 'failed' || ignoreFailures))
          void terminal.stderr.write(`${line(event)}\n`)
      },
    })
    return 0
  },
}

function line(event: PushEvent): string {
  const { service, reference } = event
  switch (event.kind) {
    case 'skipped':
      return ` ${service} Skipped: it builds no image that it names`
    case 'started':
      return ` ${service} Pushing ${reference}`
    case 'progress':
      return ` ${service} ${event.text}`
    case 'done':
      return ` ${service} Pushed ${reference}`
    case 'failed':
      return ` ${service} Warning: ${event.problem.message}`
  }
}
