// Watching sources for real: each action seen in containers, not in what gantry says of it.
import { chmod, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { unpackTar } from 'modern-tar'
import { packTar } from 'modern-tar/fs'
import { describe, expect, test } from 'vitest'
import { docker, replicas, takeSnapshot } from './dsl/engine.ts'
import { type Finished, type Running, startProgram } from './dsl/run.ts'
import { until } from './dsl/until.ts'
import { makeWorld, removeWorld, type World, writeWorldFile } from './dsl/world.ts'

interface Entry {
  readonly kind: string
  readonly mode: number
  readonly uid: number
  readonly text: string
}

interface Scene {
  readonly world: World
  readonly running: Running
  write(name: string, content: string): Promise<void>
  at(name: string): string
  /** Waits until the claim holds. */
  sees(claim: () => Promise<void> | void): Promise<void>
  said(): string
  /** What is in a folder of a replica. */
  folder(service: string, path: string, number?: number): Promise<Record<string, Entry>>
  container(service: string, number?: number): Promise<{ id: string; startedAt: string; running: boolean }>
}

/** Runs gantry in a world of its own until the body is done, then presses Ctrl-C. */
async function watched(
  args: readonly string[],
  files: Readonly<Record<string, string>>,
  body: (scene: Scene) => Promise<void>,
  ready: string | RegExp = 'Watch enabled',
): Promise<Finished> {
  const world = await makeWorld({ files })
  const { folder: cwd, environment } = world
  const running = startProgram({ program: 'gantry', args, cwd, environment, bound: 100_000 })
  let over = false
  running.changes.on('ended', () => {
    over = true
  })
  const said = () => running.said.stdout + running.said.stderr
  const scene: Scene = {
    world,
    running,
    write: (name, content) => writeWorldFile(world, name, content),
    at: name => join(world.folder, name),
    sees: claim =>
      until({
        condition: async () => {
          try {
            await claim()
          } catch (error) {
            throw new Error(`${(error as Error).message}\ngantry said:\n${said()}`)
          }
        },
        changes: running.changes,
        ended: () => over,
        bound: 60_000,
      }),
    said,
    async folder(service, path, number = 1) {
      const one = replicas(await takeSnapshot(world.project), service)[number - 1]
      if (one === undefined) throw new Error(`there is no container ${number} of ${service}`)
      const parts: Buffer[] = []
      for await (const part of await docker.getContainer(one.Id).getArchive({ path }))
        parts.push(part as Buffer)
      const found: Record<string, Entry> = {}
      for (const { header, data } of await unpackTar(Buffer.concat(parts))) {
        const name = header.name.replace(/^[^/]+\//, '').replace(/\/$/, '')
        if (name === '') continue
        found[name] = {
          kind: header.type ?? 'file',
          mode: (header.mode ?? 0) & 0o777,
          uid: header.uid ?? 0,
          text: header.type === 'symlink' ? (header.linkname ?? '') : Buffer.from(data ?? []).toString(),
        }
      }
      return found
    },
    async container(service, number = 1) {
      const one = replicas(await takeSnapshot(world.project), service)[number - 1]
      if (one === undefined) throw new Error(`there is no container ${number} of ${service}`)
      return { id: one.Id, startedAt: one.State.StartedAt, running: one.State.Running }
    },
  }
  try {
    await scene.sees(() => expect(said()).toMatch(ready))
    await body(scene)
    running.child.kill('SIGINT')
    return await running.finished
  } finally {
    running.child.kill('SIGKILL')
    await running.finished
    await removeWorld(world)
  }
}

/** Runs gantry to its end. */
async function refused(args: readonly string[], stack: string): Promise<Finished> {
  const world = await makeWorld({ files: { 'compose.yaml': stack } })
  try {
    return await startProgram({ program: 'gantry', args, cwd: world.folder, environment: world.environment })
      .finished
  } finally {
    await removeWorld(world)
  }
}

const idle = 'image: gantry/tiny\n    init: true\n    stop_grace_period: 0s\n    command: sleep 3600'

const names = (found: Record<string, unknown>): string[] => Object.keys(found).sort()

describe.concurrent('watch', () => {
  test('sync: what changes is in every replica, with its mode, and gone where it is deleted', async () => {
    const stack = `services:
  web:
    ${idle}
    user: "1234:77"
    scale: 2
    develop:
      watch:
        - { path: ./src, action: sync, target: /app, ignore: ["*.log", ./generated/] }
`
    const { exitCode } = await watched(['watch'], { 'compose.yaml': stack }, async scene => {
      // The folder was not there when the watching began.
      await scene.write('src/a.txt', 'one')
      for (const number of [1, 2])
        await scene.sees(async () =>
          expect((await scene.folder('web', '/app', number))['a.txt']).toMatchObject({
            text: 'one',
            uid: 1234,
          }),
        )

      await scene.write('src/a.txt', 'two')
      await chmod(scene.at('src/a.txt'), 0o751)
      await scene.write('src/deep/er/b.txt', 'b')
      await symlink('../a.txt', scene.at('src/deep/link'))
      await scene.sees(async () => {
        const found = await scene.folder('web', '/app', 2)
        expect(found['a.txt']).toMatchObject({ text: 'two', mode: 0o751 })
        expect(found['deep/er/b.txt']?.text).toBe('b')
        expect(found['deep/link']).toMatchObject({ kind: 'symlink', text: '../a.txt' })
        expect(found['deep/er']).toMatchObject({ kind: 'directory', uid: 1234 })
      })

      await rename(scene.at('src/deep'), scene.at('src/moved'))
      await rm(scene.at('src/a.txt'))
      await scene.write('src/noise.log', 'ignored')
      await scene.write('src/.a.txt.swp', 'ignored')
      await scene.write('src/generated/code', 'ignored')
      await scene.write('src/.git/index', 'ignored')
      await scene.sees(async () =>
        expect(names(await scene.folder('web', '/app', 1))).toEqual([
          'moved',
          'moved/er',
          'moved/er/b.txt',
          'moved/link',
        ]),
      )

      // A folder that is removed and made again at once is still watched, a file may become a folder, and what the container has
      // of its own stays.
      const { id } = await scene.container('web')
      await docker.getContainer(id).putArchive(packed({ 'app/own': 'kept' }), { path: '/' })
      await rm(scene.at('src'), { recursive: true })
      await scene.write('src/moved', 'a file now')
      await scene.sees(async () =>
        expect(await scene.folder('web', '/app', 2)).toMatchObject({ moved: { text: 'a file now' } }),
      )
      await scene.write('src/last', 'seen')
      await scene.sees(async () =>
        expect(names(await scene.folder('web', '/app', 1))).toEqual(['last', 'moved', 'own']),
      )
      expect(scene.said()).toContain('Syncing service "web" after 1 changes were detected')
    })
    expect(exitCode).toBe(130)
  })

  test('sync: many changes at once are one sync; include and .dockerignore count', async () => {
    const stack = `services:
  web:
    build: { context: ., dockerfile_inline: "FROM gantry/tiny\\nCOPY seed /app/seed\\n" }
    user: nobody
    init: true
    stop_grace_period: 0s
    command: sleep 3600
    develop:
      watch:
        - { path: ., action: sync, target: /app, include: ["**/*.txt", src], initial_sync: true }
`
    const files = {
      'compose.yaml': stack,
      '.dockerignore': 'secret.txt\n',
      seed: 'of the image',
      'src/before': 'there at the start',
      'before.txt': 'there at the start',
    }
    await watched(['watch', '--quiet'], files, async scene => {
      const first = await scene.folder('web', '/app')
      expect(names(first)).toEqual(['before.txt', 'seed', 'src', 'src/before'])
      // What the container's user is called, its own files know.
      expect(first['before.txt']?.uid).toBe(65534)
      await scene.write('secret.txt', 'no')
      await scene.write('picture.png', 'no')
      const many = Array.from({ length: 300 }, (_, at) => `deep/${at % 7}/${at}.txt`)
      await Promise.all(many.map(name => scene.write(name, name)))
      const wanted = names({ ...first, ...folders(many), ...keyed(many) })
      await scene.sees(async () => {
        const found = await scene.folder('web', '/app')
        expect(names(found)).toEqual(wanted)
        for (const name of many) expect(found[name]?.text).toBe(name)
      })
      // One, unless the machine slept in between; never one a file.
      expect(scene.said().match(/Syncing/g)?.length).toBeLessThan(many.length / 10)
    })
  })

  test('sync+restart and restart: also for a container that has ended', async () => {
    const stack = `services:
  web:
    image: gantry/tiny
    init: true
    stop_grace_period: 0s
    command: sh -c 'test -e /conf/good && exec sleep 3600'
    develop:
      watch:
        - { path: ./conf, action: sync+restart, target: /conf }
  worker:
    ${idle}
    develop:
      watch:
        - { path: ./worker.env, action: restart }
`
    await watched(['watch'], { 'compose.yaml': stack, 'worker.env': 'A=1' }, async scene => {
      await scene.sees(async () => expect((await scene.container('web')).running).toBe(false))
      const worker = await scene.container('worker')
      await scene.write('conf/good', 'yes')
      await scene.sees(async () => expect((await scene.container('web')).running).toBe(true))
      await scene.sees(() => expect(scene.said()).toContain('service(s) ["web"] restarted'))
      expect(await scene.container('worker')).toEqual(worker)

      await scene.write('worker.env', 'A=2')
      await scene.sees(async () => {
        const now = await scene.container('worker')
        expect(now).toMatchObject({ id: worker.id, running: true })
        expect(now.startedAt).not.toBe(worker.startedAt)
      })
      await scene.sees(() => expect(scene.said()).toContain('service(s) ["worker"] restarted'))
      // It has no time to stop, and is whole after that all the same.
      const { folder: cwd, environment } = scene.world
      const args = ['exec', '-T', 'worker', 'echo', 'reached']
      const reached = await startProgram({ program: 'gantry', args, cwd, environment }).finished
      expect(reached).toMatchObject({ exitCode: 0, stdout: 'reached\n' })
    })
  })

  test('sync+exec: the command runs after the files are there, once a batch', async () => {
    const stack = `services:
  web:
    ${idle}
    develop:
      watch:
        - path: ./src
          action: sync+exec
          target: /src
          exec:
            command: sh -c 'cat /src/* > /result; echo "$$GREETING from $$PWD as $$(id -u)"'
            environment: { GREETING: hello }
            working_dir: /tmp
            user: "65534"
`
    const bare = stack.replace('            user: "65534"\n', '')
    await watched(['watch'], { 'compose.yaml': bare }, async scene => {
      await scene.write('next/a', '1')
      await scene.write('next/b', '2')
      await rename(scene.at('next'), scene.at('src'))
      await scene.sees(() => expect(scene.said()).toContain('web-1  | hello from /tmp as 0'))
      expect(await textOf(scene, 'web', '/result')).toBe('12')
      expect(scene.said().match(/hello/g)).toHaveLength(1)
    })
    // A command that fails is told, and watching goes on.
    await watched(['watch'], { 'compose.yaml': stack }, async scene => {
      await scene.write('src/a', '1')
      await scene.sees(() => expect(scene.said()).toContain('hello from /tmp as 65534'))
      await scene.write('src/a', '2')
      await scene.sees(() => expect(scene.said().match(/hello/g)?.length).toBeGreaterThan(1))
      expect(scene.said()).toContain("can't create /result")
    })
  })

  test('rebuild: a new image and container; a build that fails leaves what runs, and the next change tries again', async () => {
    const stack = `services:
  web:
    build: ./web
    init: true
    stop_grace_period: 0s
    depends_on: [db]
    develop:
      watch:
        - { path: ./web, action: rebuild }
  db:
    ${idle}
`
    const files = {
      'compose.yaml': stack,
      'web/Dockerfile': 'FROM gantry/tiny\nCOPY page /page\nCMD ["sleep", "3600"]\n',
      'web/page': 'one',
    }
    await watched(['watch', 'web'], files, async scene => {
      const first = await scene.container('web')
      const db = await scene.container('db')
      await scene.write('web/page', 'two')
      await scene.sees(() => expect(scene.said()).toContain('service(s) ["web"] successfully built'))
      expect(scene.said()).toContain('Rebuilding service(s) ["web"] after changes were detected...')
      const second = await scene.container('web')
      expect(second.id).not.toBe(first.id)
      expect(await textOf(scene, 'web', '/page')).toBe('two')
      expect(await scene.container('db')).toEqual(db)
      const left = await docker.listImages({
        filters: JSON.stringify({
          dangling: ['true'],
          label: [`com.docker.compose.project=${scene.world.project}`],
        }),
      })
      expect(left).toEqual([])

      await scene.write('web/Dockerfile', 'FROM gantry/tiny\nRUN no-such-command\n')
      await scene.sees(() => expect(scene.said()).toContain('not rebuilt'))
      expect(await scene.container('web')).toEqual(second)

      await scene.write('web/Dockerfile', 'FROM gantry/tiny\nCOPY page /mended\nCMD ["sleep", "3600"]\n')
      await scene.sees(async () => expect(await textOf(scene, 'web', '/mended')).toBe('two'))
    })
  })

  test('up --watch: changes from its first line on count; Ctrl-C stops all', async () => {
    const stack = `services:
  web:
    build: { context: ., dockerfile_inline: "FROM gantry/tiny\\nCOPY word /word\\n" }
    init: true
    stop_grace_period: 0s
    command: sh -c 'echo says $$(cat /word); exec sleep 3600'
    develop:
      watch:
        - { path: ./src, action: sync, target: /src }
        - { path: ./word, action: rebuild }
`
    const { exitCode, stdout } = await watched(
      ['up', '--watch'],
      { 'compose.yaml': stack, word: 'first' },
      async scene => {
        await scene.write('src/early', 'not lost')
        await scene.sees(async () => expect(await textOf(scene, 'web', '/src/early')).toBe('not lost'))
        await scene.sees(() => expect(scene.said()).toContain('says first'))
        await scene.write('word', 'second')
        // The container that stands in for the first is followed as well, and the run goes on without the first.
        await scene.sees(() => expect(scene.said()).toContain('says second'))
        await scene.sees(() => expect(scene.said()).toContain('successfully built'))
      },
      'Attaching to web-1',
    )
    expect(exitCode).toBe(130)
    expect(stdout).toContain('Watch enabled')
    expect(stdout).toContain('Syncing service "web" after')
  })

  test('up --watch: a container that ends is waited for; when all are taken down, it ends', async () => {
    const stack = `services:
  web:
    image: gantry/tiny
    init: true
    stop_grace_period: 0s
    command: sh -c 'test -e /src/good || exit 3; echo it works; exec sleep 3600'
    develop:
      watch:
        - { path: ./src, action: sync+restart, target: /src }
`
    const end = await watched(
      ['up', '--watch'],
      { 'compose.yaml': stack },
      async scene => {
        await scene.sees(() => expect(scene.said()).toContain('web-1 exited with code 3'))
        await scene.write('src/good', '')
        await scene.sees(() => expect(scene.said()).toContain('it works'))
        await scene.sees(() => expect(scene.said()).toContain('service(s) ["web"] restarted'))
        const { folder: cwd, environment } = scene.world
        const down = await startProgram({ program: 'gantry', args: ['down'], cwd, environment }).finished
        expect(down.exitCode).toBe(0)
        expect((await scene.running.finished).exitCode).toBe(0)
      },
      'Watch enabled',
    )
    expect(end.exitCode).toBe(0)
  })

  test('what stops or goes in between is told, and watching goes on', async () => {
    const stack = `services:
  web:
    ${idle}
    develop:
      watch:
        - { path: ./src, action: sync, target: /src }
`
    await watched(['watch'], { 'compose.yaml': stack, 'src/a': '1' }, async scene => {
      const { id } = await scene.container('web')
      await docker.getContainer(id).stop({ t: 0 })
      await rm(scene.at('src/a'))
      await scene.sees(() =>
        expect(scene.said()).toContain('web-1 does not run: what was deleted stays in it'),
      )
      await docker.getContainer(id).remove()
      await scene.write('src/b', '2')
      await scene.sees(() =>
        expect(scene.said()).toContain('service "web" has no container: nothing was synced'),
      )
    })
  })

  test('--no-up starts nothing; --dry-run says what would be watched; a mounted path is left out', async () => {
    const stack = `services:
  web:
    ${idle}
    volumes: [./mounted:/mounted]
    develop:
      watch:
        - { path: ./src, action: sync, target: /src }
        - { path: ./mounted/in, action: sync, target: /mounted/in }
`
    const { stderr } = await watched(['watch', '--no-up'], { 'compose.yaml': stack }, async scene => {
      expect((await takeSnapshot(scene.world.project)).containers).toEqual([])
    })
    expect(stderr).toContain('bind mount')
    const dry = await refused(['--dry-run', 'watch'], stack)
    expect(dry.exitCode).toBe(0)
    expect(dry.stdout).toMatch(/web: sync on changes of .*src to \/src/)
  })

  test('what cannot work is refused at its place, before anything is started', async () => {
    const none = await refused(['watch'], `services:\n  web:\n    ${idle}\n`)
    expect(none.exitCode).toBe(1)
    expect(none.stderr).toContain('none of the selected services is configured for watch')
    const rules = 'develop: { watch: [{ path: ./src, action: rebuild }] }'
    const unbuilt = await refused(['up', '--watch'], `services:\n  web:\n    ${idle}\n    ${rules}\n`)
    expect(unbuilt.exitCode).toBe(1)
    expect(unbuilt.stderr).toContain(`can't watch service "web" with action rebuild without a build context`)
    expect(unbuilt.stderr).toContain('compose.yaml:7:')
    const built = `services:\n  web:\n    build: .\n    ${rules}\n`
    const forbidden = await refused(['up', '--watch', '--no-build'], built)
    expect(forbidden.stderr).toContain('--no-build is incompatible with watch action rebuild in service web')
  })
})

/** The text of one file of a container. */
async function textOf(scene: Scene, service: string, path: string): Promise<string> {
  const { id } = await scene.container(service)
  const parts: Buffer[] = []
  for await (const part of await docker.getContainer(id).getArchive({ path })) parts.push(part as Buffer)
  const [entry] = await unpackTar(Buffer.concat(parts))
  return Buffer.from(entry?.data ?? []).toString()
}

const packed = (files: Readonly<Record<string, string>>) =>
  packTar(Object.entries(files).map(([target, content]) => ({ type: 'content', target, content })))

const keyed = (files: readonly string[]): Record<string, true> =>
  Object.fromEntries(files.map(file => [file, true]))

/** The folders on the way to the files. */
function folders(files: readonly string[]): Record<string, true> {
  const all = files.flatMap(file => {
    const parts = file.split('/').slice(0, -1)
    return parts.map((_, at) => parts.slice(0, at + 1).join('/'))
  })
  return keyed(all)
}
