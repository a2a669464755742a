// Stacks of Docker Compose 1.29, whose names have underscores: taken over as they stand, and the other way round.
import {
  composeOlder,
  containerExited,
  containerHas,
  containerHealthy,
  containersAre,
  docker,
  edit,
  eventually,
  exitCode,
  gantry,
  networkExists,
  noContainers,
  noNetworks,
  noVolumes,
  olderCompose,
  planIsEmpty,
  prints,
  printsInside,
  sameContainer,
  sameVolumeAt,
  scenario,
  theme,
  untouched,
  volumeExists,
  volumeKeeps,
} from './dsl/index.ts'

const unless =
  olderCompose === undefined
    ? 'needs Docker Compose 1.29: scripts/older-compose, GANTRY_OLDER_COMPOSE'
    : undefined

const stack = `
  version: "3.8"
  services:
    web:
      image: gantry/tiny
      init: true
      stop_grace_period: 1s
      command: ["sh", "-c", "echo web speaks; exec httpd -f -p 8080 -h /"]
      environment: { MODE: first, EMPTY: "" }
      env_file: web.env
      ports: ["127.0.0.1::8080"]
      restart: unless-stopped
      labels: { tier: front }
      links: ["store:db"]
      depends_on: [store]
      networks: { default: { aliases: [site] }, back: }
      deploy: { replicas: 2 }
    store:
      image: gantry/tiny
      init: true
      stop_grace_period: 1s
      command: sleep 3600
      volumes: ["data:/data", "/scratch", "./bound:/bound:ro"]
      healthcheck: { test: ["CMD", "true"], interval: 1s, timeout: 2s, retries: 3 }
      secrets: [password]
      tmpfs: [/run/cache]
      ulimits: { nofile: 1024 }
      cap_add: [SYS_NICE]
      extra_hosts: ["elsewhere:10.9.9.9"]
      logging: { driver: json-file, options: { max-size: 1m } }
      sysctls: { net.core.somaxconn: 512 }
  networks:
    back: { internal: true, labels: { side: inner } }
  volumes:
    data: { labels: { keep: "yes" } }
  secrets:
    password: { file: ./password.txt }
`
const files = { 'password.txt': 'sesame', 'bound/file': 'there', 'web.env': 'FROM_FILE=yes\n' }
const started = composeOlder('up -d', containersAre('store_1', 'web_1', 'web_2'))

theme('adoption from Docker Compose 1.29', () => {
  scenario('what it started as the file says needs no change, and every command works on it', {
    stack,
    files,
    unless,
    steps: [
      started,
      gantry('plan --detailed-exitcode', prints('Nothing to do')),
      gantry('drift', prints('No drift')),
      gantry(
        'up -d --wait',
        untouched('web', 'store'),
        containersAre('store_1', 'web_1', 'web_2'),
        planIsEmpty(),
      ),
      gantry('ps', prints('$PROJECT_web_1'), prints('$PROJECT_web_2'), prints('$PROJECT_store_1')),
      gantry('logs web', prints('web speaks')),
      gantry('exec -T store cat /bound/file', prints('there')),
      gantry('exec -T --index 2 web cat /etc/hostname'),
      gantry('stop store', containerExited('store')),
      gantry('plan --detailed-exitcode', exitCode(2), prints('start container store_1')),
      gantry('start store', sameContainer('store')),
      gantry('restart web', sameContainer('web')),
      gantry('down', noContainers, noNetworks, volumeExists('data')),
    ],
  })

  scenario('replicas are added and taken beside those that have underscores', {
    stack,
    files,
    unless,
    steps: [
      started,
      gantry('scale web=3', untouched('web'), containersAre('store_1', 'web-3', 'web_1', 'web_2')),
      composeOlder('ps', prints('$PROJECT_web_1'), prints('$PROJECT-web-3')),
      gantry('up -d --scale web=1', untouched('store'), containersAre('store_1', 'web_1')),
      gantry('down -v', noContainers, noNetworks, noVolumes),
    ],
  })

  scenario('a difference is named and mended, with the data kept and nothing left over', {
    stack,
    files,
    unless,
    steps: [
      started,
      gantry('exec -T store sh -c "echo kept > /data/file; echo scratch > /scratch/file"'),
      composeOlder('run --no-deps store true'),
      edit('compose.yaml', 'MODE: first', 'MODE: second'),
      edit('compose.yaml', 'nofile: 1024', 'nofile: 2048'),
      gantry(
        'plan --detailed-exitcode',
        exitCode(2),
        prints('environment.MODE "first" → "second" (compose.yaml:'),
        prints('ulimits.nofile'),
      ),
      gantry(
        'up -d --remove-orphans',
        containersAre('store-1', 'web-1', 'web-2'),
        sameVolumeAt('store', '/scratch'),
        printsInside('store', ['cat', '/scratch/file'], 'scratch'),
        planIsEmpty(),
      ),
      gantry('down', noContainers, noNetworks, volumeKeeps('data', 'file', 'kept\n')),
    ],
  })

  scenario('what was changed by hand on its containers is seen and mended', {
    stack,
    files,
    unless,
    steps: [
      started,
      docker('network disconnect $PROJECT_back $PROJECT_web_1'),
      docker('update --restart no $PROJECT_web_2'),
      docker('pause $PROJECT_store_1'),
      gantry('plan --detailed-exitcode', exitCode(2), prints('web_1'), prints('web_2'), prints('store_1')),
      gantry(
        'up -d',
        sameContainer('web', 'store'),
        containersAre('store_1', 'web_1', 'web_2'),
        containerHas('web', 'HostConfig.RestartPolicy.Name', 'unless-stopped'),
        planIsEmpty(),
      ),
      gantry('down', noContainers, noNetworks),
    ],
  })

  scenario("it sees, stops and removes gantry's stack", {
    stack,
    files,
    unless,
    steps: [
      gantry('up -d', containersAre('store-1', 'web-1', 'web-2')),
      composeOlder('ps', prints('$PROJECT-web-1'), prints('$PROJECT-store-1')),
      composeOlder('logs web', prints('web speaks')),
      composeOlder('exec -T store cat /run/secrets/password', prints('sesame')),
      composeOlder('stop', containerExited('web'), containerExited('store')),
      composeOlder('start', sameContainer('web', 'store'), containersAre('store-1', 'web-1', 'web-2')),
      eventually(containerHealthy('store')),
      composeOlder('down', noContainers, noNetworks, volumeExists('data')),
      gantry('up -d', networkExists('back'), planIsEmpty()),
    ],
  })
})
