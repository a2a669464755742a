// gantry completion

import type { CommandModule } from '../command-module.ts'
import { completionScript, type Shell, shells } from '../completion/shells.ts'
import { usage } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .usage('bash|zsh|fish')
      .argument('<shell>')
      .addHelpText(
        'after',
        [
          '',
          'bash: source <(gantry completion bash)',
          'zsh:  gantry completion zsh > "${fpath[1]}/_gantry"',
          'fish: gantry completion fish > ~/.config/fish/completions/gantry.fish',
          'As a plugin, gantry is completed by the completion of docker itself.',
          '',
          'Example: source <(gantry completion bash)',
        ].join('\n'),
      )
  },
  async run({ args, identity, terminal }) {
    const shell = shells.find(one => one === args[0])
    if (shell === undefined)
      throw usage(
        `there is no completion for ${JSON.stringify(args[0] ?? '')}`,
        `choose one of ${shells.join(', ')}`,
      )
    await terminal.stdout.write(completionScript(shell satisfies Shell, commandName(identity.program)))
    return 0
  },
}

/** As a plugin it is no command of its own; the shell completes the name that stands on its path. */
const commandName = (program: string): string => program.replace(' ', '-')
