// Headings for the flags of commands that have many, so that their help is read by question and not by alphabet.
import type { Command } from 'commander'

/** Fewer flags than these are found without headings. */
const manyFlags = 13

const groups: Readonly<Record<string, readonly string[]>> = {
  'What is changed:': [
    '--always-recreate-deps',
    '--force-recreate',
    '--no-deps',
    '--no-recreate',
    '--no-start',
    '--remove-orphans',
    '--renew-anon-volumes',
    '--replace-volume',
    '--scale',
    '--yes',
  ],
  'Images:': ['--build', '--no-build', '--pull', '--quiet-build', '--quiet-pull'],
  'Waiting and ending:': [
    '--detach',
    '--abort-on-container-exit',
    '--abort-on-container-failure',
    '--exit-code-from',
    '--on-failure',
    '--rm',
    '--timeout',
    '--wait',
    '--wait-timeout',
  ],
  'Terminal and output:': [
    '--attach',
    '--attach-dependencies',
    '--no-attach',
    '--no-color',
    '--no-log-prefix',
    '--timestamps',
    '--watch',
    '--menu',
    '--interactive',
    '--no-tty',
    '--quiet',
  ],
  'The container:': [
    '--cap-add',
    '--cap-drop',
    '--entrypoint',
    '--env',
    '--env-from-file',
    '--label',
    '--name',
    '--publish',
    '--service-ports',
    '--use-aliases',
    '--user',
    '--volume',
    '--workdir',
  ],
  'Print a list:': [
    '--environment',
    '--hash',
    '--images',
    '--models',
    '--networks',
    '--profiles',
    '--services',
    '--variables',
    '--volumes',
  ],
  'How it is read:': [
    '--no-consistency',
    '--no-env-resolution',
    '--no-interpolate',
    '--no-normalize',
    '--no-path-resolution',
    '--lock-image-digests',
    '--resolve-image-digests',
  ],
}

export function groupFlags(command: Command): void {
  if (command.options.filter(option => !option.hidden).length < manyFlags) return
  for (const option of command.options) {
    const found = Object.entries(groups).find(([, flags]) => flags.includes(option.long ?? ''))
    option.helpGroup(found?.[0] ?? 'Options:')
  }
}
