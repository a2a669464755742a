// `gantry init`: a stack that was written comes up at once; nothing that is there is ever written over unasked.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  answersHttp,
  containerRunning,
  exitCode,
  gantry,
  planIsEmpty,
  prints,
  scenario,
  theme,
  warns,
} from '../dsl/index.ts'
import { startProgram } from '../dsl/run.ts'
import { makeWorld, removeWorld } from '../dsl/world.ts'

theme('init', () => {
  scenario('a folder with a Dockerfile becomes a stack that answers', {
    files: {
      Dockerfile: `FROM gantry/tiny
RUN mkdir -p /www && echo hello >/www/index.html
EXPOSE 8099
STOPSIGNAL SIGKILL
CMD ["httpd", "-f", "-p", "8099", "-h", "/www"]
`,
    },
    steps: [
      gantry('init --print', prints('build: .'), warns('found web: Dockerfile, port 8099')),
      gantry('init', warns('wrote compose.yaml')),
      gantry('lint --strict'),
      gantry('init', exitCode(1), warns('compose.yaml is there already')),
      gantry('up -d', containerRunning('web'), answersHttp('web', 8099, '/', 'hello')),
      gantry('plan', planIsEmpty()),
    ],
  })

  test.concurrent('files are written where they are asked for, and none over another', async () => {
    const world = await makeWorld({
      files: { 'index.html': '<p>hi', '.dockerignore': 'mine', 'docker-compose.yml': 'services: {}' },
    })
    const init = async (...args: string[]) =>
      await startProgram({
        program: 'gantry',
        args: ['init', ...args],
        cwd: world.folder,
        environment: world.environment,
        stdin: '',
      }).finished
    try {
      expect(await init()).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('docker-compose.yml is there already'),
      })
      expect(await init('--print', '--dockerfile')).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining('# ---- Dockerfile'),
      })
      expect(await readdir(world.folder)).toHaveLength(3)
      expect(await init('--force', '--dockerfile')).toMatchObject({ exitCode: 0 })
      expect(await readFile(join(world.folder, 'Dockerfile'), 'utf8')).toContain('FROM nginx')
      expect(await readFile(join(world.folder, '.dockerignore'), 'utf8')).toBe('mine')
      expect(await readFile(join(world.folder, 'docker-compose.yml'), 'utf8')).toBe('services: {}')
    } finally {
      await removeWorld(world)
    }
  })

  scenario('a folder that tells nothing is said to tell nothing', {
    files: { 'notes.txt': '' },
    steps: [gantry('init', exitCode(1), warns('nothing in this folder tells how it is run'))],
  })
})
