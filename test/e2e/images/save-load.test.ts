// A stack's images as one archive, for machines without a registry.
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { unpackTar } from 'modern-tar'
import { readBuffer } from '../../engine/adapter/engines.ts'
import {
  type Check,
  CheckFailed,
  containersAre,
  docker,
  exitCode,
  gantry,
  gantryWith,
  noContainers,
  planIsEmpty,
  printsInside,
  scenario,
  shell,
  stderrNames,
  theme,
  warns,
} from '../dsl/index.ts'
import { printsNothing } from './registry.ts'

const stack = `
services:
  web:
    build:
      dockerfile_inline: |
        FROM gantry/tiny
        RUN echo \${PROJECT} web | cut -c-3 >/who
    init: true
    stop_grace_period: 0s
    command: sleep 3600
    depends_on: [store]
  store:
    image: \${PROJECT}-shelf:v2
    build:
      dockerfile_inline: |
        FROM gantry/tiny
        RUN echo \${PROJECT} store >/who
    init: true
    stop_grace_period: 0s
    command: sleep 3600
  again:
    image: \${PROJECT}-shelf:v2
    scale: 0
`

/** The names in an archive's manifest. */
function archiveHolds(file: string, ...names: readonly string[]): Check {
  return {
    title: `${file} holds ${names.join(', ')}`,
    async verify(world) {
      const entries = await unpackTar(await readBuffer(createReadStream(join(world.folder, file))))
      const manifest = entries.find(entry => entry.header.name === 'manifest.json')
      const images = JSON.parse(Buffer.from(manifest?.data ?? []).toString()) as { RepoTags: string[] }[]
      const found = images
        .flatMap(one => one.RepoTags.map(tag => tag.replace(world.project, '$PROJECT')))
        .sort()
      if (found.join() !== [...names].sort().join()) throw new CheckFailed(`it holds ${found.join(', ')}`)
    },
  }
}

const removeImages = docker('rmi $PROJECT-web $PROJECT-shelf:v2')

theme('save and load', () => {
  scenario('saved, removed, loaded, and up without a build', {
    stack,
    steps: [
      gantry('build -q'),
      gantry(
        'save -o all.tar',
        warns(/Saved 2 images \(\d.*B\)\n \$PROJECT-\S+\n \$PROJECT-\S+\n/),
        archiveHolds('all.tar', '$PROJECT-web:latest', '$PROJECT-shelf:v2'),
      ),
      gantry('save -q -o web.tar web', printsNothing, archiveHolds('web.tar', '$PROJECT-web:latest')),
      gantry(
        'save -q --include-deps -o both.tar web',
        archiveHolds('both.tar', '$PROJECT-web:latest', '$PROJECT-shelf:v2'),
      ),
      removeImages,
      gantry(
        'load -i all.tar',
        warns('Loaded image $PROJECT-web:latest'),
        warns('Loaded image $PROJECT-shelf:v2'),
      ),
      gantry(
        'up -d --no-build',
        containersAre('store-1', 'web-1'),
        printsInside('web', ['cat', '/who'], 'e2e'),
        planIsEmpty(),
      ),
      gantry('down', noContainers),
      removeImages,
      gantry('load -q -i web.tar', printsNothing),
      // What was not loaded is missing, and named where the file asks for it; a file that was there stays.
      gantry(
        'save -o all.tar',
        exitCode(1),
        stderrNames('compose.yaml:12:12', 'the engine has no image'),
        warns('gantry build store'),
        archiveHolds('all.tar', '$PROJECT-web:latest', '$PROJECT-shelf:v2'),
      ),
    ],
  })

  scenario('through pipes', {
    stack,
    steps: [
      gantry('build -q'),
      shell(
        '"$0" "$@" save -q >piped.tar',
        archiveHolds('piped.tar', '$PROJECT-web:latest', '$PROJECT-shelf:v2'),
      ),
      removeImages,
      shell(
        '"$0" "$@" save 2>said.txt | cat >none.tar; test ! -s none.tar && grep -q "has no image" said.txt',
      ),
      shell('"$0" "$@" load <piped.tar', warns('Loaded image $PROJECT-web:latest')),
      docker('inspect $PROJECT-web'),
    ],
  })

  scenario('what is no archive, and what cannot be written', {
    stack,
    files: { 'broken.tar': 'no tar at all', 'folder/file': '' },
    steps: [
      gantry('load -i none.tar', exitCode(1), warns('there is no file none.tar')),
      gantry('load -i folder', exitCode(1), warns('folder is a folder')),
      gantry('load -i broken.tar', exitCode(1), warns('cannot load the archive: ')),
      gantryWith({ stdin: '' }, 'load', exitCode(1), warns('[image-archive]')),
      gantry('build -q'),
      gantry('save -o missing/all.tar', exitCode(1), warns('cannot write missing/all.tar')),
    ],
  })
})
