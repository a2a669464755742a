// gantry plugin
import path from 'node:path'
import type { CommandModule, Invocation } from '../command-module.ts'
import { flag, text } from '../options.ts'
import { installPlugin, type PluginPlace, uninstallPlugin } from '../plugin-folder.ts'
import { usage } from '../usage.ts'

const names = ['docker-gantry', 'docker-compose'] as const

export const command: CommandModule = {
  configure: command => {
    command
      .usage('install|uninstall [options]')
      .argument('<what>')
      .option(
        '--as <name>',
        'docker-gantry (docker gantry …) or docker-compose (docker compose …)',
        'docker-gantry',
      )
      .option('--user', 'for this user: the folder cli-plugins of ~/.docker or DOCKER_CONFIG (default)')
      .option('--system', 'for everybody: /usr/local/lib/docker/cli-plugins')
      .option('--to <folder>', 'into this folder; one on the PATH makes it a command of its own')
      .option('--force', 'move another program of that name aside; uninstall puts it back')
      .addHelpText('after', '\nExample: gantry plugin install --as docker-compose')
  },
  async run(invocation) {
    const { options, args, terminal } = invocation
    const place = { folder: pluginFolder(invocation), name: text(options, 'as', names) ?? 'docker-gantry' }
    const say = async (line: string) => await terminal.stdout.write(`${line}\n`)
    if (args[0] === 'install') {
      const { file, movedAside } = await installPlugin(place, flag(options, 'force'))
      await say(`${file} is installed: ${usedAs(place, text(options, 'to'))}`)
      if (movedAside)
        await say('What was there before is kept beside it; gantry plugin uninstall puts it back')
      return 0
    }
    if (args[0] === 'uninstall') {
      const { file, putBack } = await uninstallPlugin(place)
      await say(putBack ? `${file} is what it was before` : `${file} is gone`)
      return 0
    }
    throw usage(`gantry plugin takes install or uninstall, not ${JSON.stringify(args[0] ?? '')}`)
  },
}

function pluginFolder({ options, app }: Invocation): string {
  const given = text(options, 'to')
  if ([given !== undefined, flag(options, 'user'), flag(options, 'system')].filter(Boolean).length > 1)
    throw usage('--user, --system and --to cannot be used together')
  if (given !== undefined) return path.resolve(app.workingDirectory, given)
  if (flag(options, 'system')) return '/usr/local/lib/docker/cli-plugins'
  return path.join(app.environment.DOCKER_CONFIG || path.join(app.homeDirectory, '.docker'), 'cli-plugins')
}

const usedAs = ({ name }: PluginPlace, to: string | undefined): string =>
  to === undefined ? `type ${name.replace('-', ' ')} up` : `type ${name} up`
