// Images that a newer build took the name of: gone once nothing runs on them, and kept as long as something does.
import { docker as engine } from './dsl/engine.ts'
import {
  type Check,
  containersAre,
  docker,
  doesNotPrint,
  edit,
  gantry,
  given,
  planIsEmpty,
  prints,
  replacedContainer,
  scenario,
  theme,
  untouched,
} from './dsl/index.ts'

const stack = `
  services:
    web:
      build: .
      init: true
      stop_grace_period: 0s
      command: sleep 3600
      scale: 2
`
// The project's name in it keeps every scenario's images its own.
const files = { Dockerfile: 'FROM gantry/tiny\nARG PROJECT\nRUN echo one $PROJECT > /one\n' }
const named = stack.replace('build: .', 'build: { context: ., args: [PROJECT] }')

function oldImage(state: 'gone' | 'there'): Check {
  return {
    title: `the image of the containers before is ${state}`,
    async verify(world) {
      const ids = new Set(world.before.containers.map(one => one.Image))
      if (ids.size !== 1) throw new Error(`broken precondition: ${ids.size} images`)
      for (const id of ids) {
        const found = await engine
          .getImage(id)
          .inspect()
          .then(
            () => 'there',
            (error: { statusCode?: number }) => (error.statusCode === 404 ? 'gone' : 'unknown'),
          )
        if (found !== state) throw new Error(`${id} is ${found}`)
      }
    },
  }
}

theme('images of earlier builds', () => {
  scenario('go with the containers that ran on them, and not before', {
    stack: named,
    files,
    steps: [
      gantry('up -d --build', containersAre('web-1', 'web-2')),
      gantry('up -d --build', untouched('web'), oldImage('there'), planIsEmpty()),
      edit('Dockerfile', 'echo one', 'echo two'),
      gantry('up -d --build', replacedContainer('web'), oldImage('gone'), planIsEmpty()),
      edit('Dockerfile', 'echo two', 'echo three'),
      gantry('build', untouched('web'), oldImage('there')),
      gantry('plan', prints('remove image')),
      gantry('up -d', replacedContainer('web'), oldImage('gone'), planIsEmpty()),
      gantry('down --rmi local', oldImage('gone')),
    ],
  })

  scenario('stay where another container runs on them', {
    stack: named,
    files,
    steps: [
      gantry('up -d --build', containersAre('web-1', 'web-2')),
      given('run -d --name $PROJECT-guest $PROJECT-web sleep 3600', 'rm -f $PROJECT-guest'),
      edit('Dockerfile', 'echo one', 'echo two'),
      gantry('up -d --build', oldImage('there'), planIsEmpty()),
      // The image's labels are on it too, and it is nobody's replica for all that.
      docker('inspect --format {{.State.Status}} $PROJECT-guest', prints('running')),
      gantry('ps', doesNotPrint('guest')),
      docker('rm -f $PROJECT-guest'),
      gantry('down --rmi local'),
    ],
  })
})
