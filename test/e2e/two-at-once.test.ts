// Two gantrys on one project: one waits for the other, and the result is that of one after the other.
import {
  containerRunning,
  containersAre,
  gantry,
  networkExists,
  noContainers,
  noNetworks,
  planIsEmpty,
  scenario,
  theme,
  together,
} from './dsl/index.ts'

const stack = `
  services:
    web: &idle
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
      depends_on: [store]
    store: { <<: *idle, depends_on: [], volumes: ["data:/data"] }
  volumes:
    data:
`

theme('two at once', () => {
  scenario('two ups make one stack', {
    stack,
    steps: [
      together(
        ['up -d', 'up -d'],
        containersAre('web-1', 'store-1'),
        containerRunning('web'),
        networkExists('default'),
      ),
      gantry('up -d', planIsEmpty()),
    ],
  })

  scenario('an up and a scale end in the one or the other, whole', {
    stack,
    steps: [
      gantry('up -d', containerRunning('web')),
      together(
        ['up -d --force-recreate', 'scale web=2', 'restart'],
        containerRunning('web'),
        containerRunning('store'),
      ),
      gantry('up -d', containersAre('web-1', 'store-1'), planIsEmpty()),
      together(['down', 'down'], noContainers, noNetworks),
    ],
  })
})
