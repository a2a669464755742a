// Images between machines: built and pushed here, pulled and run there, against a real registry.
import {
  containerRunning,
  containersAre,
  docker,
  edit,
  exitCode,
  gantry,
  noContainers,
  noNetworks,
  nothingChanged,
  planIsEmpty,
  prints,
  printsExactly,
  printsInside,
  replacedContainer,
  sameContainer,
  scenario,
  stderrNames,
  theme,
  untouched,
  warns,
} from '../dsl/index.ts'
import { elsewhere, imagesAre, printsNothing, registry, registryHolds } from './registry.ts'

const idle = `
    init: true
    stop_grace_period: 0s
    command: sleep 3600`

const made = (name: string) => `
    image: \${REGISTRY}/\${PROJECT}/${name}:v1
    build:
      dockerfile_inline: |
        FROM gantry/tiny
        RUN echo ${name} of \${PROJECT} >/who${idle}`

const stack = `
services:
  web:${made('web')}
    depends_on: [store]
  store:${made('store')}
  plain:
    image: gantry/tiny${idle}
`

/** Of what is built here, only the image. */
const named = (name: string, rest = '') => `
  ${name}:
    image: \${REGISTRY}/\${PROJECT}/${name}:v1${idle}
${rest}`

theme('a registry', () => {
  scenario('built and pushed here, pulled and run there', {
    stack,
    steps: [
      registry(),
      gantry('build -q', printsNothing, imagesAre('store:v1', 'web:v1')),
      gantry('push web', registryHolds('web:v1'), warns(' web Pushed ')),
      gantry('push -q --include-deps web', printsNothing, registryHolds('store:v1', 'web:v1')),
      elsewhere,
      gantry('pull -q web', printsNothing, imagesAre('web:v1')),
      gantry('pull --include-deps web', imagesAre('store:v1', 'web:v1'), warns(/store:v1 Pulled/)),
      gantry(
        'up -d --no-build --quiet-pull',
        containersAre('plain-1', 'store-1', 'web-1'),
        printsInside('web', ['cut', '-c-10', '/who'], 'web of e2e'),
        planIsEmpty(),
      ),
      gantry(
        'run --rm -T --no-deps store cat /who',
        printsExactly('store of $PROJECT'),
        untouched('web', 'store'),
      ),
      gantry('down', noContainers),
    ],
  })

  scenario('up pulls what is missing, and builds nothing that may not be built', {
    stack,
    steps: [
      registry(),
      gantry('build -q'),
      gantry('push -q'),
      elsewhere,
      gantry('up -d --no-build web', containersAre('store-1', 'web-1'), imagesAre('store:v1', 'web:v1')),
    ],
  })

  scenario('pull leaves what the flags say', {
    stack,
    steps: [
      registry(),
      gantry('build -q'),
      gantry('push -q'),
      elsewhere,
      gantry('pull --ignore-buildable --policy missing', imagesAre()),
      gantry('pull --policy missing', imagesAre('store:v1', 'web:v1')),
      gantry('pull --policy missing web', warns('web:v1 Skipped Image is already present locally')),
      gantry('pull plain', exitCode(1), warns('cannot pull gantry/tiny')),
      gantry(
        'pull --ignore-pull-failures',
        warns('gantry/tiny not pulled: '),
        imagesAre('store:v1', 'web:v1'),
      ),
      // What can be built need not be in the registry.
      edit('compose.yaml', 'store:v1', 'store:v9'),
      gantry('pull store', warns('store:v9 not pulled: ')),
    ],
  })

  scenario('images are made where the stack itself could not run', {
    stack: `
services:
  web:${made('web')}
    env_file: not-there.env
    gpus: all
    healthcheck: { test: [CMD, 'true'], start_interval: 1s }
`,
    steps: [
      registry(),
      gantry('build -q', imagesAre('web:v1')),
      gantry('--dry-run push', warns('web Pushing '), registryHolds()),
      gantry('push', registryHolds('web:v1')),
      elsewhere,
      gantry('pull', imagesAre('web:v1')),
    ],
  })

  scenario('push goes on where it may fail', {
    stack: `
services:
  here:${made('here')}
  nowhere:
    image: 127.0.0.1:1/\${PROJECT}/nowhere
    build: { dockerfile_inline: FROM gantry/tiny }
`,
    steps: [
      registry(),
      gantry('build -q'),
      gantry(
        'push',
        exitCode(1),
        registryHolds('here:v1'),
        warns('cannot push 127.0.0.1:1/$PROJECT/nowhere: the engine cannot reach 127.0.0.1:1'),
      ),
      gantry('push --ignore-push-failures', warns('nowhere Warning: cannot push'), registryHolds('here:v1')),
      docker('rmi 127.0.0.1:1/$PROJECT/nowhere'),
    ],
  })

  scenario('an image that cannot be had leaves everything as it was', {
    stack: `
services:${named('web')}
  other:
    image: gantry/tiny${idle}
    volumes: ["data:/data"]
volumes:
  data:
`,
    steps: [
      registry(),
      gantry(
        'up -d',
        exitCode(1),
        warns('cannot pull'),
        warns('/$PROJECT/web:v1: '),
        warns('correct the name or tag; where the image is private, docker login 127.0.0.1:'),
        noContainers,
        noNetworks,
      ),
      gantry('pull web', exitCode(1), warns('has no such image'), warns('[image-not-found]')),
      docker('tag gantry/tiny $REGISTRY/$PROJECT/web:v1'),
      gantry('up -d', containersAre('other-1', 'web-1')),
      edit('compose.yaml', 'web:v1', 'web:v2'),
      gantry('up -d', exitCode(1), warns('web:v2: '), nothingChanged),
      edit('compose.yaml', 'web:v2', 'web:v1'),
      gantry('up -d', untouched('web', 'other')),
    ],
  })

  scenario('a registry that is down is said as such', {
    stack: `services:${named('web', '    pull_policy: always')}`,
    steps: [
      registry(),
      docker('stop -t 0 $REGISTRY_ID'),
      gantry(
        'up -d',
        exitCode(1),
        warns('the engine cannot reach 127.0.0.1:'),
        warns('see that the registry runs'),
        noContainers,
        noNetworks,
      ),
      gantry('pull', exitCode(1), warns('[registry-unreachable]')),
      gantry('config --resolve-image-digests', exitCode(1), warns('[registry-unreachable]')),
    ],
  })

  scenario('a tag that moves is a reason, and replaces the container', {
    stack: `services:${named('web')}`,
    files: { Moved: 'FROM gantry/tiny\nARG WHO\nRUN echo moved of $WHO >/who\n' },
    steps: [
      registry(),
      docker('tag gantry/tiny $REGISTRY/$PROJECT/web:v1'),
      docker('push -q $REGISTRY/$PROJECT/web:v1'),
      gantry('up -d', containerRunning('web')),
      docker('build -q -f Moved --build-arg WHO=$PROJECT -t $REGISTRY/$PROJECT/web:v1 .'),
      docker('push -q $REGISTRY/$PROJECT/web:v1'),
      docker('tag gantry/tiny $REGISTRY/$PROJECT/web:v1'),
      gantry('plan', prints('Nothing to do')),
      gantry(
        'plan --pull always',
        prints('+ pull image'),
        prints('~ replace container web-1 if its image moves'),
      ),
      gantry('pull -q', sameContainer('web')),
      gantry('plan', prints(/~ replace container web-1: \S+web:v1 is another image now, \w{12} → \w{12}/)),
      gantry(
        'up -d',
        replacedContainer('web'),
        printsInside('web', ['cut', '-c-8', '/who'], 'moved of'),
        planIsEmpty(),
      ),
      gantry('up -d --pull always', untouched('web')),
    ],
  })

  scenario('policies by age ask the registry when it is time', {
    stack: `services:${named('web', '    pull_policy: $POLICY\n')}`,
    environment: { POLICY: 'daily' },
    steps: [
      registry(),
      docker('tag gantry/tiny $REGISTRY/$PROJECT/web:v1'),
      docker('push -q $REGISTRY/$PROJECT/web:v1'),
      gantry('up -d', containerRunning('web')),
      docker('stop -t 0 $REGISTRY_ID'),
      // It was tagged a moment ago: nobody is asked.
      gantry('up -d', untouched('web')),
      edit('compose.yaml', '$POLICY', 'every_1ms'),
      gantry('up -d', exitCode(1), warns('the engine cannot reach'), untouched('web')),
      edit('compose.yaml', 'every_1ms', 'never'),
      gantry('up -d', untouched('web')),
    ],
  })

  scenario('digests take the place of tags', {
    stack: `services:${named('web')}
  built:
    build: { dockerfile_inline: FROM gantry/tiny }
`,
    steps: [
      registry(),
      docker('tag gantry/tiny $REGISTRY/$PROJECT/web:v1'),
      docker('push -q $REGISTRY/$PROJECT/web:v1'),
      gantry(
        'config --resolve-image-digests',
        prints(/image: 127\.0\.0\.1:\d+\/\$PROJECT\/web:v1@sha256:[0-9a-f]{64}\n/),
      ),
      gantry('config --lock-image-digests -o locked.yaml'),
      elsewhere,
      gantry('-f compose.yaml -f locked.yaml up -d web', containerRunning('web')),
      gantry('-f compose.yaml -f locked.yaml plan --detailed-exitcode web', prints('Nothing to do')),
    ],
  })

  scenario('a name that no image has is told at its place, before an engine is asked', {
    stack: `
services:
  web:
    image: Team/App
    build:
      dockerfile_inline: FROM gantry/tiny
      tags: ["bad tag"]
`,
    steps: [
      gantry('lint', exitCode(1), prints('compose.yaml:3:12: error: web.image: "Team/App"')),
      ...['plan', 'up -d', 'build', 'pull'].map(line =>
        gantry(
          line,
          exitCode(1),
          stderrNames('compose.yaml:3:12', 'did you mean team/app?'),
          noContainers,
          noNetworks,
        ),
      ),
      gantry('build', exitCode(1), stderrNames('compose.yaml:6:14', '"bad tag"')),
      gantry('down', noContainers),
    ],
  })
})
