// Problem codes of composing: merging, extends, include, canonical forms, and what does not fit together.
import { defineCodes } from '../code-entry.ts'

export const composeCodes = defineCodes({
  'bad-port': {
    title: 'Port that cannot be read',
    meaning: 'The port is not of a form that ports have, or above 65535.',
    remedy: 'Write "HOST:CONTAINER", such as "8080:80", in quotes.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    ports: ["80800:80"]\n',
      right: 'services:\n  web:\n    image: nginx\n    ports: ["8080:80"]\n',
    },
  },
  'random-port': {
    title: 'Random host port',
    meaning: 'A variable left the host port empty, so the engine picks a random one.',
    remedy: 'Set the variable, or give it a default.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    ports: ["${PORT}:80"]\n',
      right: 'services:\n  web:\n    image: nginx\n    ports: ["${PORT:-8080}:80"]\n',
    },
  },
  'bad-mount': {
    title: 'Mount that cannot be read',
    meaning:
      'The mount has an empty part, too many colons, or lacks its source or target. Often a variable is unset.',
    remedy: 'Write "SOURCE:TARGET" or "SOURCE:TARGET:ro", and set the variables in it.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    volumes: ["${DATA_DIR}:/data"]\n',
      right: 'services:\n  web:\n    image: nginx\n    volumes: ["${DATA_DIR:-./data}:/data"]\n',
    },
  },
  'unknown-mount-mode': {
    title: 'Unknown mode of a mount',
    meaning: 'The part after the second colon has a word that means nothing; it is passed over.',
    remedy: 'Use ro, rw, z, Z, nocopy or a propagation.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    volumes: ["./data:/data:readonly"]\n',
      right: 'services:\n  web:\n    image: nginx\n    volumes: ["./data:/data:ro"]\n',
    },
  },
  'drive-letter': {
    title: 'Single letter read as a drive',
    meaning:
      'A single letter before a colon is read as a Windows drive, so no volume of that name is mounted.',
    remedy: 'Give the volume a longer name, or write the long form.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    volumes: ["a:/data"]\n',
      right:
        'services:\n  web:\n    image: nginx\n    volumes:\n      - {type: volume, source: a, target: /data}\nvolumes:\n  a:\n',
    },
  },
  'bad-device': {
    title: 'Device that cannot be read',
    meaning: 'The device is not of the form HOST:CONTAINER:PERMISSIONS.',
    remedy: 'Write that form, or a map with source and target.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    devices: ["/dev/a:/dev/b:rwm:x"]\n',
      right: 'services:\n  web:\n    image: nginx\n    devices: ["/dev/a:/dev/b:rwm"]\n',
    },
  },
  'bad-size': {
    title: 'Size that cannot be read',
    meaning: 'A size is a number of bytes, or a number with b, k, m or g.',
    remedy: 'Write a number with a unit, such as 512m.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    mem_limit: lots\n',
      right: 'services:\n  web:\n    image: nginx\n    mem_limit: 512m\n',
    },
  },
  'fraction-of-a-byte': {
    title: 'Fraction of a byte',
    meaning: 'A size without a unit is in bytes, and a fraction of one means nothing; it is cut off.',
    remedy: 'Write a unit.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    mem_limit: 1.5\n',
      right: 'services:\n  web:\n    image: nginx\n    mem_limit: 1.5g\n',
    },
  },
  'bad-number': {
    title: 'Number that cannot be read',
    meaning: 'The value must be a number, and is not.',
    remedy: 'Write a plain number.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    deploy: {resources: {limits: {cpus: two}}}\n',
      right: 'services:\n  web:\n    image: nginx\n    deploy: {resources: {limits: {cpus: 2}}}\n',
    },
  },
  'bad-mode': {
    title: 'File mode that cannot be read',
    meaning: 'A file mode is an octal number.',
    remedy: 'Write it in octal and in quotes, such as "0440".',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    volumes:\n      - {type: tmpfs, target: /run, tmpfs: {mode: "rwx"}}\n',
      right:
        'services:\n  web:\n    image: nginx\n    volumes:\n      - {type: tmpfs, target: /run, tmpfs: {mode: "0700"}}\n',
    },
  },
  'bad-command': {
    title: 'Command that cannot be split',
    meaning:
      'A command written as one text is split into words as a shell splits it, and this one cannot be.',
    remedy: 'Close the quotes, or write a list of words.',
    example: {
      kind: 'stack',
      wrong: "services:\n  web:\n    image: nginx\n    command: echo 'hello\n",
      right: "services:\n  web:\n    image: nginx\n    command: echo 'hello'\n",
    },
  },
  'command-cut': {
    title: 'Command cut short',
    meaning: 'No shell runs the command: words end at an unquoted &, |, ;, < or >, and the rest is dropped.',
    remedy: 'Quote the sign where it is an argument, or run a shell.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    command: migrate && serve\n',
      right: 'services:\n  web:\n    image: nginx\n    command: ["sh", "-c", "migrate && serve"]\n',
    },
  },
  'bad-host': {
    title: 'Host line that cannot be read',
    meaning: 'A line of extra_hosts is a host and its address.',
    remedy: 'Write host=address.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    extra_hosts: [db]\n',
      right: 'services:\n  web:\n    image: nginx\n    extra_hosts: ["db=10.0.0.5"]\n',
    },
  },
  'bad-variable-name': {
    title: 'Blank in the name of a variable',
    meaning: 'The name of a variable ends with a blank, so no program finds it.',
    remedy: 'Write NAME=value without blanks around the =.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    environment: ["DEBUG =1"]\n',
      right: 'services:\n  web:\n    image: nginx\n    environment: ["DEBUG=1"]\n',
    },
  },
  'bad-health-test': {
    title: 'Health check of an unknown kind',
    meaning: 'A health check written as a list starts with CMD, CMD-SHELL or NONE.',
    remedy: 'Put one of them first, or write one text.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    healthcheck: {test: [curl, localhost]}\n',
      right: 'services:\n  web:\n    image: nginx\n    healthcheck: {test: [CMD, curl, localhost]}\n',
    },
  },
  'count-and-ids': {
    title: 'count and device_ids together',
    meaning: 'A request for devices says how many or which, not both.',
    remedy: 'Keep one of them.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    gpus: [{count: 1, device_ids: ["0"]}]\n',
      right: 'services:\n  web:\n    image: nginx\n    gpus: [{count: 1}]\n',
    },
  },
  'merge-mismatch': {
    title: 'Values that cannot be merged',
    meaning: 'A later file gives a value of another kind than the earlier one, such as a list for a map.',
    remedy: 'Write both in the same form, or replace the earlier one with !override.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    deploy: {placement: {constraints: [a==b]}}\n---\nservices:\n  web:\n    deploy: {placement: {constraints: {a: b}}}\n',
      right:
        'services:\n  web:\n    image: nginx\n    deploy: {placement: {constraints: [a==b]}}\n---\nservices:\n  web:\n    deploy: {placement: {constraints: [c==d]}}\n',
    },
  },
  'idle-reset': {
    title: 'Reset without effect',
    meaning:
      'A !reset takes out what an earlier file, an include or an extended service says; nothing of them says this.',
    remedy: 'Correct the path, or remove the line.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    ports: !reset []\n',
      right: 'services:\n  web:\n    image: nginx\n    expose: ["80"]\n',
    },
  },
  'no-such-base': {
    title: 'Nothing to extend',
    meaning: "The service that is to be extended, or its file's services, do not exist.",
    remedy: 'Correct the name or the file.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    extends: bas\n  base:\n    image: nginx\n',
      right: 'services:\n  web:\n    image: nginx\n    extends: base\n  base:\n    image: nginx\n',
    },
  },
  'extends-cycle': {
    title: 'Services that extend each other',
    meaning: 'Following extends leads back to where it started.',
    remedy: 'Move what they share to a service that extends none of them.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  a: {extends: b, image: nginx}\n  b: {extends: a, image: nginx}\n',
      right:
        'services:\n  a: {extends: common, image: nginx}\n  b: {extends: common, image: nginx}\n  common: {image: nginx}\n',
    },
  },
  'include-cycle': {
    title: 'Files that include each other',
    meaning: 'Following include leads back to where it started.',
    remedy: 'Take one of the includes out.',
    example: {
      kind: 'stack',
      wrong: 'include: [compose.yaml]\nservices:\n  web:\n    image: nginx\n',
      right: 'services:\n  web:\n    image: nginx\n',
    },
  },
  'too-many-includes': {
    title: 'Too many includes',
    meaning: 'More files are included than any stack needs; they may include each other over and over.',
    remedy: 'Look for includes that repeat.',
  },
  'include-conflict': {
    title: 'Two includes define one name',
    meaning:
      'Two includes define the same service, network, volume, secret or config in different ways; the earlier one is laid over the later.',
    remedy: 'Rename one of them, or keep the definition in one file.',
    example: {
      kind: 'stack',
      wrong: 'include: [a.yaml, b.yaml]\n',
      right: 'include: [a.yaml]\n',
      files: {
        'a.yaml': 'services:\n  web: {image: nginx}\n',
        'b.yaml': 'services:\n  web: {image: httpd}\n',
      },
    },
  },
  'obsolete-version': {
    title: 'version has no meaning',
    meaning: 'The top-level version chose a format once; every file is read by the one specification today.',
    remedy: 'Remove the line.',
    example: {
      kind: 'stack',
      wrong: "version: '3'\nservices:\n  web:\n    image: nginx\n",
      right: 'services:\n  web:\n    image: nginx\n',
    },
  },
  'external-name': {
    title: 'external.name is out of use',
    meaning: 'The name of an external resource is said by name beside external: true.',
    remedy: 'Write external: true and name.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    networks: [front]\nnetworks:\n  front: {external: {name: outside}}\n',
      right:
        'services:\n  web:\n    image: nginx\n    networks: [front]\nnetworks:\n  front: {external: true, name: outside}\n',
    },
  },
  'name-twice': {
    title: 'Two names for one resource',
    meaning: 'name and external.name say different names.',
    remedy: 'Keep name.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    networks: [front]\nnetworks:\n  front: {name: one, external: {name: two}}\n',
      right:
        'services:\n  web:\n    image: nginx\n    networks: [front]\nnetworks:\n  front: {name: one, external: true}\n',
    },
  },
  'external-with-settings': {
    title: 'External, yet described',
    meaning: 'A resource that exists already is not created, so it takes no settings.',
    remedy: 'Remove the settings, or external: true.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    volumes: ["data:/data"]\nvolumes:\n  data: {external: true, driver: local}\n',
      right:
        'services:\n  web:\n    image: nginx\n    volumes: ["data:/data"]\nvolumes:\n  data: {external: true}\n',
    },
  },
  'no-source': {
    title: 'Secret or config from nowhere',
    meaning: 'A secret or config comes from a file, a variable or the text itself, or exists already.',
    remedy: 'Say where it comes from.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    secrets: [key]\nsecrets:\n  key: {}\n',
      right: 'services:\n  web:\n    image: nginx\n    secrets: [key]\nsecrets:\n  key: {environment: KEY}\n',
      environment: { KEY: 'secret' },
    },
  },
  'source-twice': {
    title: 'Secret or config from two places',
    meaning: 'A secret or config comes from one place only.',
    remedy: 'Keep one of them.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    secrets: [key]\nsecrets:\n  key: {file: ./key, environment: KEY}\n',
      right: 'services:\n  web:\n    image: nginx\n    secrets: [key]\nsecrets:\n  key: {environment: KEY}\n',
      environment: { KEY: 'secret' },
    },
  },
  'undefined-network': {
    title: 'Undefined network',
    meaning: 'A service joins a network that no file defines.',
    remedy: 'Define the network at the top level, or correct the name.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    networks: [front]\n',
      right: 'services:\n  web:\n    image: nginx\n    networks: [front]\nnetworks:\n  front:\n',
    },
  },
  'undefined-volume': {
    title: 'Undefined volume',
    meaning: 'A service mounts a named volume that no file defines.',
    remedy: 'Define the volume at the top level; a folder of the host starts with ./ or /.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    volumes: ["data:/data"]\n',
      right: 'services:\n  web:\n    image: nginx\n    volumes: ["data:/data"]\nvolumes:\n  data:\n',
    },
  },
  'undefined-secret': {
    title: 'Undefined secret',
    meaning: 'A service uses a secret that no file defines.',
    remedy: 'Define the secret at the top level, or correct the name.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    secrets: [key]\n',
      right: 'services:\n  web:\n    image: nginx\n    secrets: [key]\nsecrets:\n  key: {environment: KEY}\n',
      environment: { KEY: 'secret' },
    },
  },
  'undefined-config': {
    title: 'Undefined config',
    meaning: 'A service uses a config that no file defines.',
    remedy: 'Define the config at the top level, or correct the name.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    configs: [site]\n',
      right: 'services:\n  web:\n    image: nginx\n    configs: [site]\nconfigs:\n  site: {content: hello}\n',
    },
  },
  'undefined-model': {
    title: 'Undefined model',
    meaning: 'A service uses a model that no file defines.',
    remedy: 'Define the model at the top level, or correct the name.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    models: [chat]\n',
      right:
        'services:\n  web:\n    image: nginx\n    models: [chat]\nmodels:\n  chat: {model: ai/smollm2}\n',
    },
  },
  'dependency-disabled': {
    title: 'Dependency in an inactive profile',
    meaning: 'A service depends on one that its profiles leave out.',
    remedy: 'Enable the profile, or write required: false.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    depends_on: [db]\n  db:\n    image: postgres\n    profiles: [data]\n',
      right:
        'services:\n  web:\n    image: nginx\n    depends_on: {db: {condition: service_started, required: false}}\n  db:\n    image: postgres\n    profiles: [data]\n',
    },
  },
  'dependency-cycle': {
    title: 'Services that wait for each other',
    meaning: 'Following the dependencies leads back to where it started, so none could start.',
    remedy: 'Drop one of the dependencies.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  a: {image: nginx, depends_on: [b]}\n  b: {image: nginx, depends_on: [a]}\n',
      right: 'services:\n  a: {image: nginx, depends_on: [b]}\n  b: {image: nginx}\n',
    },
  },
  'no-image': {
    title: 'Neither image nor build',
    meaning: 'A service needs an image, or something to build one from.',
    remedy: 'Add image or build.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    command: serve\n',
      right: 'services:\n  web:\n    image: nginx\n    command: serve\n',
    },
  },
  'dockerfile-twice': {
    title: 'dockerfile and dockerfile_inline together',
    meaning: 'A build reads its Dockerfile from a file or from the stack file, not both.',
    remedy: 'Keep one of them.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    build: {dockerfile: Dockerfile, dockerfile_inline: FROM nginx}\n',
      right: 'services:\n  web:\n    build: {dockerfile_inline: FROM nginx}\n',
    },
  },
  'platform-not-built': {
    title: 'Platform that is not built',
    meaning: 'The service runs on a platform for which its image is not built.',
    remedy: 'Add the platform to build.platforms.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    platform: linux/arm64\n    build: {context: ., platforms: [linux/amd64]}\n',
      right:
        'services:\n  web:\n    platform: linux/arm64\n    build: {context: ., platforms: [linux/amd64, linux/arm64]}\n',
    },
  },
  'network-mode-with-networks': {
    title: 'network_mode and networks together',
    meaning: 'A service has networks of the stack, or another network mode, not both.',
    remedy: 'Keep one of them.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  web:\n    image: nginx\n    network_mode: host\n    networks: [front]\nnetworks:\n  front:\n',
      right: 'services:\n  web:\n    image: nginx\n    networks: [front]\nnetworks:\n  front:\n',
    },
  },
  'container-name-with-replicas': {
    title: 'A fixed name for several containers',
    meaning: 'container_name gives one name, and several replicas need one each.',
    remedy: 'Remove container_name or the count.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    container_name: web_1\n    scale: 2\n',
      right: 'services:\n  web:\n    image: nginx\n    scale: 2\n',
    },
  },
  'container-name-twice': {
    title: 'One container name twice',
    meaning: 'Two services want the same container name; the engine makes the first and refuses the second.',
    remedy: 'Give each its own name.',
    example: {
      kind: 'stack',
      wrong:
        'services:\n  a: {image: nginx, container_name: one}\n  b: {image: nginx, container_name: one}\n',
      right:
        'services:\n  a: {image: nginx, container_name: one}\n  b: {image: nginx, container_name: two}\n',
    },
  },
  'two-values': {
    title: 'Two values for one thing',
    meaning: 'An attribute and its counterpart under deploy say different things.',
    remedy: 'Keep one of them, or make them equal.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    scale: 2\n    deploy: {replicas: 3}\n',
      right: 'services:\n  web:\n    image: nginx\n    deploy: {replicas: 3}\n',
    },
  },
  'watch-without-target': {
    title: 'Watch rule without target',
    meaning: 'A rule that syncs files needs to know where they go in the container.',
    remedy: 'Add target.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    develop: {watch: [{path: ./src, action: sync}]}\n',
      right:
        'services:\n  web:\n    image: nginx\n    develop: {watch: [{path: ./src, action: sync, target: /src}]}\n',
    },
  },
  'service-file-not-found': {
    title: 'Missing env file or label file',
    meaning: 'A service names a file of variables or labels that does not exist.',
    remedy: 'Create the file, correct the path, or write required: false.',
    example: {
      kind: 'stack',
      wrong: 'services:\n  web:\n    image: nginx\n    env_file: [missing.env]\n',
      right: 'services:\n  web:\n    image: nginx\n    env_file: [{path: missing.env, required: false}]\n',
    },
  },
})
