// Problem codes of the command line.
import { defineCodes } from '../code-entry.ts'

export const cliCodes = defineCodes({
  usage: {
    title: 'Bad usage',
    meaning: 'The command line has an unknown command, flag or value.',
    remedy: 'See --help of the command.',
    example: { kind: 'shell', wrong: 'gantry upp', right: 'gantry up' },
  },
  'file-set-aside': {
    title: 'A broken stack file was set aside',
    meaning: 'The command can do its work by the project name alone, so it went on without the file.',
    remedy: 'Mend the file; gantry lint shows what is wrong.',
  },
  'not-running': {
    title: 'Nothing runs there',
    meaning: 'The command needs a container of the service that runs.',
    remedy: 'Start the service with gantry up -d SERVICE.',
  },
  'no-such-port': {
    title: 'The port is not published',
    meaning: 'The container publishes no such port, or under another protocol.',
    remedy: 'Publish it with ports: in the stack file, or ask for one that gantry ps shows.',
  },
  'nothing-to-init': {
    title: 'Nothing tells how this folder is run',
    meaning:
      'gantry init found no Dockerfile and no manifest of a language that it knows, neither in the folder nor one below.',
    remedy: 'Go to the folder of your sources, or write compose.yaml by hand.',
  },
  'no-such-container': {
    title: 'There is no such container',
    meaning: 'Nothing at the engine has that name or id, or several have it.',
    remedy: 'docker ps -a shows the names of all containers.',
  },
  'not-importable': {
    title: 'Not everything of a container can be imported',
    meaning:
      'A container has something that no stack file can say, or that stays behind with it. The rest was written.',
    remedy: 'Read what stays behind; copy data out of anonymous volumes before the container is removed.',
  },
  'secret-written': {
    title: 'A value of a container looks secret',
    meaning:
      'Importing writes the environment of containers into a file, passwords too, unless it is told not to.',
    remedy: 'Import with --no-secret-values, and set the variables in .env.',
    example: {
      kind: 'shell',
      wrong: 'gantry import db -o compose.yaml',
      right: 'gantry import db -o compose.yaml --no-secret-values',
    },
  },
  'cannot-copy': {
    title: 'The paths do not fit',
    meaning:
      'What is to be copied and where it is to go do not go together: a folder onto a file, or into a folder that is not there.',
    remedy: 'Name a folder that is there, or the file itself.',
  },
  'file-exists': {
    title: 'The file is there already',
    meaning: 'A command that writes a file for you leaves files that are there as they are.',
    remedy: 'Write to another file, or say --force.',
  },
  'cannot-write': {
    title: 'The file cannot be written',
    meaning: 'Its folder is not there, may not be written to, or is full.',
    remedy: 'Name another file.',
  },
  'nothing-to-watch': {
    title: 'Nothing to watch',
    meaning: 'None of the services has rules under develop.watch, which say what a change of a file does.',
    remedy: 'Add rules to the service whose sources you work on.',
  },
  'watch-without-build': {
    title: 'Nothing to rebuild',
    meaning: 'A watch rule asks to rebuild a service that is not built here.',
    remedy: 'Give the service a build section, or let the rule sync or restart.',
  },
  'watch-no-build': {
    title: 'Watching may not build',
    meaning: 'A watch rule asks to rebuild a service, and --no-build forbids it.',
    remedy: 'Leave out --no-build.',
    example: { kind: 'shell', wrong: 'gantry up --watch --no-build', right: 'gantry up --watch' },
  },
  'watch-mounted': {
    title: 'Watched and mounted',
    meaning:
      'A rule would copy files into a container that sees the very same files through a bind mount. The rule is left out.',
    remedy: 'Keep the mount or the rule, not both.',
  },
  'watch-old-name': {
    title: 'An old name of initial_sync',
    meaning: 'The attribute is taken for what it became later.',
    remedy: 'Write initial_sync.',
  },
  'not-yet': {
    title: 'Not there yet',
    meaning: 'The command is known from Docker Compose, but gantry does not have it yet.',
    remedy: 'Use docker compose for it: it works on the same files and the same containers.',
  },
  internal: {
    title: 'A fault of gantry',
    meaning: 'Something happened that gantry should have handled.',
    remedy: 'Set GANTRY_DEBUG=1 to see where, and report it.',
  },
})
