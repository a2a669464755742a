// `docker commit` gives an image every label of its container. What somebody runs from it by hand has them too, and is nobody's replica.
import {
  containersAre,
  docker,
  doesNotPrint,
  gantry,
  given,
  makesNoChangingCall,
  planIsEmpty,
  prints,
  replacedContainer,
  scenario,
  theme,
  write,
} from './dsl/index.ts'

const stack = (image: string) => `
  services:
    web:
      image: ${image}
      init: true
      stop_grace_period: 0s
      command: sh -c 'echo said by web; exec sleep 3600'
    side:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      network_mode: service:web
      command: sleep 3600
`
const guestRuns = docker('inspect --format {{.State.Status}}{{.Name}} $PROJECT-guest', prints('running/'))
const guest = given('run -d --name $PROJECT-guest --init $PROJECT-kept sleep 3600', 'rm -f $PROJECT-guest')

theme('an image that was committed from a container of the stack', () => {
  scenario('what is run from it by hand is never touched, nor told of', {
    stack: stack('gantry/tiny'),
    steps: [
      gantry('up -d'),
      given('commit $PROJECT-web-1 $PROJECT-kept', 'rmi -f $PROJECT-kept'),
      guest,
      gantry('up -d', makesNoChangingCall),
      gantry('ps -a', prints('web-1'), doesNotPrint('guest')),
      gantry('images', prints('web-1'), doesNotPrint('guest')),
      gantry('ls --filter name=$PROJECT', prints('running(2)')),
      gantry('logs', prints('said by web'), doesNotPrint('guest')),
      gantry('events --since 1h --until 0s', prints('web-1'), doesNotPrint('guest')),
      gantry('-p $PROJECT stop', doesNotPrint('guest')),
      guestRuns,
      gantry('up -d --scale web=2', containersAre('guest', 'side-1', 'web-1', 'web-2')),
      // The newest container of the service's number is the one whose network is shared: not this one.
      gantry('up -d --force-recreate', replacedContainer('side'), planIsEmpty()),
      gantry('kill'),
      gantry('rm -f'),
      guestRuns,
      gantry('down --remove-orphans'),
      guestRuns,
    ],
  })

  scenario('a service that takes it for its image has replicas as before', {
    stack: stack('gantry/tiny'),
    steps: [
      gantry('up -d'),
      given('commit $PROJECT-web-1 $PROJECT-kept', 'rmi -f $PROJECT-kept'),
      write('compose.yaml', stack('$PROJECT-kept')),
      gantry('up -d', replacedContainer('web'), planIsEmpty()),
      docker('commit $PROJECT-web-1 $PROJECT-kept'),
      gantry('up -d', replacedContainer('web'), planIsEmpty()),
      gantry('ps', prints('web-1')),
      gantry('down', containersAre()),
    ],
  })
})
