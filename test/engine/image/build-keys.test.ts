// Each key of `build:` by its effect, on every builder that can do it.
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../adapter/engines.ts'
import {
  buildKitNew,
  buildKitOld,
  buildxNew,
  buildxOld,
  classic,
  openWorkshop,
  type Workshop,
} from './workshop.ts'

describe.each([classic, ...buildKitOld, ...buildKitNew, ...buildxOld, ...buildxNew])(
  '%s',
  async (name, host, environment) => {
    const engine = await connect(host)
    let shop: Workshop
    beforeEach(() => {
      shop = openWorkshop(engine, environment)
    })
    afterEach(() => shop.cleanUp())
    afterAll(() => engine.close())

    const list = 'RUN cd /app && find . | sort | sed s/^/at:/'

    test('context: a folder, less what .dockerignore names, with modes and links', async () => {
      shop.write(
        'Dockerfile',
        `FROM gantry/tiny\nCOPY . /app\n${list}\nRUN stat -c 'mode:%a:%n' /app/run.sh && readlink /app/link\n`,
      )
      shop.write('.dockerignore', '*.log\nnode_modules\n!keep.log\nDockerfile\n.dockerignore\n')
      for (const path of ['a.log', 'keep.log', 'node_modules/x/index.js', 'src/ü.txt'])
        shop.write(path, `${path}${Math.random()}`)
      chmodSync(shop.write('run.sh', '#!/bin/sh\n'), 0o751)
      symlinkSync('src/ü.txt', join(shop.folder, 'link'))
      const { lines } = await shop.make({})
      expect(lines.filter(line => line.startsWith('at:'))).toEqual(
        ['.', './keep.log', './link', './run.sh', './src', './src/ü.txt'].map(path => `at:${path}`),
      )
      expect(lines).toContain('mode:751:/app/run.sh')
      expect(lines).toContain('src/ü.txt')
    })

    test('an unchanged context uses the cache, whatever its times are', async () => {
      shop.write(
        'Dockerfile',
        `FROM gantry/tiny\nENV UNIQUE=${shop.imageName()}\nCOPY file /file\nRUN cat /proc/sys/kernel/random/uuid\n`,
      )
      shop.write('file', 'same')
      const first = await shop.make({})
      shop.write('file', 'same')
      const second = await shop.make({})
      expect(second.image.RootFS?.Layers).toEqual(first.image.RootFS?.Layers)
      shop.write('file', 'other')
      const third = await shop.make({})
      expect(third.image.RootFS?.Layers).not.toEqual(first.image.RootFS?.Layers)
    })

    test('dockerfile: a path in the context, with a .dockerignore of its own', async () => {
      shop.write('docker/web.Dockerfile', `FROM gantry/tiny\nCOPY . /app\n${list}\n`)
      shop.write('docker/web.Dockerfile.dockerignore', 'docker\nsecret*\n')
      shop.write('.dockerignore', 'main.txt\n')
      shop.write('main.txt', `${Math.random()}`)
      shop.write('secret.txt', '')
      const { lines } = await shop.make({ build: { dockerfile: 'docker/web.Dockerfile' } })
      expect(lines).toContain('at:./main.txt')
      expect(lines).not.toContain('at:./secret.txt')
      expect(lines).not.toContain('at:./docker/web.Dockerfile')
    })

    test('dockerfile: outside of the context', async () => {
      const outside = mkdtempSync(join(tmpdir(), 'gantry-outside-'))
      try {
        writeFileSync(join(outside, 'Other'), `FROM gantry/tiny\nCOPY . /app\n${list}\n`)
        shop.write('one', `${Math.random()}`)
        const { lines } = await shop.make({ build: { dockerfile: join(outside, 'Other') } })
        expect(lines.filter(line => line.startsWith('at:'))).toEqual(['at:.', 'at:./one'])
      } finally {
        rmSync(outside, { recursive: true })
      }
    })

    test('dockerfile_inline', async () => {
      shop.write('one', '1')
      const { lines } = await shop.make({ dockerfile: `COPY . /app\n${list}` })
      expect(lines.filter(line => line.startsWith('at:'))).toEqual(['at:.', 'at:./one'])
    })

    test('args: values, from the environment, from flags; the unset ones keep their default', async () => {
      const { lines } = await shop.make({
        dockerfile: 'ARG A=0\nARG B=0\nARG C=0\nARG D=0\nARG E=0\nRUN echo "args:$A-$B-$C-$D-$E"',
        build: { args: { A: 'a b', B: null, C: null, D: 'file' } },
        environment: { B: 'shell', E: 'bare' },
        options: { args: ['D=flag', 'E'] },
      })
      expect(lines).toContain('args:a b-shell-0-flag-bare')
    })

    test("proxies of docker's config.json reach the build, and leave no trace in the image", async () => {
      shop.write(
        'config.json',
        JSON.stringify({ proxies: { default: { httpProxy: 'http://proxy.example:3128' } } }),
      )
      const { lines, image } = await shop.make({
        dockerfile: 'RUN echo "proxy:$HTTP_PROXY:$http_proxy"',
        environment: { DOCKER_CONFIG: shop.folder },
      })
      expect(lines).toContain('proxy:http://proxy.example:3128:http://proxy.example:3128')
      expect(JSON.stringify(image.Config)).not.toContain('proxy.example')
    })

    test('target, labels, tags', async () => {
      shop.write('Dockerfile', 'FROM gantry/tiny AS one\nLABEL stage=one\nFROM one AS two\nLABEL stage=two\n')
      const other = shop.imageName()
      const { image } = await shop.make({
        build: { target: 'one', labels: { 'test.word': 'a=b "c"' }, tags: [`${other}:v2`] },
      })
      expect(image.Config?.Labels).toMatchObject({
        stage: 'one',
        'test.word': 'a=b "c"',
        'com.docker.compose.project': 'test-image',
        'com.docker.compose.service': 'web',
        'com.docker.compose.version': expect.stringMatching(/^\d+\.\d+\.\d+$/),
      })
      expect((await engine.images.inspect(`${other}:v2`)).Id).toBe(image.Id)
    })

    test('extra_hosts and network', async () => {
      const { lines } = await shop.make({
        dockerfile:
          'RUN grep example /etc/hosts | tr "\\t" " "; echo "links:$(ls /sys/class/net | grep -v lo | wc -l)"',
        build: { extra_hosts: ['db.example=10.0.0.5', 'six.example=fd00::5'], network: 'none' },
      })
      expect(lines).toContain('10.0.0.5 db.example')
      expect(lines).toContain('fd00::5 six.example')
      expect(lines).toContain('links:0')
    })

    test('shm_size and ulimits', async () => {
      const { lines } = await shop.make({
        dockerfile:
          'RUN df -k /dev/shm | awk \'NR==2 {print "shm:" $2}\'; echo "files:$(ulimit -Sn):$(ulimit -Hn):$(ulimit -c)"',
        build: { shm_size: '134217728', ulimits: { nofile: { soft: 1234, hard: 2345 }, core: 0 } },
      })
      expect(lines).toContain('shm:131072')
      expect(lines).toContain('files:1234:2345:0')
    })

    test('no_cache, in the file and as a flag', async () => {
      shop.write(
        'Dockerfile',
        `FROM gantry/tiny\nENV UNIQUE=${shop.imageName()}\nRUN cat /proc/sys/kernel/random/uuid >/now\n`,
      )
      const first = await shop.make({})
      const again = await shop.make({})
      const file = await shop.make({ build: { no_cache: true } })
      const flag = await shop.make({ options: { noCache: true } })
      expect(again.image.RootFS?.Layers).toEqual(first.image.RootFS?.Layers)
      const layers = [first, file, flag].map(made => JSON.stringify(made.image.RootFS?.Layers))
      expect(new Set(layers).size).toBe(3)
    })

    test('pull asks the registry though the base is there', async () => {
      // Nothing listens on port 1: a pull of the base must fail, a build without it must not ask.
      const base = `127.0.0.1:1/${shop.imageName()}:latest`
      const tagged = await shop.make({ dockerfile: '' })
      await engine.images.tag(tagged.id, base)
      try {
        shop.write('Dockerfile', `FROM ${base}\n`)
        if (name === classic[0]) await shop.make({})
        const [problem] = await shop.refusal({ build: { pull: true } })
        expect(problem).toMatchObject({
          code: 'build-failed',
          hint: expect.stringContaining('reaches the registry'),
        })
      } finally {
        await engine.images.remove(base)
      }
    })

    test('platforms: of several, the one that the engine can keep', async () => {
      const { image, lines } = await shop.make({
        dockerfile: 'RUN true',
        build: { platforms: ['linux/arm64', 'linux/amd64'] },
      })
      expect(image.Architecture).toBe('amd64')
      expect(lines).toContain(
        'of the platforms linux/arm64, linux/amd64 only linux/amd64 is built: the engine keeps one',
      )
    })

    test('a failing step: its output, and the line of the Dockerfile', async () => {
      const file = shop.write(
        'Dockerfile',
        `# a comment\nFROM gantry/tiny\nENV UNIQUE=${shop.imageName()}\n\nRUN echo one && \\\n  echo two\n  RUN echo the cause; exit 3\n`,
      )
      const [problem] = await shop.refusal({})
      expect(problem).toMatchObject({
        code: 'build-failed',
        path: 'services.web.build',
        place: { file, line: 7, column: 3 },
        cause: expect.stringContaining('the cause'),
      })
      expect(problem?.message).toMatch(/^the build of web failed at Dockerfile:7: .*\b3$/)
    })

    test('an unknown instruction', async () => {
      const file = shop.write('Dockerfile', 'FROM gantry/tiny\n\nNOPE x\n')
      const [problem] = await shop.refusal({})
      expect(problem).toMatchObject({ code: 'build-failed', place: { file, line: 3 } })
      expect(problem?.message).toMatch(
        /^the build of web failed at Dockerfile:3: .*unknown instruction: NOPE/,
      )
    })

    test('a missing context, a context that is a file, a missing Dockerfile', async () => {
      shop.write('file', '')
      const codes = []
      for (const build of [
        { context: join(shop.folder, 'none') },
        { context: join(shop.folder, 'file') },
        {},
      ]) {
        const [problem] = await shop.refusal({ build })
        codes.push([problem?.code, problem?.place?.file])
      }
      expect(codes).toEqual([
        ['build-context', 'compose.yaml'],
        ['build-context', 'compose.yaml'],
        ['dockerfile-missing', 'compose.yaml'],
      ])
    })

    test('a cancelled build ends as such', async () => {
      const controller = new AbortController()
      const order = { dockerfile: 'RUN echo started && sleep 600', signal: controller.signal }
      const using = shop.make(order)
      const outcome = expect(using).rejects.toMatchObject({ kind: 'cancelled' })
      controller.abort()
      await outcome
    })
  },
)
