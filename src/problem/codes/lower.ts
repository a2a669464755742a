// Problem codes of what this engine or platform cannot do, and values that cannot be lowered.
import { defineCodes } from '../code-entry.ts'

export const lowerCodes = defineCodes({
  'engine-too-old': {
    title: 'The engine is too old',
    meaning: 'The stack asks for something that this engine version does not have. Nothing is created.',
    remedy: 'Upgrade the engine to the version that the message names, or leave the attribute out.',
  },
  'start-period-missing': {
    title: 'A start interval without a start period',
    meaning:
      'start_interval is how often health is checked during start_period, so without that period it would never count. Nothing is created.',
    remedy: 'Add healthcheck.start_period, or leave start_interval out.',
  },
  'attribute-ignored': {
    title: 'An attribute has no effect here',
    meaning:
      'This engine, or an engine outside Swarm, does not do what the attribute asks for. The stack comes up without it.',
    remedy: 'Remove the attribute, or use the one that the message names.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    deploy: {restart_policy: {condition: on-failure, delay: 5s}}\n',
      right: 'services:\n  web:\n    image: nginx\n    deploy: {restart_policy: {condition: on-failure}}\n',
    },
  },
  'platform-only': {
    title: 'Only another platform has this',
    meaning: 'The attribute exists only on engines of another operating system. Nothing is created.',
    remedy: 'Remove it, or run the service on such an engine.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    volumes: [{type: npipe, source: data, target: /data}]\n',
      right:
        'services:\n  web:\n    image: nginx\n    volumes: [{type: bind, source: /srv/data, target: /data}]\n',
    },
  },
  'swarm-only': {
    title: 'Only Swarm has this',
    meaning: 'The attribute exists only for services of a Swarm. Nothing is created.',
    remedy: 'Use what the message names instead.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    volumes: [{type: cluster, source: data, target: /data}]\nvolumes:\n  data:\n',
      right:
        'services:\n  web:\n    image: nginx\n    volumes: [{type: volume, source: data, target: /data}]\nvolumes:\n  data:\n',
    },
  },
  'models-unsupported': {
    title: 'Models are not run',
    meaning: 'The service asks for an AI model to be run beside it, which gantry does not do.',
    remedy: 'Run the model as a service of the stack, and pass its address in environment.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    models: [chat]\nmodels:\n  chat: {model: ai/smollm2}\n',
      right:
        'services:\n  web:\n    image: nginx\n    environment: {CHAT_URL: "http://chat:8080"}\n  chat:\n    image: ghcr.io/ggml-org/llama.cpp:server\n',
    },
  },
  'external-file': {
    title: 'An external secret or config outside Swarm',
    meaning: 'Secrets and configs that the engine keeps can be mounted by Swarm services only.',
    remedy: 'Give the secret or config a file, an environment variable or inline content.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    secrets: [key]\nsecrets:\n  key: {external: true}\n',
      right: 'services:\n  web:\n    image: nginx\n    secrets: [key]\nsecrets:\n  key: {environment: KEY}\n',
      environment: { KEY: 'secret' },
    },
  },
  'file-without-source': {
    title: 'A secret or config without content',
    meaning: 'It names no file, no environment variable and no content, so there is nothing to mount.',
    remedy: 'Give it a file, an environment variable or, for a config, content.',
  },
  'unset-file-variable': {
    title: 'The variable of a secret or config is not set',
    meaning: 'Its content comes from an environment variable that does not exist.',
    remedy: 'Set the variable, or use a file.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    secrets: [key]\nsecrets:\n  key: {environment: KEY}\n',
      right: 'services:\n  web:\n    image: nginx\n    secrets: [key]\nsecrets:\n  key: {file: ./key.txt}\n',
      files: { 'key.txt': 'secret' },
    },
  },
  'mounted-file-not-found': {
    title: 'The file of a secret or config is missing',
    meaning: 'The file does not exist or cannot be read, so the service would start without it.',
    remedy: 'Create the file, or correct its path.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    secrets: [key]\nsecrets:\n  key: {file: ./kei.txt}\n',
      right: 'services:\n  web:\n    image: nginx\n    secrets: [key]\nsecrets:\n  key: {file: ./key.txt}\n',
      files: { 'key.txt': 'secret' },
    },
  },
  'uncopyable-file': {
    title: 'A secret or config cannot be copied into the container',
    meaning:
      "Its content has to be copied in, but the container's root is read-only or a tmpfs covers the target at start.",
    remedy: "Use a file on the engine's host, which is bound, or another target.",
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    read_only: true\n    configs: [site]\nconfigs:\n  site: {content: hello}\n',
      right:
        'services:\n  web:\n    image: nginx\n    read_only: true\n    configs: [site]\nconfigs:\n  site: {file: ./site.conf}\n',
      files: { 'site.conf': 'hello' },
    },
  },
  'unreadable-profile': {
    title: 'A seccomp profile cannot be read',
    meaning: 'security_opt names a profile file that does not exist or cannot be read.',
    remedy: 'Create the file, correct its path, or write seccomp=unconfined.',
  },
  'conflicting-limits': {
    title: 'Limits that cannot be used together',
    meaning: 'The engine refuses a container with these limits side by side. Nothing is created.',
    remedy: 'Keep one of them, or correct the values as the message says.',
  },
})
