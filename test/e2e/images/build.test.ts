// Building, as users see it: flags, order, what is built once, what fails, and by which builder.
import { once } from 'node:events'
import { chmod } from 'node:fs/promises'
import { createServer, connect as dial, type Socket } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import {
  type Check,
  CheckFailed,
  containerRunning,
  containersAre,
  docker,
  edit,
  exitCode,
  gantry,
  gantryWith,
  noContainers,
  prints,
  printsExactly,
  replacedContainer,
  scenario,
  shell,
  stderrNames,
  theme,
  untouched,
  warns,
  write,
} from '../dsl/index.ts'
import { printsNothing, registry, registryHolds, setting } from './registry.ts'

const idle = `
    init: true
    stop_grace_period: 0s
    command: sleep 3600`

/** A service whose build runs a command in a layer that nobody else has. */
const built = (name: string, run: string, rest = '') => `
  ${name}:
    build:
      context: .
      dockerfile_inline: |
        FROM gantry/tiny
        ENV UNIQUE=\${PROJECT}
        ${run}
${rest}`

/** The line stands so many times on standard error. */
function warnsTimes(words: string, times: number): Check {
  return {
    title: `${JSON.stringify(words)} is said ${times} times`,
    verify(world) {
      const { stderr = '' } = world.runs.at(-1) ?? {}
      const found = stderr.replaceAll(world.project, '$PROJECT').split(words).length - 1
      if (found !== times) throw new CheckFailed(`it is said ${found} times`)
    },
  }
}

/** Runs gantry; the image afterwards is (or is not) the one from before. */
const moves = (line: string, moved: boolean) =>
  shell(
    `of() { docker inspect -f '{{.Id}}' $PROJECT-web; }; before=$(of); "$0" "$@" ${line}; test "$before" ${moved ? '!=' : '='} "$(of)" && echo as expected`,
    printsExactly('as expected'),
  )

const classic = { environment: { DOCKER_BUILDKIT: '0' } }

/** The engine's BuildKit on a port of its own, as if it were a builder elsewhere. */
const builderOnFreePort = setting('a builder on $FREE_PORT', async world => {
  const open = new Set<Socket>()
  const server = createServer(client => {
    const engine = dial((process.env.DOCKER_HOST ?? '').replace('unix://', ''))
    for (const socket of [client, engine]) {
      open.add(socket)
      socket
        .on('error', () => {})
        .on('close', () => {
          client.destroy()
          engine.destroy()
        })
    }
    engine.write('POST /grpc HTTP/1.1\r\nHost: engine\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n')
    let answer = Buffer.alloc(0)
    engine.on('data', function upgraded(piece) {
      answer = Buffer.concat([answer, piece])
      const end = answer.indexOf('\r\n\r\n')
      if (end === -1) return
      engine.off('data', upgraded)
      client.write(answer.subarray(end + 4))
      engine.pipe(client)
      client.pipe(engine)
    })
  }).listen(Number(world.environment.FREE_PORT), '127.0.0.1')
  await once(server, 'listening')
  world.later.push(async () => {
    server.close()
    for (const socket of open) socket.destroy()
  })
})

theme('build', () => {
  scenario('arguments, cache, quiet', {
    stack: `services:${built('web', 'ARG WORD=none\n        RUN echo word:$$WORD; cat /proc/sys/kernel/random/uuid >/id')}${idle}`,
    steps: [
      gantry('build', warns('word:none'), warns('Image $PROJECT-web Built')),
      moves('build -q', false),
      moves('build -q --no-cache', true),
      gantry('build --build-arg WORD=flag', warns('word:flag')),
      gantryWith({ environment: { WORD: 'shell' } }, 'build --build-arg WORD', warns('word:shell')),
      gantry('build -q', printsNothing),
      gantry('build --progress plain', warns('Image $PROJECT-web Built')),
      gantryWith(classic, 'build --build-arg WORD=old', warns('word:old')),
    ],
  })

  scenario('up, run and create build where they are asked to, and only then', {
    stack: `services:${built('web', 'COPY word /word', idle)}`,
    files: { word: 'one' },
    steps: [
      gantry('up -d', containerRunning('web'), warns('Image $PROJECT-web Built')),
      write('word', 'two'),
      gantry('up -d', untouched('web'), warnsTimes('Building', 0)),
      gantry('run --rm -T web cat /word', printsExactly('one')),
      gantry('run --build --rm -T web cat /word', printsExactly('two'), warnsTimes('Building', 1)),
      gantry('up -d --build', replacedContainer('web')),
      gantry('up -d --build --quiet-build', untouched('web'), warnsTimes('FROM', 0)),
      write('word', 'three'),
      gantry('create --build', replacedContainer('web')),
      gantry('down --rmi local', noContainers),
      gantry('up -d --no-build', exitCode(1), warns('leave out --no-build'), noContainers),
    ],
  })

  scenario('each image once, what another needs first, dependencies where asked', {
    stack: `
services:${built('base', 'RUN echo base >/made', '    image: ${PROJECT}-shared\n')}
  twin:
    image: \${PROJECT}-shared
    build: { context: ., dockerfile_inline: FROM gantry/tiny }
    depends_on: [store]
${built('store', 'RUN echo store', '    pull_policy: build\n    command: "true"')}
${built('web', 'RUN echo web', '    pull_policy: build\n    command: "true"\n    depends_on: [store, other]')}
${built('other', 'RUN echo other', '    pull_policy: build\n    command: "true"\n    depends_on: [store]')}
`,
    steps: [
      gantry('build base twin', warnsTimes('Image $PROJECT-shared Building', 1), warnsTimes('Building', 1)),
      gantry('build web', warnsTimes('Building', 1)),
      gantry('build --with-dependencies web', warnsTimes('Building', 3)),
      gantry(
        'run --build --rm -T web true',
        ...['web', 'store', 'other'].map(name => warnsTimes(`Image $PROJECT-${name} Building`, 1)),
      ),
      gantry(
        'up -d web',
        ...['web', 'store', 'other'].map(name => warnsTimes(`Image $PROJECT-${name} Building`, 1)),
      ),
    ],
  })

  scenario('builds go side by side', {
    // Each waits for the other: one after the other they would never end.
    stack: `
services:${built('one', 'RUN until echo one | nc 127.0.0.1 $FREE_PORT; do sleep 0.1; done', '').replace('context: .', 'context: .\n      network: host')}
${built('two', 'RUN nc -l -p $FREE_PORT', '').replace('context: .', 'context: .\n      network: host')}
`,
    steps: [gantry('build', warns('Image $PROJECT-one Built'), warns('Image $PROJECT-two Built'))],
  })

  for (const [name, environment] of [
    ['BuildKit', {}],
    ['the classic builder', classic.environment],
  ] as const) {
    scenario(`a failing step: its output, and where it stands, by ${name}`, {
      stack:
        'services: { web: { build: { context: ., dockerfile: docker/Web } }, other: { image: gantry/tiny } }',
      files: {
        'docker/Web': 'FROM gantry/tiny\n# why\nENV A=$PROJECT\nRUN echo the cause >&2; \\\n  exit 7\n',
      },
      environment,
      steps: [
        gantry(
          'up -d',
          exitCode(1),
          stderrNames('docker/Web:4:1', 'the build of web failed at docker/Web:4'),
          warns(/the cause/),
          noContainers,
        ),
        gantry('build -q', exitCode(1), stderrNames('docker/Web:4:1'), warns('the cause')),
      ],
    })
  }

  scenario('newer base images, and a push', {
    stack: `
services:
  web:
    image: \${REGISTRY}/\${PROJECT}/web:v1
    build:
      dockerfile_inline: |
        FROM \${REGISTRY}/\${PROJECT}/base
      tags: ["\${REGISTRY}/\${PROJECT}/web:v2"]
  unnamed:
    build: { dockerfile_inline: FROM gantry/tiny }
`,
    steps: [
      registry(),
      docker('tag gantry/tiny $REGISTRY/$PROJECT/base'),
      gantry('build web', warns('Built')),
      gantry('build --pull web', exitCode(1), warns('[build-failed]')),
      docker('push -q $REGISTRY/$PROJECT/base'),
      gantry('build --pull web', registryHolds('base:latest')),
      gantry('build --push', registryHolds('base:latest', 'web:v1', 'web:v2')),
    ],
  })

  scenario('what the builder at hand cannot do is said before anything is built', {
    stack: `services:${built('web', 'RUN cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes || true')}`,
    steps: [
      gantry('build --memory 64m', warns('67108864')),
      ...['--ssh default', '--provenance mode=max', '--sbom true', '--check', '--builder mine'].map(flags =>
        gantryWith(
          classic,
          `build ${flags}`,
          exitCode(1),
          warns("the engine's classic builder cannot do "),
          warns('apt-get install docker-buildx'),
          warns('[build-unsupported]'),
        ),
      ),
      gantry('build --provenance mode=max', exitCode(1), warns('[build-unsupported]')),
    ],
  })

  scenario('of several platforms, the one that the variable asks for', {
    stack: `services:${built('web', 'RUN true').replace('context: .', 'context: .\n      platforms: [linux/arm64, linux/amd64]')}`,
    steps: [
      gantryWith({ environment: { DOCKER_DEFAULT_PLATFORM: 'linux/amd64' } }, 'build', warns('Built')),
      gantryWith(
        { environment: { DOCKER_DEFAULT_PLATFORM: 'windows/amd64' } },
        'build',
        exitCode(1),
        stderrNames(
          'compose.yaml:5:7',
          'does not support value set by DOCKER_DEFAULT_PLATFORM: windows/amd64',
        ),
      ),
    ],
  })

  scenario('--print is what bake takes, without a value of a secret', {
    stack: `
services:${built('base', 'RUN echo base >/made')}
${built('web.ui', 'COPY --from=base /made /').replace('context: .', 'context: .\n      additional_contexts: { base: "service:base" }\n      secrets: [token]')}
secrets:
  token: { environment: TOKEN }
`,
    environment: { TOKEN: 'the-secret-value', BUILDX: process.env.GANTRY_PEER_BUILDX ?? '' },
    unless: process.env.GANTRY_PEER_BUILDX === undefined ? 'docker-buildx is not here' : undefined,
    steps: [
      gantry(
        'build --print',
        prints('"targets": [\n        "base",\n        "web_ui"'),
        prints('"base": "target:base"'),
      ),
      shell(
        '"$0" "$@" build --print >bake.json && ! grep -q the-secret-value bake.json && $BUILDX bake -f bake.json --print',
        prints('"web_ui"'),
      ),
      gantry('build --print base', prints('"targets": [\n        "base"\n')),
    ],
  })

  scenario('the builder that was chosen builds', {
    stack: `services:${built('web', 'RUN true')}`,
    environment: {
      GANTRY_BUILDX: process.env.GANTRY_PEER_BUILDX ?? '',
      GANTRY_PEER: process.env.GANTRY_PEER_BUILDX ?? '',
    },
    unless: process.env.GANTRY_PEER_BUILDX === undefined ? 'docker-buildx is not here' : undefined,
    steps: [
      gantry('build', warns('Built')),
      gantry('build --builder none-of-these', exitCode(1), warns('none-of-these')),
      gantryWith(
        { environment: { BUILDX_BUILDER: 'none-of-these' } },
        'build',
        exitCode(1),
        warns('none-of-these'),
      ),
      write(
        'old-buildx',
        '#!/bin/sh\ncase "$*" in *rawjson*) echo "ERROR: invalid progress value : rawjson" >&2; exit 1;; esac\nexec $GANTRY_PEER "$@"\n',
      ),
      setting('old-buildx may be run', world => chmod(join(world.folder, 'old-buildx'), 0o755)),
      gantryWith(
        { environment: { GANTRY_BUILDX: './old-buildx' } },
        'build',
        warns('naming to'),
        warns('Built'),
      ),
      builderOnFreePort,
      shell(
        '$GANTRY_BUILDX create --name $PROJECT-builder --driver remote tcp://127.0.0.1:$FREE_PORT && $GANTRY_BUILDX use $PROJECT-builder',
      ),
      // It builds, and cannot hand an image out: so much of it the engine's own does not say.
      gantry('build', exitCode(1), warns('exporter "docker" could not be found')),
      gantry('build --builder default', warns('Built')),
      edit('compose.yaml', 'context: .', 'context: .\n      ulimits: { nofile: 99 }'),
      // The engine's own would ignore it, and has a stand-in; the chosen one is asked.
      gantry('build', exitCode(1), warns('exporter "docker" could not be found')),
      gantryWith({ environment: { BUILDX_BUILDER: 'default' } }, 'build', warns('Built')),
    ],
  })

  scenario('a context of more than the Dockerfile asks for', {
    stack: `services:${built('web', 'COPY . /app\n        RUN find /app | sort | tr "\\\\n" " "')}`,
    files: {
      'src/a': 'a',
      'src/b.log': 'b',
      '.dockerignore': '*.log\n**/*.log\n*.yaml\n.dockerignore\n',
      'run.sh': '#!/bin/sh\n',
    },
    steps: [
      setting('run.sh may be run', world => chmod(join(world.folder, 'run.sh'), 0o755)),
      gantry('build', warns('/app /app/run.sh /app/src /app/src/a')),
      gantryWith(classic, 'build --no-cache', warns('/app /app/run.sh /app/src /app/src/a')),
      gantry('up -d', containersAre('web-1')),
    ],
  })
})
