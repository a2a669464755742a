// Commands around the life of a container: on every way in which one starts or stops, and what is said where one fails.
import {
  containerRunning,
  containerState,
  exitCode,
  gantry,
  interrupted,
  noContainers,
  prints,
  scenario,
  theme,
  volumeKeeps,
  warns,
} from '../dsl/index.ts'

const serving = 'init: true\n    stop_grace_period: 1s\n    command: sleep 3600'
const noting = (hook: string, word: string) =>
  `${hook}: [{command: ["sh", "-c", "echo ${word} >> /log/log"]}]`

/** A service that notes into a volume whenever one of its hooks is run. */
const noted = `
services:
  web:
    image: gantry/tiny
    ${serving}
    volumes: ["log:/log"]
    ${noting('pre_start', 'before')}
    ${noting('post_start', 'begun')}
    ${noting('pre_stop', 'ending')}
volumes: {log: {}}
`

/** What was noted so far. */
const log = (...words: readonly string[]) =>
  volumeKeeps('log', 'log', words.map(word => `${word}\n`).join(''))

theme('hooks', () => {
  scenario('up, stop, start and restart run them', {
    stack: noted,
    steps: [
      gantry('up -d', containerRunning('web'), log('before', 'begun')),
      gantry('stop', log('before', 'begun', 'ending')),
      gantry('start', log('before', 'begun', 'ending', 'before', 'begun')),
      gantry('restart', log('before', 'begun', 'ending', 'before', 'begun', 'ending', 'begun')),
      gantry('down', noContainers),
    ],
  })

  scenario('scaling, replacing and taking down run them', {
    stack: noted,
    steps: [
      gantry('up -d', log('before', 'begun')),
      gantry('scale web=2', log('before', 'begun', 'begun')),
      gantry('scale web=1', log('before', 'begun', 'begun', 'ending')),
      gantry(
        'up -d --force-recreate',
        log('before', 'begun', 'begun', 'ending', 'ending', 'before', 'begun'),
      ),
      gantry('down', log('before', 'begun', 'begun', 'ending', 'ending', 'before', 'begun', 'ending')),
    ],
  })

  scenario('pre_start has run before any replica starts', {
    stack: noted.replace('init: true', 'init: true\n    scale: 3'),
    steps: [
      gantry('up -d', containerRunning('web', 3), log('before', 'begun', 'begun', 'begun')),
      gantry('stop', containerState('web', 'exited', 3)),
      gantry(
        'start',
        log(...'before begun begun begun ending ending ending before begun begun begun'.split(' ')),
      ),
    ],
  })

  scenario('a one-off runs what comes after its start', {
    stack: noted,
    steps: [
      gantry('run --rm -T web sh -c "until [ -s /log/log ]; do usleep 20000; done"', log('begun')),
      gantry('run -d web', log('begun', 'begun')),
    ],
  })

  scenario('one that fails after the start says so, with its service and what it printed', {
    stack: `
      services:
        web:
          image: gantry/tiny
          init: true
          command: sleep 3600
          post_start: [{command: ["sh", "-c", "echo no such table; exit 3"]}]
    `,
    steps: [
      gantry(
        'up -d',
        exitCode(1),
        warns('web hook exited with status 3'),
        warns('no such table'),
        containerRunning('web'),
      ),
      gantry('down', noContainers),
    ],
  })

  scenario('one that fails before the stop is told, and down goes on', {
    stack: `
      services:
        web:
          image: gantry/tiny
          init: true
          command: sleep 3600
          pre_stop: [{command: [no-such-program]}]
    `,
    steps: [
      gantry('up -d', containerRunning('web')),
      gantry('down', exitCode(1), warns('web hook exited with status 126'), noContainers),
    ],
  })

  scenario('one that fails before the start keeps the service down', {
    stack: `
      services:
        web:
          image: gantry/tiny
          command: sleep 3600
          pre_start: [{command: ["sh", "-c", "echo not migrated; exit 4"]}]
    `,
    steps: [
      gantry(
        'up -d',
        exitCode(1),
        warns('web hook exited with status 4'),
        warns('not migrated'),
        containerState('web', 'created'),
      ),
      gantry('down', noContainers),
    ],
  })

  scenario('in front, what they print stands among the lines of their container', {
    stack: `
      services:
        web:
          image: gantry/tiny
          init: true
          stop_grace_period: 1s
          command: ["sh", "-c", "echo serving; sleep 3600"]
          post_start: [{command: ["echo", "warmed up"]}]
          pre_stop: [{command: ["echo", "saying goodbye"]}]
    `,
    steps: [
      interrupted(
        'up',
        { when: [containerRunning('web'), prints('warmed up'), prints('serving')] },
        exitCode(130),
        prints(/^web-1 -> {2}\| warmed up$/m),
        prints(/^web-1 -> {2}\| saying goodbye$/m),
      ),
    ],
  })
})
