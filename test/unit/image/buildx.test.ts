// The plugin's command line, its words, and where it is found.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildxCall, engineVariables } from '../../../src/image/build/buildx-arguments.ts'
import { BuildxStatus } from '../../../src/image/build/buildx-status.ts'
import { buildxAtLeast, findBuildx } from '../../../src/image/build/find-buildx.ts'
import { type BuildInputs, readInputs } from '../../../src/image/build/inputs.ts'
import { enginePlatform, onePlatform } from '../../../src/image/build/platforms.ts'
import { isRemoteContext } from '../../../src/image/build/remote-context.ts'
import { SolveLog } from '../../../src/image/build/solve-log.ts'
import type { BuildFlags, ImageContext } from '../../../src/image/index.ts'
import type { Build, Project } from '../../../src/model/index.ts'

function inputsOf(
  build: Build,
  rest: { options?: BuildFlags; project?: Partial<Project['stack']> } = {},
): BuildInputs {
  const project = {
    stack: { name: 'shop', services: {}, secrets: {}, ...rest.project },
    disabled: {},
    origins: { at: () => undefined },
    directory: '/project',
    environment: { FROM_ENV: 'value' },
  } as unknown as Project
  const context = {
    engine: { address: { host: 'unix:///x.sock' } },
    environment: { PATH: '/bin' },
  } as unknown as ImageContext
  return readInputs(
    { service: 'web', build, tag: 'shop-web', project, options: rest.options ?? {} },
    context,
    {},
  )
}

const argsOf = (build: Build, rest: Parameters<typeof inputsOf>[1] = {}) =>
  buildxCall(inputsOf(build, rest), { to: 'load', progress: 'rawjson', platforms: [] })

describe('buildxCall', () => {
  test('the least', () => {
    expect(argsOf({ context: '/project/web' })).toEqual({
      args: [
        'build',
        '--progress=rawjson',
        '--load',
        '--tag=shop-web',
        '--file=/project/web/Dockerfile',
        '--label=com.docker.compose.project=shop',
        '--label=com.docker.compose.service=web',
        '--label=com.docker.compose.version=2.26.1',
        '--',
        '/project/web',
      ],
      variables: {},
    })
  })

  test('every key', () => {
    const { args } = argsOf(
      {
        context: '/project/web',
        dockerfile: '../Other',
        args: { A: 'x', FROM_ENV: null, UNSET: null },
        ssh: ['default', 'key: /k,/l'],
        labels: { a: 'b' },
        cache_from: ['x'],
        cache_to: ['type=inline'],
        no_cache: true,
        no_cache_filter: ['one'],
        additional_contexts: { f: 'sub', s: 'service:base', u: 'docker-image://x', built: 'service:api' },
        network: 'host',
        provenance: 'mode=max',
        sbom: true,
        pull: true,
        target: 't',
        shm_size: '64',
        extra_hosts: ['h=::1'],
        privileged: true,
        entitlements: ['network.host', 'security.insecure'],
        tags: ['other:1', 'shop-web'],
        ulimits: { nofile: { soft: 1, hard: 2 }, core: 0 },
      },
      {
        project: {
          services: { base: { image: 'base:1' }, api: {} } as unknown as Project['stack']['services'],
        },
      },
    )
    expect(args.slice(3).filter(arg => !arg.startsWith('--label=com.'))).toEqual([
      '--tag=shop-web',
      '--tag=other:1',
      '--file=/project/Other',
      '--build-arg=A=x',
      '--build-arg=FROM_ENV=value',
      '--label=a=b',
      '--build-context=f=/project/sub',
      '--build-context=s=docker-image://base:1',
      '--build-context=u=docker-image://x',
      '--build-context=built=docker-image://shop-api',
      '--cache-from=x',
      '--cache-to=type=inline',
      '--no-cache-filter=one',
      '--add-host=h:::1',
      '--ulimit=nofile=1:2',
      '--ulimit=core=0:0',
      '--ssh=default',
      '--ssh=key=/k,/l',
      '--allow=network.host',
      '--allow=security.insecure',
      '--target=t',
      '--network=host',
      '--shm-size=64',
      '--provenance=mode=max',
      '--sbom=true',
      '--pull',
      '--no-cache',
      '--',
      '/project/web',
    ])
  })

  test('secrets go by the environment, never on the command line', () => {
    const { args, variables } = argsOf(
      { context: '/c', secrets: [{ source: 'one' }, { source: 'two', target: 'renamed' }] },
      {
        project: {
          secrets: { one: { name: 'one', environment: 'FROM_ENV' }, two: { name: 'two', file: '/a,"b' } },
        },
      },
    )
    expect(args.filter(arg => arg.startsWith('--secret'))).toEqual([
      '--secret=id=one,env=GANTRY_BUILD_SECRET_0',
      '--secret=id=renamed,"src=/a,""b"',
    ])
    expect(variables).toEqual({ GANTRY_BUILD_SECRET_0: 'value' })
    expect(args.join(' ')).not.toContain('value')
  })

  test('remote contexts, with and without a Dockerfile', () => {
    const url = 'https://git.example/x.git#main:sub'
    const files = [{}, { dockerfile: 'a/b' }, { dockerfile_inline: 'FROM x' }].map(build => {
      const { args, input } = argsOf({ context: url, ...build })
      return [args.find(arg => arg.startsWith('--file')), args.at(-1), input]
    })
    expect(files).toEqual([
      [undefined, url, undefined],
      ['--file=a/b', url, undefined],
      ['--file=-', url, 'FROM x'],
    ])
  })

  test('flags win', () => {
    const { args } = argsOf(
      { context: '/c', args: { A: 'file' }, sbom: true },
      {
        options: { args: ['A=flag=2', 'FROM_ENV', 'NONE'], ssh: ['default'], builder: 'mine', sbom: 'false' },
      },
    )
    expect(args).toEqual(
      expect.arrayContaining([
        '--builder=mine',
        '--build-arg=A=flag=2',
        '--build-arg=FROM_ENV=value',
        '--ssh=default',
        '--sbom=false',
      ]),
    )
    expect(args.join(' ')).not.toContain('NONE')
  })
})

test('engineVariables: the context that the engine came from, else its address', () => {
  const address = { host: 'unix:///x.sock', local: true }
  expect(engineVariables({ ...address, source: 'context', context: 'desktop' })).toEqual({
    DOCKER_CONTEXT: 'desktop',
    DOCKER_HOST: undefined,
  })
  expect(engineVariables({ ...address, source: 'flag' })).toEqual({
    DOCKER_HOST: 'unix:///x.sock',
    DOCKER_CONTEXT: undefined,
  })
})

describe('BuildxStatus', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  function read(lines: readonly string[]) {
    const said: string[] = []
    const log = new SolveLog({
      progress: (text, detail) =>
        said.push(`${text}${detail?.total ? ` ${detail.current}/${detail.total}` : ''}`),
      output: (stream, line) => said.push(`${stream}: ${line}`),
    })
    const status = new BuildxStatus(log)
    for (const line of lines) status.line(line)
    return { said, status, log }
  }
  const values = [
    { vertexes: [{ digest: 'a', name: '[1/2] FROM x', started: 't', completed: 't', cached: true }] },
    { vertexes: [{ digest: 'b', name: '[2/2] RUN y', started: 't' }] },
    {
      logs: [
        { vertex: 'b', stream: 1, data: base64('one\ntw') },
        { vertex: 'b', stream: 2, data: base64('bad\n') },
      ],
    },
    {
      logs: [{ vertex: 'b', stream: 1, data: base64('o') }],
      statuses: [{ vertex: 'b', id: 'sha', current: 5, total: 10 }],
    },
    { vertexes: [{ digest: 'b', name: '[2/2] RUN y', started: 't', completed: 't', error: 'exit code: 3' }] },
  ]

  test.each([
    ['a value a line', values.map(value => JSON.stringify(value))],
    ['a value over many lines', values.flatMap(value => JSON.stringify(value, undefined, 2).split('\n'))],
  ])('%s', (_name, lines) => {
    const { said, status, log } = read([...lines, 'Dockerfile:2', 'ERROR: failed to solve: exit code: 3'])
    expect(said).toEqual([
      '[1/2] FROM x (cached)',
      '[2/2] RUN y',
      'stdout: one',
      'stderr: bad',
      'sha 5/10',
      'stdout: two',
    ])
    expect(log.failed).toEqual({
      name: '[2/2] RUN y',
      error: 'exit code: 3',
      output: ['one', 'bad', 'two'],
    })
    expect(status.words).toEqual(['Dockerfile:2', 'ERROR: failed to solve: exit code: 3'])
  })
})

describe('findBuildx', () => {
  test('by its variable, in docker’s folder, in an extra folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gantry-plugin-'))
    try {
      const program = (path: string, version: string) => {
        mkdirSync(join(folder, path), { recursive: true })
        const file = join(folder, path, 'docker-buildx')
        writeFileSync(file, `#!/bin/sh\necho "github.com/docker/buildx ${version} abc"\n`)
        chmodSync(file, 0o755)
        return file
      }
      const named = program('named', 'v0.20.1')
      const own = program('config/cli-plugins', '0.13.1+ds1')
      const extra = program('extra', 'unknown')
      const environment = { DOCKER_CONFIG: join(folder, 'config') }
      const find = (more: Record<string, string>, config = {}) =>
        findBuildx({ environment: { ...environment, ...more }, homeDirectory: folder }, config)
      expect(await find({ GANTRY_BUILDX: named })).toEqual({ program: named, version: '0.20.1' })
      expect(await find({})).toEqual({ program: own, version: '0.13.1' })
      const cliPluginsExtraDirs = [join(folder, 'extra')]
      expect(await find({ DOCKER_CONFIG: folder }, { cliPluginsExtraDirs })).toEqual({
        program: extra,
        version: undefined,
      })
      await expect(find({ GANTRY_BUILDX: join(folder, 'none') })).rejects.toThrow('which is no program')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test.each([
    ['0.13.1', 0, 13, true],
    ['0.9.0', 0, 13, false],
    ['1.0.0', 0, 13, true],
    [undefined, 0, 13, true],
  ])('%s is at least %i.%i: %s', (version, major, minor, expected) => {
    expect(buildxAtLeast({ program: 'x', version }, major, minor)).toBe(expected)
  })
})

test.each([
  ['/abs/folder', false],
  ['./git', false],
  ['https://x.example/context.tar.gz', true],
  ['https://x.example/repo.git#main:sub', true],
  ['git://x.example/repo', true],
  ['git@github.com:o/r.git', true],
  ['github.com/o/r', true],
  ['ssh://git@x.example/r', true],
])('context %s is remote: %s', (context, remote) => {
  expect(isRemoteContext(context)).toBe(remote)
})

test('platforms', () => {
  const info = (arch: string) => ({ os: 'linux', arch }) as Parameters<typeof enginePlatform>[0]
  expect(['x86_64', 'aarch64', 'armv7l', 'riscv64'].map(arch => enginePlatform(info(arch)))).toEqual([
    'linux/amd64',
    'linux/arm64',
    'linux/arm/v7',
    'linux/riscv64',
  ])
  expect(onePlatform(['linux/arm64', 'linux/amd64'], 'linux/amd64')).toEqual(['linux/amd64'])
  expect(onePlatform(['linux/arm64', 'linux/s390x'], 'linux/amd64')).toEqual(['linux/arm64'])
  expect(onePlatform([], 'linux/amd64')).toEqual([])
})
