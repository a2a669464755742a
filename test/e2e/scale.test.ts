// Replicas come and go; services that the files forgot are named, and go when asked.
import {
  containerRunning,
  containersAre,
  edit,
  gantry,
  planIsEmpty,
  prints,
  scenario,
  theme,
  untouched,
  warns,
  write,
} from './dsl/index.ts'

const stack = `
  services:
    web:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
      scale: 2
    store:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
`

theme('scale', () => {
  scenario('the file, a flag and a command each set the number', {
    stack,
    steps: [
      gantry('up -d', containersAre('web-1', 'web-2', 'store-1'), planIsEmpty()),
      gantry(
        'scale web=4',
        containersAre('web-1', 'web-2', 'web-3', 'web-4', 'store-1'),
        untouched('web', 'store'),
      ),
      gantry('up -d --scale web=1', containersAre('web-1', 'store-1'), untouched('store')),
      gantry('plan', prints('web-2')),
      gantry('up -d', containersAre('web-1', 'web-2', 'store-1'), untouched('store'), planIsEmpty()),
      edit('compose.yaml', 'scale: 2', 'deploy: { replicas: 3 }'),
      gantry(
        'up -d',
        containersAre('web-1', 'web-2', 'web-3', 'store-1'),
        untouched('web', 'store'),
        planIsEmpty(),
      ),
      gantry('scale web=0', containersAre('store-1'), untouched('store')),
    ],
  })
})

theme('orphans', () => {
  scenario('a service dropped from the file is named, and removed only when asked', {
    stack,
    steps: [
      gantry('up -d', containerRunning('web'), containerRunning('store')),
      write(
        'compose.yaml',
        'services:\n  store:\n    image: gantry/tiny\n    init: true\n    stop_grace_period: 0s\n    command: sleep 3600\n',
      ),
      gantry('up -d', containersAre('web-1', 'web-2', 'store-1'), untouched('web', 'store'), warns('web')),
      gantry('plan --remove-orphans', prints('remove container web-1'), prints('remove container web-2')),
      gantry('up -d --remove-orphans', containersAre('store-1'), untouched('store'), planIsEmpty()),
    ],
  })

  scenario('down --remove-orphans takes them along', {
    stack,
    steps: [
      gantry('up -d', containerRunning('web')),
      write(
        'compose.yaml',
        'services:\n  store:\n    image: gantry/tiny\n    init: true\n    command: sleep 3600\n',
      ),
      gantry('down --remove-orphans', containersAre()),
    ],
  })
})
