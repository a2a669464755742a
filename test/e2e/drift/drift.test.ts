// What somebody did by hand, behind gantry's back: `drift` finds it, `up -d` mends it, and `drift` right after finds none.
import {
  type Check,
  containerHas,
  containerRunning,
  docker,
  exitCode,
  gantry,
  networkExists,
  planIsEmpty,
  prints,
  replacedContainer,
  type Step,
  sameContainer,
  scenario,
  theme,
  untouched,
  write,
} from '../dsl/index.ts'

const stack = `
services:
  web:
    image: $\{IMAGE:-gantry/tiny}
    init: true
    stop_grace_period: 0s
    command: sleep 3600
    mem_limit: 64m
    restart: unless-stopped
    networks: [default, back]
    secrets: [token]
    configs: [settings]
    volumes: [data:/data]
    depends_on: [db]
  db:
    image: gantry/tiny
    init: true
    stop_grace_period: 0s
    command: sleep 3600
    networks: [back]
networks:
  back:
    labels: {tier: one}
volumes:
  data:
    labels: {tier: one}
secrets:
  token:
    file: token.txt
configs:
  settings:
    file: settings.txt
`

interface Drift {
  /** What is done by hand. */
  readonly by: readonly Step[]
  /** What \`drift\` says of it. */
  readonly found: string | RegExp
  /** What holds once \`up -d\` has mended it. */
  readonly mended: readonly Check[]
  readonly image?: string
  readonly unless?: string
}

const drifts: Readonly<Record<string, Drift>> = {
  'a limit changed by docker update': {
    by: [docker('update --memory 96m --memory-swap -1 $PROJECT-web-1')],
    found: 'mem_limit',
    mended: [untouched('web', 'db'), containerHas('web', 'HostConfig.Memory', 64 * 1024 * 1024)],
  },
  'a restart policy changed by docker update': {
    by: [docker('update --restart no $PROJECT-web-1')],
    found: 'restart',
    mended: [untouched('web'), containerHas('web', 'HostConfig.RestartPolicy.Name', 'unless-stopped')],
  },
  'a limit set by hand that no file asks for': {
    by: [docker('update --pids-limit 77 $PROJECT-web-1')],
    found: 'pids_limit',
    mended: [untouched('web')],
  },
  'a container taken off a network': {
    by: [docker('network disconnect $PROJECT_back $PROJECT-web-1')],
    found: 'networks.back',
    mended: [untouched('web', 'db')],
  },
  'a container put on another network': {
    by: [docker('network connect bridge $PROJECT-web-1')],
    found: 'networks.bridge',
    mended: [untouched('web', 'db')],
  },
  'a network removed': {
    by: [
      docker('network disconnect -f $PROJECT_back $PROJECT-web-1'),
      docker('network disconnect -f $PROJECT_back $PROJECT-db-1'),
      docker('network rm $PROJECT_back'),
    ],
    found: 'back',
    mended: [
      networkExists('back'),
      sameContainer('web', 'db'),
      containerRunning('web'),
      containerRunning('db'),
    ],
  },
  'a network made anew with another option': {
    by: [
      docker('network disconnect -f $PROJECT_back $PROJECT-web-1'),
      docker('network disconnect -f $PROJECT_back $PROJECT-db-1'),
      docker('network rm $PROJECT_back'),
      docker(
        'network create --internal --label tier=one --label com.docker.compose.project=$PROJECT --label com.docker.compose.network=back $PROJECT_back',
      ),
    ],
    found: 'back',
    mended: [
      networkExists('back'),
      sameContainer('web', 'db'),
      containerRunning('web'),
      containerRunning('db'),
    ],
  },
  'a stopped container': {
    by: [docker('stop -t 0 $PROJECT-web-1')],
    found: 'web',
    mended: [sameContainer('web'), untouched('db'), containerRunning('web')],
  },
  'a paused container': {
    by: [docker('pause $PROJECT-web-1')],
    found: 'paused',
    mended: [untouched('db'), sameContainer('web'), containerRunning('web')],
  },
  'a container that was renamed': {
    by: [docker('rename $PROJECT-web-1 $PROJECT-other')],
    found: 'container_name',
    mended: [containerRunning('web')],
  },
  'a removed container': {
    by: [docker('rm -f $PROJECT-web-1')],
    found: 'web',
    mended: [containerRunning('web'), untouched('db')],
  },
  'a removed container that others depend on': {
    by: [docker('rm -f $PROJECT-db-1')],
    found: 'db',
    mended: [containerRunning('db')],
  },
  'an image that moved under its tag': {
    image: '$PROJECT-own:1',
    by: [
      docker('create --name $PROJECT-source --label com.docker.compose.project=$PROJECT gantry/tiny true'),
      docker('commit --change "LABEL moved=yes" $PROJECT-source $PROJECT-own:1'),
      docker('rm $PROJECT-source'),
    ],
    found: 'image',
    mended: [replacedContainer('web'), untouched('db')],
  },
  'the content of a secret': {
    by: [write('token.txt', 'second\n')],
    found: 'token',
    mended: [replacedContainer('web'), untouched('db')],
  },
  'the content of a config': {
    by: [write('settings.txt', 'second\n')],
    found: 'settings',
    mended: [replacedContainer('web'), untouched('db')],
  },
}

theme('drift', () => {
  for (const [what, { by, found, mended, image }] of Object.entries(drifts)) {
    const text = stack.replace(
      '${IMAGE:-gantry/tiny}',
      image === undefined ? 'gantry/tiny' : '${PROJECT}-own:1',
    )
    scenario(`${what} is found, mended, and gone`, {
      stack: text,
      files: { 'token.txt': 'first\n', 'settings.txt': 'first\n' },
      steps: [
        ...(image === undefined ? [] : [docker(`tag gantry/tiny ${image}`)]),
        gantry('up -d', containerRunning('web'), planIsEmpty()),
        gantry('drift', prints('No drift')),
        ...by,
        gantry('drift', exitCode(2), prints(found)),
        gantry('up -d', ...mended),
        gantry('drift', prints('No drift')),
      ],
    })
  }
})
