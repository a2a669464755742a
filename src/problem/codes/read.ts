// Problem codes of reading: files, their text, YAML, variables, env files, the project's name.
import { defineCodes } from '../code-entry.ts'

const service = (lines: string): string => `services:\n  web:\n    image: nginx\n${lines}`

export const readCodes = defineCodes({
  'file-not-found': {
    title: 'File not found',
    meaning:
      'A file that was named on the command line, in the environment or in another file does not exist.',
    remedy:
      'Correct the path, or create the file. Paths are relative to the folder of the file that names them.',
    example: {
      kind: 'shell',
      wrong: 'gantry -f composse.yaml config',
      right: 'gantry -f compose.yaml config',
    },
  },
  'no-stack-file': {
    title: 'No stack file',
    meaning:
      'No file was named, and neither this folder nor any folder above it holds one of the default names: compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml, stack.yaml, stack.yml.',
    remedy: 'Change to the folder that holds the file, name it with -f, or create a compose.yaml.',
    example: { kind: 'shell', wrong: 'cd /tmp && gantry up', right: 'gantry -f ~/shop/compose.yaml up' },
  },
  'several-stack-files': {
    title: 'Several default files',
    meaning:
      'The folder holds more than one file of a default name. The first is used, the others are not read.',
    remedy: 'Remove the one that is out of date, or name the files that you mean with -f.',
    example: {
      kind: 'shell',
      wrong: 'touch compose.yaml docker-compose.yml',
      right: 'rm docker-compose.yml',
    },
  },
  'not-a-file': {
    title: 'Not a file',
    meaning:
      'What stands at the path is a folder, a device, a socket or a pipe, not a file that can be read.',
    remedy: 'Name a file.',
    example: { kind: 'shell', wrong: 'gantry -f ./shop up', right: 'gantry -f ./shop/compose.yaml up' },
  },
  'file-unreadable': {
    title: 'File cannot be read',
    meaning: 'The file is there, but the system does not let it be read.',
    remedy: 'Look at its permissions.',
  },
  'file-too-large': {
    title: 'File too large',
    meaning: 'The file is so large that it can hardly be what it is meant to be, so it is not read.',
    remedy: 'See that the path names the right file.',
  },
  'bad-encoding': {
    title: 'Not UTF-8 text',
    meaning: 'The file holds bytes that are not UTF-8: it has another encoding, or is no text at all.',
    remedy: 'Save the file as UTF-8.',
  },
  'control-character': {
    title: 'Control character',
    meaning: 'The text holds a character that YAML does not allow, such as NUL.',
    remedy: 'Remove it, or write it as an escape such as "\\x00" in double quotes.',
    example: {
      kind: 'stack',
      wrong: service('    hostname: "a\u0001b"\n'),
      right: service('    hostname: "ab"\n'),
    },
  },
  'yaml-syntax': {
    title: 'YAML syntax',
    meaning: 'The text breaks a rule of YAML at this place.',
    remedy: 'The message says what stands there and what is wanted.',
    example: {
      kind: 'stack',
      wrong: service('    command: @daily\n'),
      right: service('    command: "@daily"\n'),
    },
  },
  'yaml-tab': {
    title: 'Tab in the indentation',
    meaning: 'YAML is indented with spaces; a tab has no width that all readers agree on, so it is refused.',
    remedy: 'Replace the tab with spaces; most editors can do that for the whole file.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n\timage: nginx\n',
      right: service(''),
    },
  },
  'yaml-indentation': {
    title: 'Bad indentation',
    meaning: 'The line stands neither at the level of the lines before it nor below one of them.',
    remedy: 'Move the line to the column of its siblings.',
    example: {
      kind: 'stack',
      wrong: service('   command: sleep 1\n'),
      right: service('    command: sleep 1\n'),
    },
  },
  'yaml-colon': {
    title: 'Colon missing or one too many',
    meaning: 'A key needs a colon and a space; a value with a colon and a space in it needs quotes.',
    remedy: 'Write key: value, and put quotes around a value that holds ": ".',
    example: {
      kind: 'stack',
      wrong: service('    command: echo note: done\n'),
      right: service('    command: "echo note: done"\n'),
    },
  },
  'yaml-unclosed': {
    title: 'Quote or bracket not closed',
    meaning:
      'A quote or bracket was opened and never closed, so the rest of the file was read as its content.',
    remedy: 'Close it, or remove the opening one.',
    example: {
      kind: 'stack',
      wrong: service('    command: ["sleep", "1"\n'),
      right: service('    command: ["sleep", "1"]\n'),
    },
  },
  'duplicate-key': {
    title: 'Key given twice',
    meaning: 'A map holds the same key twice, so one of the two values would be lost.',
    remedy: 'Remove one, or join their values.',
    example: {
      kind: 'stack',
      wrong: service('    ports: ["80:80"]\n    ports: ["443:443"]\n'),
      right: service('    ports: ["80:80", "443:443"]\n'),
    },
  },
  'non-string-key': {
    title: 'Key that is no text',
    meaning: 'Keys must be text; a bare number, true, false or null is not, and neither is a list or a map.',
    remedy: 'Put quotes around the key.',
    example: {
      kind: 'stack',
      wrong: service('    labels:\n      1: one\n'),
      right: service('    labels:\n      "1": one\n'),
    },
  },
  'unknown-alias': {
    title: 'Unknown alias',
    meaning: 'An alias (*name) refers to an anchor (&name) that does not stand before it.',
    remedy: 'Correct the name, or move the anchor up. A text that starts with * needs quotes.',
    example: {
      kind: 'stack',
      wrong: 'x-base: &base\n  restart: always\nservices:\n  web:\n    <<: *bse\n    image: nginx\n',
      right: 'x-base: &base\n  restart: always\nservices:\n  web:\n    <<: *base\n    image: nginx\n',
    },
  },
  'alias-cycle': {
    title: 'Alias within its own anchor',
    meaning: 'An alias stands inside of the value that it refers to, which would never end.',
    remedy: 'Refer to another anchor.',
    example: {
      kind: 'stack',
      wrong: 'x-base: &base\n  below: *base\nservices:\n  web:\n    image: nginx\n',
      right: 'x-base: &base\n  restart: always\nservices:\n  web:\n    <<: *base\n    image: nginx\n',
    },
  },
  'too-many-aliases': {
    title: 'Too many aliases',
    meaning: 'Aliases of aliases make the file many times larger than it looks, as a known attack does.',
    remedy: 'Use fewer aliases, or write the values out.',
  },
  'too-deep': {
    title: 'Nested too deeply',
    meaning: 'Maps and lists stand within each other deeper than any stack needs.',
    remedy: 'Look for brackets that are opened and not closed.',
  },
  'bad-merge-key': {
    title: 'Bad merge key',
    meaning: 'A merge key (<<) takes a map or a list of maps, mostly as aliases, and stands once in a map.',
    remedy: 'Give it a map; several go into one list: <<: [*a, *b].',
    example: {
      kind: 'stack',
      wrong:
        'x-a: &a\n  restart: always\nx-b: &b\n  init: true\nservices:\n  web:\n    <<: *a\n    <<: *b\n    image: nginx\n',
      right:
        'x-a: &a\n  restart: always\nx-b: &b\n  init: true\nservices:\n  web:\n    <<: [*a, *b]\n    image: nginx\n',
    },
  },
  'unknown-tag': {
    title: 'Unknown tag',
    meaning:
      'A value has a tag (!name) that means nothing here. It is ignored, and the value is taken as it is.',
    remedy: 'Remove it; known tags are !reset and !override. A text that starts with ! needs quotes.',
    example: {
      kind: 'stack',
      wrong: service('    ports: !rest []\n'),
      right: service('    ports: !reset []\n'),
    },
  },
  'bad-template': {
    title: 'Bad variable reference',
    meaning: 'A $ starts a variable, and what follows is not one.',
    remedy:
      'Write $NAME or ${NAME}, with a default ${NAME:-value} if need be; a dollar that is meant so is $$.',
    example: {
      kind: 'stack',
      wrong: service('    hostname: ${my.host}\n'),
      right: service('    hostname: ${MY_HOST:-web}\n'),
    },
  },
  'variable-unset': {
    title: 'Variable not set',
    meaning: 'A variable is used and has no value; an empty text takes its place.',
    remedy: 'Set it in the environment or in .env, or give a default: ${NAME:-value}, ${NAME:-} for none.',
    example: {
      kind: 'stack',
      wrong: service('    hostname: ${WEB_HOST}\n'),
      right: service('    hostname: ${WEB_HOST:-web}\n'),
    },
  },
  'variable-required': {
    title: 'Required variable not set',
    meaning: 'The file says that a variable must have a value (${NAME:?message}), and it has none.',
    remedy: 'Set it in the environment or in .env.',
    example: {
      kind: 'stack',
      wrong: service('    hostname: ${WEB_HOST:?say where}\n'),
      right: service('    hostname: ${WEB_HOST:-web}\n'),
    },
  },
  'bad-cast': {
    title: 'Text that is no number or boolean',
    meaning: 'The key takes a number or a boolean, and the text, often what a variable held, is neither.',
    remedy: 'Correct the text or the variable.',
    example: {
      kind: 'stack',
      wrong: service('    privileged: "maybe"\n'),
      right: service('    privileged: true\n'),
    },
  },
  'legacy-boolean': {
    title: 'Boolean of old',
    meaning:
      'The words y, yes, on, n, no and off are plain text in YAML today; at this key they are taken for a boolean.',
    remedy: 'Write true or false.',
    example: { kind: 'stack', wrong: service('    tty: yes\n'), right: service('    tty: true\n') },
  },
  'env-file-syntax': {
    title: 'Bad line in an env file',
    meaning: 'A line of an env file is neither NAME=value, nor a bare NAME, nor a comment.',
    remedy: 'Write NAME=value; put quotes around a value with spaces, # or line breaks.',
    example: { kind: 'shell', wrong: 'echo "MY KEY=1" > .env', right: 'echo "MY_KEY=1" > .env' },
  },
  'bad-setting': {
    title: 'Bad value of a COMPOSE_ variable',
    meaning: 'A variable that steers gantry holds a value that it cannot take.',
    remedy: 'Correct it, or unset it.',
    example: {
      kind: 'shell',
      wrong: 'COMPOSE_DISABLE_ENV_FILE=maybe gantry config',
      right: 'COMPOSE_DISABLE_ENV_FILE=true gantry config',
    },
  },
  'bad-project-name': {
    title: 'Bad project name',
    meaning:
      'A project name has lower-case letters, digits, dashes and underscores, and starts with a letter or digit.',
    remedy: 'Choose such a name.',
    example: { kind: 'shell', wrong: 'gantry -p "My Shop" up', right: 'gantry -p my-shop up' },
  },
  'project-name-changed': {
    title: 'Project name changed',
    meaning: 'The name in the file has characters that project names cannot have; they are left out.',
    remedy: 'Write the name as the message says, so that it is the one that you see elsewhere.',
    example: {
      kind: 'stack',
      wrong: `name: My Shop\n${service('')}`,
      right: `name: my-shop\n${service('')}`,
    },
  },
})
