// What was asked for and done in place leaves no label behind: it is no drift, and what is changed by hand after it is.
import {
  type Check,
  containerHas,
  docker,
  doesNotPrint,
  edit,
  exitCode,
  gantry,
  planIsEmpty,
  prints,
  scenario,
  theme,
  untouched,
} from '../dsl/index.ts'

const stack = `
  services:
    web:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
      mem_limit: 64m
      networks: [default]
    leaf:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
      networks: [default, back]
    other:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
      networks: [default, back]
  networks:
    back:
`

const nothing = gantry('drift', prints('No drift'))
const found = (...checks: readonly Check[]) => gantry('drift', exitCode(2), ...checks)
const memory = (megabytes: number) => containerHas('web', 'HostConfig.Memory', megabytes * 1024 * 1024)

theme('drift after changes in place', () => {
  scenario('a limit that the file changed, and changes back, was changed by nobody else', {
    stack,
    steps: [
      gantry('up -d'),
      edit('compose.yaml', '64m', '96m'),
      nothing,
      gantry('up -d', untouched('web'), memory(96), planIsEmpty()),
      nothing,
      edit('compose.yaml', '96m', '64m'),
      nothing,
      gantry('plan --detailed-exitcode', exitCode(2), prints('mem_limit'), doesNotPrint('by hand')),
      edit('compose.yaml', '64m', '96m'),
      docker('update --memory 80m --memory-swap -1 $PROJECT-web-1'),
      found(prints('mem_limit'), prints('by hand')),
      gantry('up -d', untouched('web'), memory(96), planIsEmpty()),
      nothing,
    ],
  })

  scenario('a network that the file added is missed, and one that it dropped is not', {
    stack,
    steps: [
      gantry('up -d'),
      edit(
        'compose.yaml',
        'mem_limit: 64m\n    networks: [default]',
        'mem_limit: 64m\n    networks: [default, back]',
      ),
      nothing,
      gantry('up -d', untouched('web'), planIsEmpty()),
      docker('network disconnect $PROJECT_back $PROJECT-web-1'),
      found(prints('networks.back')),
      gantry('up -d', untouched('web'), planIsEmpty()),
      nothing,
      edit(
        'compose.yaml',
        'mem_limit: 64m\n    networks: [default, back]',
        'mem_limit: 64m\n    networks: [default]',
      ),
      nothing,
      gantry(
        'plan --detailed-exitcode',
        exitCode(2),
        prints('networks.back dropped'),
        doesNotPrint('by hand'),
      ),
      gantry('up -d', untouched('web'), planIsEmpty()),
      docker('network connect $PROJECT_back $PROJECT-web-1'),
      found(prints('networks.back'), prints('by hand')),
    ],
  })

  scenario('a removed container is missed though others have all that it had, and a new service is not', {
    stack,
    steps: [
      gantry('up -d'),
      docker('rm -f $PROJECT-leaf-1'),
      found(prints('leaf')),
      gantry('up -d', untouched('web', 'other'), planIsEmpty()),
      nothing,
      gantry('rm -fs leaf'),
      nothing,
      gantry('up -d', planIsEmpty()),
      edit('compose.yaml', 'networks:\n  back:', '  late: { image: gantry/tiny }\nnetworks:\n  back:'),
      nothing,
    ],
  })
})
