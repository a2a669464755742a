// Host ports and fixed addresses that services pass on to each other: nobody takes one before the other has let go.
import {
  containerRunning,
  containersAre,
  docker,
  exitCode,
  gantry,
  planIsEmpty,
  prints,
  replacedContainer,
  sameContainer,
  scenario,
  theme,
  write,
} from './dsl/index.ts'

const service = (name: string, more: string) => `
  ${name}:
    image: gantry/tiny
    init: true
    stop_grace_period: 0s
    command: sleep 3600
    ${more}`
const port = (address: string) => `ports: ["127.0.0.${address}:\${FREE_PORT}:80"]`
const stack = (...services: readonly string[]) => `services:${services.join('')}\n`
const ports = (one: string, two: string) =>
  stack(service('one', port(one)), service('two', `${port(two)}\n    depends_on: [one]`))

const address = (last: string) => `networks: {net: {ipv4_address: 10.249.177.${last}}}`
const addresses = (one: string, two: string, label: string) =>
  `${stack(service('one', `${address(one)}\n    labels: {own: ${label}}`), service('two', address(two)))}
networks:
  net: {ipam: {config: [{subnet: 10.249.177.0/28}]}}
`
const hasAddress = (name: string, last: string) =>
  docker(
    `inspect $PROJECT-${name}-1 --format {{range.NetworkSettings.Networks}}{{.IPAddress}}{{end}}`,
    prints(`10.249.177.${last}`),
  )

theme('what one container alone can have', () => {
  scenario('a host port goes over to another service', {
    stack: stack(service('one', port('1')), service('two', 'tty: false')),
    steps: [
      gantry('up -d'),
      write('compose.yaml', stack(service('one', 'tty: false'), service('two', port('1')))),
      gantry('up -d', replacedContainer('one'), replacedContainer('two'), planIsEmpty()),
      docker('port $PROJECT-two-1', prints('127.0.0.1:')),
      gantry('down'),
    ],
  })

  scenario('a host port goes over with the name of its service', {
    stack: stack(service('one', port('1'))),
    steps: [
      gantry('up -d'),
      write('compose.yaml', stack(service('two', port('1')))),
      gantry('up -d --remove-orphans', containersAre('two-1'), planIsEmpty()),
      docker('port $PROJECT-two-1', prints('127.0.0.1:')),
      gantry('down'),
    ],
  })

  scenario('host ports are swapped, also where one service waits for the other', {
    stack: ports('1', '2'),
    steps: [
      gantry('up -d'),
      write('compose.yaml', ports('2', '1')),
      gantry('up -d', replacedContainer('one'), replacedContainer('two'), planIsEmpty()),
      docker('port $PROJECT-one-1', prints('127.0.0.2:')),
      docker('port $PROJECT-two-1', prints('127.0.0.1:')),
      gantry('down'),
    ],
  })

  scenario('host ports that are swapped with a service that does not start go back, and all run on', {
    stack: ports('1', '2'),
    steps: [
      gantry('up -d'),
      write('compose.yaml', ports('2', '1').replace('init: true', 'entrypoint: [/missing]')),
      gantry(
        'up -d',
        exitCode(1),
        sameContainer('one', 'two'),
        containerRunning('one'),
        containerRunning('two'),
      ),
      write('compose.yaml', ports('2', '1')),
      gantry('up -d', replacedContainer('one'), replacedContainer('two'), planIsEmpty()),
      gantry('down'),
    ],
  })

  scenario('fixed addresses are swapped, in place and where one container is replaced', {
    stack: addresses('4', '5', 'first'),
    steps: [
      gantry('up -d'),
      write('compose.yaml', addresses('5', '4', 'first')),
      gantry('up -d', sameContainer('one', 'two'), planIsEmpty()),
      hasAddress('one', '5'),
      write('compose.yaml', addresses('4', '5', 'second')),
      gantry('up -d', replacedContainer('one'), sameContainer('two'), planIsEmpty()),
      hasAddress('one', '4'),
      hasAddress('two', '5'),
      gantry('down'),
    ],
  })
})
