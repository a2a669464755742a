// Names that services pass on to each other.
import {
  containersAre,
  docker,
  edit,
  exitCode,
  gantry,
  noContainers,
  planIsEmpty,
  prints,
  sameContainer,
  scenario,
  theme,
  untouched,
} from './dsl/index.ts'

const stack = `
  services:
    one:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
      container_name: \${PROJECT}-first
    two:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
      container_name: \${PROJECT}-second
    asker:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
`

theme('container names', () => {
  scenario('are swapped in place, and mean the other container from then on', {
    stack,
    steps: [
      gantry('up -d', containersAre('asker-1', 'first', 'second')),
      edit('compose.yaml', '-first', '-other'),
      edit('compose.yaml', '-second', '-first'),
      edit('compose.yaml', '-other', '-second'),
      gantry(
        'plan --detailed-exitcode',
        exitCode(2),
        prints('container_name "$PROJECT-second" → "$PROJECT-first"'),
      ),
      gantry(
        'up -d',
        sameContainer('one', 'two'),
        untouched('asker'),
        containersAre('asker-1', 'first', 'second'),
        planIsEmpty(),
      ),
      docker('inspect $PROJECT-first --format {{.Config.Labels}}', prints('com.docker.compose.service:two')),
      // One answer alone: the name that was given up is no alias of the other container any more.
      gantry('exec -T asker sh -c "nslookup $PROJECT-first | grep -c ^Address"', prints('2')),
      gantry('down', noContainers),
    ],
  })
})
