// Who waits for whom: depends_on with its conditions, health checks, --wait.
import {
  containerExited,
  containerHealthy,
  containerRunning,
  containerState,
  containersAre,
  eventually,
  exitCode,
  gantry,
  planIsEmpty,
  scenario,
  startedInOrder,
  theme,
  warns,
} from './dsl/index.ts'

const base = `
  x-idle: &idle
    image: gantry/tiny
    init: true
    stop_grace_period: 0s
    command: sleep 3600
`

theme('depends_on', () => {
  scenario('started, healthy and completed are each waited for', {
    stack: `${base}
  services:
    web:
      <<: *idle
      depends_on:
        store: { condition: service_healthy }
        setup: { condition: service_completed_successfully }
        log: { condition: service_started }
    store:
      <<: *idle
      command: ["sh", "-c", "usleep 600000; touch /ready; exec sleep 3600"]
      healthcheck: { test: ["CMD", "test", "-e", "/ready"], interval: 200ms, timeout: 2s, retries: 50 }
    setup:
      <<: *idle
      command: ["usleep", "500000"]
    log: *idle
`,
    steps: [
      gantry(
        'up -d',
        containerRunning('web'),
        containerHealthy('store'),
        containerExited('setup', 0),
        startedInOrder('log', 'web'),
        startedInOrder('store', 'web'),
        startedInOrder('setup', 'web', true),
        planIsEmpty(),
      ),
    ],
  })

  scenario('what waits for a failed setup is not started, and the report says why', {
    stack: `${base}
  services:
    web:
      <<: *idle
      depends_on: { setup: { condition: service_completed_successfully } }
    setup:
      <<: *idle
      command: ["sh", "-c", "exit 3"]
    other: *idle
`,
    steps: [
      gantry(
        'up -d',
        exitCode(1),
        containerExited('setup', 3),
        containerRunning('other'),
        containerState('web', 'created'),
        warns('setup'),
        warns('3'),
      ),
    ],
  })

  scenario('a dependency that turns unhealthy stops those that wait for it', {
    stack: `${base}
  services:
    web:
      <<: *idle
      depends_on: { store: { condition: service_healthy } }
    store:
      <<: *idle
      healthcheck: { test: ["CMD", "false"], interval: 100ms, timeout: 1s, retries: 2 }
`,
    steps: [
      gantry(
        'up -d',
        exitCode(1),
        containerRunning('store'),
        containerState('web', 'created'),
        warns('unhealthy'),
      ),
    ],
  })

  scenario('a dependency that is not required does not stop the others', {
    stack: `${base}
  services:
    web:
      <<: *idle
      depends_on: { setup: { condition: service_completed_successfully, required: false } }
    setup:
      <<: *idle
      command: ["sh", "-c", "exit 3"]
`,
    steps: [gantry('up -d', containerRunning('web'), containerExited('setup', 3))],
  })

  scenario('a completed one-shot runs again on up, which is no change', {
    stack: `${base}
  services:
    web:
      <<: *idle
      depends_on: { setup: { condition: service_completed_successfully } }
    setup:
      <<: *idle
      command: ["sh", "-c", "echo ran >> /data/runs"]
      volumes: ["data:/data"]
  volumes:
    data:
`,
    steps: [
      gantry('up -d', containerRunning('web'), containerExited('setup', 0)),
      gantry('plan --detailed-exitcode', exitCode(0)),
      gantry('up -d', containerRunning('web'), containersAre('web-1', 'setup-1')),
      // Nobody waits for it this time: web runs already.
      eventually(containerExited('setup', 0)),
    ],
  })
})

theme('--wait', () => {
  scenario('it succeeds when all are running, healthy or, where others wait for that, completed', {
    stack: `${base}
  services:
    web:
      <<: *idle
      depends_on: { setup: { condition: service_completed_successfully } }
      healthcheck: { test: ["CMD", "true"], interval: 200ms, timeout: 2s }
    setup:
      <<: *idle
      command: ["true"]
`,
    steps: [gantry('up --wait', containerHealthy('web'), containerExited('setup', 0))],
  })

  scenario('it fails when a service exits', {
    stack: `${base}
  services:
    web: *idle
    broken:
      <<: *idle
      command: ["sh", "-c", "exit 5"]
      # Without one, a container has to run for no longer than half a second, which a busy machine may need to end it.
      healthcheck: { test: ["CMD", "true"], interval: 60s }
`,
    steps: [
      gantry(
        'up --wait',
        exitCode(1),
        containerRunning('web'),
        containerExited('broken', 5),
        warns('broken'),
      ),
    ],
  })

  scenario('what has no health check has to go on running', {
    stack: `${base}
  services:
    broken:
      <<: *idle
      command: ["sh", "-c", "exit 5"]
`,
    steps: [gantry('up --wait', exitCode(1), containerExited('broken', 5), warns('exited (5)'))],
  })

  scenario('it fails when a service turns unhealthy', {
    stack: `${base}
  services:
    web:
      <<: *idle
      healthcheck: { test: ["CMD", "false"], interval: 100ms, timeout: 1s, retries: 2 }
`,
    steps: [gantry('up --wait', exitCode(1), containerRunning('web'), warns('unhealthy'))],
  })

  scenario('it fails when the time is over, and leaves what runs', {
    stack: `${base}
  services:
    web:
      <<: *idle
      healthcheck: { test: ["CMD", "false"], interval: 200ms, timeout: 1s, retries: 1000 }
`,
    steps: [gantry('up --wait --wait-timeout 1', exitCode(1), containerRunning('web'), warns('web'))],
  })
})
