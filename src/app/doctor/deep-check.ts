// A look from inside a container of an image that is here already: whether one starts at all, its clock, and whether it finds names.
// The one check that makes something, and it is gone before the check ends.
import { randomBytes } from 'node:crypto'
import type { Engine } from '../../engine/index.ts'
import { within } from './ask-engine.ts'
import { type Answering, about, type Check, type Finding } from './finding.ts'

const { ok, warning, fault } = about('inside')

/** A name that every machine that pulls can resolve. */
const famousName = 'registry-1.docker.io'

const script = `date +%s; if command -v getent >/dev/null; then getent hosts ${famousName}; else nslookup ${famousName}; fi >/dev/null 2>&1 && echo named`

/** Milliseconds for all of it. */
const patience = 40_000

export const deepCheck: Check = {
  topic: 'inside',
  needsEngine: true,
  run: async ({ answering, context }) => {
    const { engine } = answering as Answering
    const image = await smallImage(engine)
    if (image === undefined)
      return [ok('no image is here to look from; pull one, such as busybox, and ask again')]
    const name = `gantry-doctor-${randomBytes(5).toString('hex')}`
    try {
      return await within(lookFrom(engine, { image, name, now: context.now }), patience)
    } catch (error) {
      return [
        fault(
          `a container of ${image} could not be run: ${(error as Error).message}`,
          `see docker run --rm ${image}`,
        ),
      ]
    } finally {
      await engine.containers.remove(name, { force: true, volumes: true }).catch(() => {})
    }
  },
}

/** The smallest that has a name: it is the likeliest to be a plain one. */
async function smallImage(engine: Engine): Promise<string | undefined> {
  const images = (await engine.images.list()).flatMap(image =>
    (image.RepoTags ?? []).filter(tag => !tag.includes('<none>')).map(tag => ({ tag, size: image.Size })),
  )
  const bases = images.filter(({ tag }) => /busybox|alpine|debian|ubuntu|tiny|slim|base/.test(tag))
  return bases.sort((a, b) => a.size - b.size)[0]?.tag
}

async function lookFrom(
  engine: Engine,
  { image, name, now }: { readonly image: string; readonly name: string; readonly now: () => number },
): Promise<readonly Finding[]> {
  await engine.containers.create(name, { Image: image, Entrypoint: ['sh', '-c'], Cmd: [script] })
  await engine.containers.start(name)
  const startedAt = now()
  await engine.containers.wait(name, 'not-running')
  let said = ''
  for await (const { data } of engine.containers.logs(name, { stdout: true }))
    said += Buffer.from(data).toString()
  const time = Number(/^\d+/.exec(said)?.[0]) * 1000
  if (Number.isNaN(time))
    return [fault(`a container of ${image} runs, but does not tell the time`, 'see docker logs')]
  return [
    ok(`a container of ${image} starts and ends`),
    ...(Math.abs(time - startedAt) > 60_000
      ? [
          warning(
            'the clock inside a container is more than a minute off',
            "set the clock of the engine's machine",
          ),
        ]
      : []),
    said.includes('named')
      ? ok('names outside resolve inside a container')
      : warning(
          `${famousName} does not resolve inside a container`,
          'fine without a network; else add "dns" to /etc/docker/daemon.json',
        ),
  ]
}
