// gantry as a plugin of the real docker, and in Docker Compose's place. docker's settings are a folder of each world's own.
import { execFile } from 'node:child_process'
import { chmod, copyFile, mkdir, readFile, readlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, test } from 'vitest'
import { replicas, takeSnapshot } from './dsl/engine.ts'
import { type Finished, startProgram } from './dsl/run.ts'
import { until } from './dsl/until.ts'
import { makeWorld, removeWorld, type World } from './dsl/world.ts'

const root = join(import.meta.dirname, '..', '..')
const bundle = process.env.GANTRY_TEST_BIN?.endsWith('.cjs')
  ? process.env.GANTRY_TEST_BIN
  : join(root, 'dist', 'gantry.cjs')

const stack = `
services:
  web:
    image: gantry/tiny
    init: true
    stop_grace_period: 0s
    command: sleep 3600
`

interface Place {
  readonly world: World
  /** Folder of plugins. */
  readonly plugins: string
  /** An installed gantry, as the build lays it out. */
  readonly program: string
  docker(...args: string[]): Promise<Finished>
  gantry(...args: string[]): Promise<{ code: number; said: string }>
}

async function inPlace(act: (place: Place) => Promise<void>): Promise<void> {
  const world = await makeWorld({ files: { 'compose.yaml': stack } })
  try {
    const config = join(world.folder, 'docker')
    const installed = join(world.folder, 'installed')
    await mkdir(config)
    await mkdir(installed)
    await copyFile(bundle, join(installed, 'gantry.cjs'))
    await copyFile(join(root, 'scripts', 'loader.cjs'), join(installed, 'loader.cjs'))
    await copyFile(join(root, 'scripts', 'gantry.sh'), join(installed, 'gantry'))
    world.environment.DOCKER_CONFIG = config
    const program = join(installed, 'gantry')
    await chmod(program, 0o755)
    await act({
      world,
      plugins: join(config, 'cli-plugins'),
      program,
      docker: (...args) =>
        startProgram({ program: 'docker', args, cwd: world.folder, environment: world.environment }).finished,
      gantry: (...args) => run(world, program, args),
    })
  } finally {
    await removeWorld(world)
  }
}

function run(
  world: World,
  file: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<{ code: number; said: string }> {
  return new Promise(resolve => {
    const options = { cwd: world.folder, env: { ...world.environment, ...variables } }
    execFile(file, [...args], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: `${stdout}${stderr}` }),
    )
  })
}

describe('as a plugin', () => {
  test.concurrent('docker compose and docker gantry bring the same stack up and down', () =>
    inPlace(async ({ world, docker, gantry }) => {
      expect((await gantry('plugin', 'install')).code).toBe(0)
      expect((await gantry('plugin', 'install', '--as', 'docker-compose')).code).toBe(0)
      const up = await docker('compose', 'up', '-d')
      expect(up.exitCode, up.stderr).toBe(0)
      expect(replicas(await takeSnapshot(world.project), 'web').map(one => one.State.Status)).toEqual([
        'running',
      ])
      expect((await docker('gantry', 'ps', '--format', '{{.Service}} {{.State}}')).stdout).toBe(
        'web running\n',
      )
      const down = await docker('gantry', 'down')
      expect(down.exitCode, down.stderr).toBe(0)
      expect((await takeSnapshot(world.project)).containers).toEqual([])
    }))

  test.concurrent('builds with a docker-buildx that docker calls as a plugin, too', () =>
    inPlace(async ({ world, docker, gantry, plugins }) => {
      await gantry('plugin', 'install', '--as', 'docker-compose')
      // As the real one: it takes what it is given for a command line of docker where this variable is set.
      const buildx = [
        '#!/bin/sh',
        '[ -n "$DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND" ] && { echo "Usage: docker"; exit 1; }',
        'echo "$*" >> calls',
        'exit 9',
      ]
      await writeFile(join(plugins, 'docker-buildx'), `${buildx.join('\n')}\n`, { mode: 0o755 })
      const inline = 'services: {web: {build: {dockerfile_inline: FROM gantry/tiny}}}\n'
      await writeFile(join(world.folder, 'compose.yaml'), inline)
      const built = await docker('compose', 'build')
      expect(built.exitCode).not.toBe(0)
      expect(built.stderr).not.toContain('Usage: docker')
      expect(await readFile(join(world.folder, 'calls'), 'utf8')).toMatch(/^(version|build|bake)/m)
    }))

  test.concurrent("answers scripts in Docker Compose's words and places", () =>
    inPlace(async ({ world, docker, gantry }) => {
      await gantry('plugin', 'install', '--as', 'docker-compose')
      const unset = `${stack}    labels: {a: "$E2E_NOT_SET"}\n    ports: ["127.0.0.1::80"]\n`
      const built =
        '  built: {profiles: [b], build: {dockerfile_inline: "FROM gantry/tiny\\nRUN echo made"}}\n'
      await writeFile(join(world.folder, 'compose.yaml'), unset + built)
      const dry = await docker('compose', '--dry-run', 'up', '-d')
      expect(dry.exitCode, dry.stderr).toBe(0)
      expect(dry.stderr).toMatch(
        /level=warning msg=".*The \\"E2E_NOT_SET\\" variable is not set\. Defaulting to/,
      )
      expect(dry.stderr).toContain(` DRY-RUN MODE -  Container ${world.project}-web-1 Created\n`)
      expect(dry.stdout).toContain('+ create container web-1')
      expect((await takeSnapshot(world.project)).containers).toEqual([])
      expect((await docker('compose', '--dry-run', 'cp', 'a', 'web:/')).stderr).toContain('DRY-RUN MODE')
      expect((await docker('compose', 'up', '-d')).exitCode).toBe(0)
      expect((await docker('compose', 'ps', '--format', '{{.Publishers}}')).stdout).toMatch(
        /^\[\{127\.0\.0\.1 80 \d+ tcp\}\]$/m,
      )
      const build = await docker('compose', '--progress', 'plain', 'build', '--no-cache', 'built')
      expect(build.stdout, build.stderr).toContain('RUN echo made')
      const gone = await docker('compose', 'rm', '-sf')
      expect(gone.stdout).toBe(`Going to remove ${world.project}-web-1\n`)
      await docker('compose', 'down', '--rmi', 'local')
    }))

  test.concurrent('says who it is where docker and scripts ask', () =>
    inPlace(async ({ docker, gantry, program, world }) => {
      await gantry('plugin', 'install')
      await gantry('plugin', 'install', '--as', 'docker-compose')
      const own = (await gantry('version', '--short')).said.trim()
      const plugins = JSON.parse(
        (await docker('info', '--format', '{{json .ClientInfo.Plugins}}')).stdout,
      ) as {
        Name: string
        Version: string
        Err?: string
      }[]
      expect(plugins.map(({ Name, Version, Err }) => [Name, Version, Err])).toEqual([
        ['compose', `v5.5.0+gantry-${own}`, undefined],
        ['gantry', `v${own}`, undefined],
      ])
      expect((await docker('compose', 'version')).stdout).toBe(
        `Docker Compose version v5.5.0+gantry-${own}\n`,
      )
      expect((await docker('compose', 'version', '--short')).stdout).toBe(`5.5.0+gantry-${own}\n`)
      expect(JSON.parse((await docker('compose', 'version', '--format', 'json')).stdout)).toEqual({
        version: `v5.5.0+gantry-${own}`,
      })
      expect((await docker('gantry', 'version')).stdout).toBe(`gantry version v${own}\n`)
      expect((await docker('compose', 'up', '--help')).stdout).toMatch(/^Usage: docker compose up /)
      expect((await docker('help', 'compose', 'up')).stdout).toMatch(/^Usage: docker compose up /)
      expect((await docker('gantry', '--help')).stdout).toMatch(/^Usage: docker gantry /)
      const unknown = await docker('compose', 'upp')
      expect(unknown.exitCode).toBe(1)
      expect(unknown.stderr).toContain('unknown docker command: "compose upp"; did you mean up?')
      const flag = await docker('compose', 'up', '--nosuch')
      expect(flag.exitCode).toBe(1)
      expect(flag.stderr).toContain('unknown flag: --nosuch; see docker compose up --help')
      const standalone = join(world.folder, 'bin')
      await run(world, program, ['plugin', 'install', '--as', 'docker-compose', '--to', standalone])
      const compose = join(standalone, 'docker-compose')
      expect((await run(world, compose, ['-v'])).said).toBe(`Docker Compose version v5.5.0+gantry-${own}\n`)
      expect((await run(world, compose, ['ps', '--help'])).said).toMatch(/^Usage: docker-compose ps /)
    }))

  test.concurrent("docker's own flags choose the engine", () =>
    inPlace(async ({ docker, gantry }) => {
      await gantry('plugin', 'install', '--as', 'docker-compose')
      const nowhere = 'unix:///nowhere/docker.sock'
      const here = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock'
      expect((await docker('context', 'create', 'here', '--docker', `host=${here}`)).exitCode).toBe(0)
      expect((await docker('context', 'create', 'away', '--docker', `host=${nowhere}`)).exitCode).toBe(0)
      expect((await docker('-H', here, 'compose', 'ps', '-q')).exitCode).toBe(0)
      expect((await docker('--context', 'here', 'compose', 'ps', '-q')).exitCode).toBe(0)
      const host = await docker('-H', nowhere, 'compose', 'ps')
      expect(host.exitCode).toBe(1)
      expect(host.stderr).toContain(`no engine answers at ${nowhere} (from --host)`)
      const context = await docker('--context', 'away', 'compose', 'ps')
      expect(context.exitCode).toBe(1)
      expect(context.stderr).toContain(`no engine answers at ${nowhere} (from docker context "away")`)
    }))

  test.concurrent('completes commands, flags and services as docker asks for them', () =>
    inPlace(async ({ gantry, plugins, world }) => {
      await gantry('plugin', 'install', '--as', 'docker-compose')
      const ask = async (...args: string[]) => (await run(world, join(plugins, 'docker-compose'), args)).said
      expect(await ask('__complete', 'compose', 'up', '')).toBe('web\n:4\n')
      expect(await ask('__complete', 'compose', 'unp')).toBe('unpause\tUnpause containers\n:4\n')
      expect(await ask('__completeNoDesc', 'compose', 'up', '--remove')).toBe('--remove-orphans\n:4\n')
    }))

  test.concurrent('ends an attached up when docker closes its socket', () =>
    inPlace(async ({ world }) => {
      const address = `gantry-test-${world.project}`
      const server = createServer()
      const connected = new Promise<() => void>(resolve => {
        server.once('connection', socket => resolve(() => socket.destroy()))
      })
      await new Promise<void>(resolve => server.listen({ path: `\0${address}` }, resolve))
      const running = startProgram({
        program: 'gantry',
        args: ['up'],
        cwd: world.folder,
        environment: { ...world.environment, DOCKER_CLI_PLUGIN_SOCKET: `@${address}` },
      })
      await until({
        changes: running.changes,
        condition: async () => {
          const states = replicas(await takeSnapshot(world.project), 'web').map(one => one.State.Status)
          if (states[0] !== 'running') throw new Error(`it is ${states[0] ?? 'not there'}`)
        },
      })
      ;(await connected)()
      server.close()
      const ended = await running.finished
      expect(ended.exitCode, ended.stderr).toBe(130)
      expect(replicas(await takeSnapshot(world.project), 'web').map(one => one.State.Status)).toEqual([
        'exited',
      ])
    }))
})

describe('installing', () => {
  test.concurrent('leaves another program of that name alone, or moves it aside and puts it back', () =>
    inPlace(async ({ plugins, program, gantry }) => {
      const file = join(plugins, 'docker-compose')
      await mkdir(plugins)
      await writeFile(file, '#!/bin/sh\necho other\n', { mode: 0o755 })
      const refused = await gantry('plugin', 'install', '--as', 'docker-compose')
      expect(refused.code).toBe(1)
      expect(refused.said).toContain('is there already, and it is not this gantry; add --force')
      expect((await gantry('plugin', 'uninstall', '--as', 'docker-compose')).code).toBe(1)
      expect((await gantry('plugin', 'install', '--as', 'docker-compose', '--force')).code).toBe(0)
      expect(await readlink(file)).toBe(program)
      expect((await gantry('plugin', 'install', '--as', 'docker-compose')).code).toBe(0)
      expect((await gantry('plugin', 'uninstall', '--as', 'docker-compose')).said).toContain(
        'is what it was before',
      )
      expect((await run({ folder: plugins, environment: {} } as World, file, [])).said).toBe('other\n')
    }))
})
