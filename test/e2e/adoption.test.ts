// Side by side with Docker Compose: each sees and handles what the other started.
import {
  compose,
  containerExited,
  containerRunning,
  containersAre,
  edit,
  exitCode,
  gantry,
  noContainers,
  noNetworks,
  peerCompose,
  planIsEmpty,
  prints,
  printsInside,
  replacedContainer,
  scenario,
  theme,
  untouched,
  volumeExists,
} from './dsl/index.ts'

const unless =
  peerCompose === undefined ? 'needs Docker Compose: scripts/engine --newer, GANTRY_PEER_COMPOSE' : undefined

const stack = `
  services:
    web:
      image: gantry/tiny
      init: true
      stop_grace_period: 1s
      command: ["sh", "-c", "echo web speaks; exec httpd -f -p 8080 -h /"]
      environment: { MODE: first, EMPTY: "" }
      ports: ["127.0.0.1::8080"]
      restart: unless-stopped
      labels: { tier: front }
      links: ["store:db"]
      networks: { default: { aliases: [site] } }
      scale: 2
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
  volumes:
    data:
  secrets:
    password: { file: ./password.txt }
`
const files = { 'password.txt': 'sesame', 'bound/file': 'there' }

theme('adoption', () => {
  scenario('what Docker Compose started as the file says needs no change', {
    stack,
    files,
    unless,
    steps: [
      compose('up -d', containerRunning('web'), containerRunning('web', 2), containerRunning('store')),
      gantry('plan --detailed-exitcode', prints('Nothing to do')),
      gantry('up -d', untouched('web', 'store'), containersAre('web-1', 'web-2', 'store-1')),
      gantry('ps --services', prints('web'), prints('store')),
      gantry('exec -T store cat /bound/file', prints('there')),
    ],
  })

  scenario('a difference is named and taken over, service by service', {
    stack,
    files,
    unless,
    steps: [
      compose('up -d', containerRunning('web'), containerRunning('store')),
      edit('compose.yaml', 'MODE: first', 'MODE: second'),
      gantry(
        'plan --detailed-exitcode',
        exitCode(2),
        prints('environment.MODE "first" → "second" (compose.yaml:'),
      ),
      gantry('up -d', replacedContainer('web'), untouched('store'), planIsEmpty()),
      gantry('exec -T store sh -c "echo kept > /data/file"'),
      gantry('down', noContainers, noNetworks, volumeExists('data')),
    ],
  })

  scenario("Docker Compose sees, stops and removes gantry's stack", {
    stack,
    files,
    unless,
    steps: [
      gantry('up -d', containerRunning('web'), containerRunning('store')),
      compose('ps --services', prints('web'), prints('store')),
      compose('ps', prints('$PROJECT-web-1'), prints('$PROJECT-store-1')),
      compose('logs web', prints('web speaks')),
      compose('exec -T store cat /run/secrets/password', prints('sesame')),
      compose('stop', containerExited('web'), containerExited('store')),
      gantry('start', containerRunning('web'), containerRunning('store')),
      compose('down', noContainers, noNetworks, volumeExists('data')),
      gantry(
        'up -d',
        containerRunning('web'),
        printsInside('store', ['cat', '/run/secrets/password'], 'sesame'),
        planIsEmpty(),
      ),
    ],
  })
})
