// Who reaches whom, by which name.
import {
  containerRunning,
  docker,
  doesNotPrint,
  edit,
  exitCode,
  gantry,
  given,
  networkExists,
  noContainers,
  noNetworks,
  nothingChanged,
  planIsEmpty,
  prints,
  replacedContainer,
  sameContainer,
  scenario,
  stderrNames,
  stillThere,
  theme,
  untouched,
  warns,
} from './dsl/index.ts'

const server = `
  x-server: &server
    image: gantry/tiny
    init: true
    stop_grace_period: 0s
    command: httpd -f -p 80 -h /
  x-idle: &idle
    image: gantry/tiny
    init: true
    stop_grace_period: 0s
    command: sleep 3600
`

theme('networks', () => {
  scenario('links give the linked service a second name', {
    stack: `${server}
  services:
    web:
      <<: *idle
      links: ["redis:db", "redis"]
    redis: *server
`,
    steps: [
      gantry('up -d', containerRunning('web'), containerRunning('redis'), planIsEmpty()),
      gantry('exec -T web wget -q -O /dev/null http://redis/bin/busybox'),
      gantry('exec -T web wget -q -O /dev/null http://db/bin/busybox'),
    ],
  })

  scenario('several networks, each with its aliases, and none but those', {
    stack: `${server}
  services:
    web:
      <<: *idle
      networks: [front]
    both:
      <<: *server
      networks:
        front: { aliases: [entry, door] }
        back: { aliases: [engine] }
    store:
      <<: *idle
      networks: [back]
  networks:
    front:
    back: { internal: true }
`,
    steps: [
      gantry('up -d', networkExists('front'), networkExists('back'), planIsEmpty()),
      gantry('exec -T web wget -q -O /dev/null http://door/bin/busybox'),
      gantry('exec -T web wget -q -O /dev/null http://entry/bin/busybox'),
      gantry('exec -T store wget -q -O /dev/null http://engine/bin/busybox'),
      gantry('exec -T web nslookup engine', exitCode(1)),
      edit('compose.yaml', 'aliases: [entry, door]', 'aliases: [entry, gate]'),
      gantry('up -d', containerRunning('both'), planIsEmpty()),
      gantry('exec -T web wget -q -O /dev/null http://gate/bin/busybox'),
    ],
  })

  scenario('a service that shares another one follows when that one is replaced', {
    stack: `${server}
  services:
    web: *server
    side:
      <<: *idle
      network_mode: service:web
`,
    steps: [
      gantry('up -d', containerRunning('side'), planIsEmpty()),
      edit('compose.yaml', '  web: *server', '  web: { <<: *server, environment: { NEW: "1" } }'),
      gantry('up -d', replacedContainer('web'), containerRunning('side'), planIsEmpty()),
      gantry('exec -T side wget -q -O /dev/null http://localhost/bin/busybox'),
    ],
  })

  scenario('an external network is used, and stays', {
    stack: `${server}
  services:
    web:
      <<: *server
      networks: [outside]
    guest:
      <<: *idle
      networks: [outside]
  networks:
    outside:
      external: true
      name: \${PROJECT}-outside
`,
    steps: [
      gantry('up -d', exitCode(1), noContainers, warns('$PROJECT-outside')),
      given('network create $PROJECT-outside', 'network rm $PROJECT-outside'),
      gantry('up -d', containerRunning('web'), containerRunning('guest'), noNetworks, planIsEmpty()),
      gantry('exec -T guest wget -q -O /dev/null http://web/bin/busybox'),
      gantry('down', noContainers, stillThere('network', '$PROJECT-outside')),
    ],
  })

  scenario('an external volume that is missing stops everything before it starts', {
    stack: `${server}
  services:
    web: *idle
    store:
      <<: *idle
      volumes: ["outside:/data"]
  volumes:
    outside:
      external: true
      name: \${PROJECT}-outside
`,
    steps: [
      gantry(
        'up -d',
        exitCode(1),
        noContainers,
        noNetworks,
        warns('$PROJECT-outside'),
        stderrNames('compose.yaml:18:3'),
      ),
      given('volume create $PROJECT-outside', 'volume rm $PROJECT-outside'),
      gantry('up -d', containerRunning('store'), planIsEmpty()),
      gantry('down -v', noContainers, stillThere('volume', '$PROJECT-outside')),
    ],
  })

  scenario('a key that stood for a network of another name: leaving that one is nobody’s doing by hand', {
    stack: `${server}
  services:
    web: { <<: *idle, networks: [net] }
  networks:
    net: { external: true, name: "\${PROJECT}-theirs" }
`,
    steps: [
      given('network create $PROJECT-theirs', 'network rm $PROJECT-theirs'),
      given('network create $PROJECT-other', 'network rm $PROJECT-other'),
      gantry('up -d', containerRunning('web'), planIsEmpty()),
      edit('compose.yaml', 'net: { external: true, name: "${PROJECT}-theirs" }', 'net: {}'),
      gantry(
        'plan --detailed-exitcode',
        exitCode(2),
        prints('networks.$PROJECT-theirs dropped'),
        doesNotPrint('by hand'),
      ),
      gantry('up -d', sameContainer('web'), networkExists('net'), planIsEmpty()),
      docker('network connect $PROJECT-other $PROJECT-web-1'),
      gantry('plan --detailed-exitcode', exitCode(2), prints('by hand')),
      gantry('up -d', sameContainer('web'), planIsEmpty()),
      gantry('down', stillThere('network', '$PROJECT-theirs')),
    ],
  })

  scenario('one that has to be made anew, with a container of somebody else on it: nothing is stopped', {
    stack: `${server}
  services:
    web: { <<: *idle, networks: [net] }
  networks:
    net: {}
`,
    steps: [
      gantry('up -d', containerRunning('web')),
      given(
        'run -d --init --name guest-$PROJECT --network $PROJECT_net gantry/tiny sleep 3600',
        'rm -f guest-$PROJECT',
      ),
      edit('compose.yaml', 'net: {}', 'net: { internal: true }'),
      gantry(
        'up -d',
        exitCode(1),
        warns('used by guest-$PROJECT, which is not of this stack'),
        stderrNames('compose.yaml:15:3'),
        nothingChanged,
        untouched('web'),
      ),
      docker('network disconnect $PROJECT_net guest-$PROJECT'),
      gantry('up -d', sameContainer('web'), planIsEmpty()),
    ],
  })
})
