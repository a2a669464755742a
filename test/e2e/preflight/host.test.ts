// What stands in the way on this machine is told before anything is made, and what is the stack's own never is.
import { createServer } from 'node:net'
import {
  containerRunning,
  docker,
  edit,
  exitCode,
  gantry,
  noContainers,
  noNetworks,
  planIsEmpty,
  replacedContainer,
  type Step,
  scenario,
  stderrNames,
  theme,
  warns,
} from '../dsl/index.ts'

const stack = `
  services:
    web:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
      ports: ["\${FREE_PORT}:80"]
`

/** This very process listens on the scenario's port while the steps are done. */
function whileListening(address: string, ...steps: readonly Step[]): Step {
  return {
    title: `with a process on ${address}`,
    checks: steps.flatMap(step => step.checks),
    async run(world) {
      const server = createServer()
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(Number(world.environment.FREE_PORT), address, resolve)
      })
      try {
        for (const step of steps) await step.run(world, step.checks)
      } finally {
        await new Promise(resolve => server.close(resolve))
      }
    },
  }
}

theme('a host port', () => {
  scenario('that a process holds is told with the process, and nothing is made', {
    stack,
    steps: [
      whileListening(
        '127.0.0.1',
        gantry(
          'up -d',
          exitCode(1),
          stderrNames('compose.yaml:7:13'),
          warns(new RegExp(`host port \\d+ is held by .* \\(process ${process.pid}\\); stop it, or publish`)),
          noContainers,
          noNetworks,
        ),
        // What only creates takes no port.
        gantry('create'),
        gantry('down', noContainers),
      ),
      gantry('up -d', containerRunning('web'), planIsEmpty()),
    ],
  })

  scenario('of the stack itself is no hindrance: recreated, stopped and started, restarted', {
    stack,
    steps: [
      gantry('up -d', containerRunning('web')),
      gantry('up -d --force-recreate', replacedContainer('web'), containerRunning('web')),
      gantry('stop'),
      gantry('up -d', containerRunning('web'), planIsEmpty()),
      docker('kill $PROJECT-web-1'),
      gantry('up -d', containerRunning('web'), planIsEmpty()),
    ],
  })

  scenario(
    'that a container of the stack has by the network of the host is free for the one that replaces it',
    {
      stack: `
  services:
    web:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      network_mode: host
      command: ["httpd", "-f", "-p", "\${FREE_PORT}"]
`,
      steps: [
        gantry('up -d', containerRunning('web')),
        edit('compose.yaml', 'network_mode: host', 'ports: ["${FREE_PORT}:80"]'),
        gantry('up -d', replacedContainer('web'), containerRunning('web'), planIsEmpty()),
      ],
    },
  )
})

theme('a container name', () => {
  scenario('that two replicas would have is told before anything is made', {
    stack: `
  services:
    web:
      image: gantry/tiny
      container_name: $PROJECT-one
      command: sleep 3600
`,
    steps: [gantry('up -d --scale web=2', exitCode(1), warns('container name'), noContainers, noNetworks)],
  })
})

theme('a dependency that is not required', () => {
  scenario('is told where it is not enabled, and where it fails', {
    stack: `
  services:
    web:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
      depends_on:
        debug: { condition: service_started, required: false }
        setup: { condition: service_completed_successfully, required: false }
    debug: { image: gantry/tiny, profiles: [debug] }
    setup: { image: gantry/tiny, command: ["sh", "-c", "exit 3"] }
`,
    steps: [
      gantry('up -d', containerRunning('web'), warns('starts without debug'), warns('is not required')),
    ],
  })
})
