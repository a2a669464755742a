// Transfers that break in the middle: tried again, and where that does not help, told so, with nothing half done.
import { breakingLine } from '../../engine/image/breaking-line.ts'
import {
  containerRunning,
  docker,
  exitCode,
  gantry,
  noContainers,
  noNetworks,
  scenario,
  theme,
  warns,
} from '../dsl/index.ts'
import { elsewhere, imagesAre, registry, registryHolds, setting } from './registry.ts'

const stack = `
services:
  web:
    image: \${REGISTRY}/\${PROJECT}/web:v1
    init: true
    stop_grace_period: 0s
    command: sleep 3600
`

/** A registry behind a line, and how often that is to break from here on. */
function flaky() {
  let line: Awaited<ReturnType<typeof breakingLine>>
  return {
    start: registry({
      before: async host => {
        line = await breakingLine(host, 0)
        return line
      },
    }),
    breaks: (times: number) =>
      setting(`the line breaks ${times} times`, async () => {
        line.left = times
      }),
  }
}

theme('a line that breaks', () => {
  const pulls = flaky()
  scenario('a pull is tried again', {
    stack,
    files: { Dockerfile: 'FROM gantry/tiny\nARG WHO\nRUN echo $WHO >/who\n' },
    steps: [
      pulls.start,
      // An image of its own: the engine asks nobody for a manifest that it has seen.
      docker('build -q --build-arg WHO=$PROJECT -t $REGISTRY/$PROJECT/web:v1 .'),
      docker('push -q $REGISTRY/$PROJECT/web:v1'),
      elsewhere,
      // The engine keeps a manifest that has arrived, so that the hopeless case comes first.
      pulls.breaks(1000),
      gantry(
        'up -d',
        exitCode(1),
        warns('the transfer broke, trying again in 1 s'),
        warns('the transfer broke, trying again in 3 s'),
        warns('broke, each time it was tried'),
        warns('run the same command again: what has arrived is kept'),
        noContainers,
        noNetworks,
      ),
      pulls.breaks(1),
      gantry(
        'up -d',
        warns('the transfer broke, trying again in 1 s'),
        containerRunning('web'),
        imagesAre('web:v1'),
      ),
    ],
  })

  const pushes = flaky()
  scenario('a push is tried again', {
    stack: stack.replace('    init', '    build: { dockerfile_inline: FROM gantry/tiny }\n    init'),
    steps: [
      pushes.start,
      gantry('build -q'),
      pushes.breaks(1000),
      gantry('push', exitCode(1), warns('broke, each time it was tried')),
      pushes.breaks(1),
      gantry('push', warns('the transfer broke, trying again in 1 s')),
      pushes.breaks(0),
      gantry('push', registryHolds('web:v1')),
    ],
  })
})
