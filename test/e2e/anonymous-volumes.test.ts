// What becomes of volumes that nobody named, when the containers that have them are replaced, dropped or removed.
import { docker as engine } from './dsl/engine.ts'
import {
  type Check,
  containersAre,
  edit,
  gantry,
  noContainers,
  noNetworks,
  planIsEmpty,
  prints,
  printsInside,
  sameVolumeAt,
  scenario,
  theme,
  warns,
} from './dsl/index.ts'

const stack = `
  services:
    web:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
    store:
      image: gantry/tiny
      init: true
      stop_grace_period: 0s
      command: sleep 3600
      environment: { MODE: first }
      volumes:
        - /one
        - /two
`

/** The volumes that the containers had before this step. */
function goneAt(target: string): Check {
  return {
    title: `the volume that was at ${target} is gone`,
    async verify(world) {
      const names = world.before.containers.flatMap(one =>
        one.Mounts.filter(mount => mount.Destination === target).flatMap(mount => mount.Name ?? []),
      )
      if (names.length === 0) throw new Error('broken precondition: there was none')
      for (const name of names) {
        const found = await engine
          .getVolume(name)
          .inspect()
          .catch((error: { statusCode?: number }) => error.statusCode)
        if (found !== 404) throw new Error(`${name} is still there`)
      }
    },
  }
}

const changes = [
  gantry('up -d', containersAre('store-1', 'web-1')),
  gantry('exec -T store sh -c "echo precious > /one/file"'),
  edit('compose.yaml', 'MODE: first', 'MODE: second'),
  // Handed over: the engine takes them for named ones from here on.
  gantry('up -d', sameVolumeAt('store', '/one'), printsInside('store', ['cat', '/one/file'], 'precious')),
]

theme('volumes that nobody named', () => {
  scenario('one that the file drops is mounted no more, and is named as left', {
    stack,
    steps: [
      ...changes,
      edit('compose.yaml', '      - /two\n', ''),
      gantry(
        'up -d',
        warns('store-1 leaves the volume that nobody named, for /two'),
        sameVolumeAt('store', '/one'),
        printsInside('store', ['sh', '-c', 'ls -d /two 2>/dev/null | wc -l'], '0'),
        planIsEmpty(),
      ),
      gantry('down -v', noContainers, noNetworks, goneAt('/one')),
    ],
  })

  scenario('go by rm -v, also where they were handed over', {
    stack,
    steps: [...changes, gantry('rm -fsv store', containersAre('web-1'), goneAt('/one'), goneAt('/two'))],
  })

  scenario('of orphans stay and are named, and go by down -v --remove-orphans', {
    stack,
    steps: [
      ...changes,
      edit('compose.yaml', '  store:', '  other:'),
      gantry('plan --remove-orphans', prints('remove container store-1'), warns('docker volume rm')),
      gantry('down -v --remove-orphans', noContainers, goneAt('/one'), goneAt('/two')),
    ],
  })
})
