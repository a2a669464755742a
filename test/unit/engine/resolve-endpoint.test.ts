// Which engine is meant, out of flags, environment, contexts and sockets.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type EndpointSources, resolveEndpoint } from '../../../src/engine/docker/resolve-endpoint.ts'
import type { EngineError } from '../../../src/engine/index.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'test-endpoint-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function resolve(environment: Record<string, string>, rest: Partial<EndpointSources> = {}) {
  return resolveEndpoint({ environment, homeDirectory: home, platform: 'linux', ...rest })
}

function problemOf(action: () => unknown) {
  try {
    action()
  } catch (error) {
    return (error as EngineError).problem
  }
  throw new Error('there was no problem')
}

function writeContext(
  name: string,
  docker: object,
  tlsFiles: readonly string[] = [],
  config = join(home, '.docker'),
) {
  const id = createHash('sha256').update(name).digest('hex')
  const meta = join(config, 'contexts', 'meta', id)
  mkdirSync(meta, { recursive: true })
  writeFileSync(join(meta, 'meta.json'), JSON.stringify({ Name: name, Endpoints: { docker } }))
  const tls = join(config, 'contexts', 'tls', id, 'docker')
  mkdirSync(tls, { recursive: true })
  for (const file of tlsFiles) writeFileSync(join(tls, file), '')
  return tls
}

function chooseContext(name: string, config = join(home, '.docker')) {
  mkdirSync(config, { recursive: true })
  writeFileSync(join(config, 'config.json'), JSON.stringify({ currentContext: name }))
}

describe('precedence', () => {
  test('a flag, then DOCKER_HOST, then DOCKER_CONTEXT, then the current context', () => {
    writeContext('named', { Host: 'unix:///named.sock' })
    writeContext('current', { Host: 'unix:///current.sock' })
    chooseContext('current')
    const all = { DOCKER_HOST: 'unix:///host.sock', DOCKER_CONTEXT: 'named' }
    expect(resolve(all, { host: 'unix:///flag.sock' }).address).toEqual({
      host: 'unix:///flag.sock',
      source: 'flag',
      local: true,
    })
    expect(resolve(all, { context: 'current' }).address).toMatchObject({
      context: 'current',
      source: 'context',
    })
    expect(resolve(all).address).toMatchObject({ host: 'unix:///host.sock', source: 'DOCKER_HOST' })
    expect(resolve({ DOCKER_CONTEXT: 'named' }).route).toEqual({ kind: 'unix', path: '/named.sock' })
    expect(resolve({}).address).toMatchObject({ context: 'current', host: 'unix:///current.sock' })
    // The context of that name is docker's word for "no context".
    expect(resolve({ DOCKER_CONTEXT: 'default' }).address.source).toBe('default')
  })

  test('a host and a context at once are refused', () => {
    expect(problemOf(() => resolve({}, { host: 'tcp://a', context: 'b' }))?.hint).toContain('leave one')
  })

  test('DOCKER_CONFIG moves the contexts', () => {
    const config = join(home, 'elsewhere')
    writeContext('there', { Host: 'ssh://far.test' }, [], config)
    chooseContext('there', config)
    expect(resolve({ DOCKER_CONFIG: config }).route).toEqual({ kind: 'ssh', host: 'far.test' })
  })
})

describe('contexts', () => {
  test('bring their TLS files, and may leave verification out', () => {
    const tls = writeContext('secure', { Host: 'tcp://10.0.0.1:2376' }, ['ca.pem', 'cert.pem', 'key.pem'])
    expect(resolve({ DOCKER_CONTEXT: 'secure' }).route).toEqual({
      kind: 'tcp',
      host: '10.0.0.1',
      port: 2376,
      prefix: '',
      tls: { ca: join(tls, 'ca.pem'), cert: join(tls, 'cert.pem'), key: join(tls, 'key.pem'), verify: true },
    })
    writeContext('careless', { Host: 'tcp://10.0.0.1:2376', SkipTLSVerify: true })
    expect(resolve({ DOCKER_CONTEXT: 'careless' }).route).toMatchObject({ tls: { verify: false } })
    writeContext('plain', { Host: 'tcp://10.0.0.1:2375' })
    expect(resolve({ DOCKER_CONTEXT: 'plain' }).route).not.toHaveProperty('tls')
  })

  test('one that does not exist is named beside those that do', () => {
    writeContext('colima', { Host: 'unix:///colima.sock' })
    const problem = problemOf(() => resolve({ DOCKER_CONTEXT: 'colma' }))
    expect(problem).toMatchObject({
      code: 'engine-address',
      message: 'the docker context "colma" (from DOCKER_CONTEXT) does not exist',
      hint: expect.stringContaining('known contexts: default, colima'),
    })
  })

  test('one without an engine says how to give it one', () => {
    writeContext('empty', {})
    expect(problemOf(() => resolve({}, { context: 'empty' }))?.hint).toContain('docker context update empty')
  })
})

describe('default sockets', () => {
  test('without contexts, a socket that can be opened; else the one to speak of', () => {
    const runtime = join(home, 'run')
    mkdirSync(runtime)
    const rootless = join(runtime, 'docker.sock')
    writeFileSync(rootless, '')
    const { address } = resolve({ XDG_RUNTIME_DIR: runtime })
    expect(['unix:///var/run/docker.sock', `unix://${rootless}`]).toContain(address.host)
    expect(address).toMatchObject({ source: 'default', local: true })
  })

  test('a broken config.json counts as none', () => {
    mkdirSync(join(home, '.docker'))
    writeFileSync(join(home, '.docker', 'config.json'), '{')
    expect(resolve({}).address.source).toBe('default')
  })
})

describe('addresses', () => {
  test.each([
    ['unix:///run/user/1000/docker.sock', { kind: 'unix', path: '/run/user/1000/docker.sock' }],
    ['unix://', { kind: 'unix', path: '/var/run/docker.sock' }],
    ['tcp://build.test', { kind: 'tcp', host: 'build.test', port: 2375, prefix: '' }],
    ['tcp://build.test:80/engine/', { kind: 'tcp', host: 'build.test', port: 80, prefix: '/engine' }],
    ['build.test:1234', { kind: 'tcp', host: 'build.test', port: 1234, prefix: '' }],
    ['http://[::1]:2375', { kind: 'tcp', host: '::1', port: 2375, prefix: '' }],
    [
      'https://build.test',
      { kind: 'tcp', host: 'build.test', port: 2376, prefix: '', tls: { verify: true } },
    ],
    ['ssh://far.test', { kind: 'ssh', host: 'far.test' }],
    [
      'ssh://me@far.test:22/run/user/1000/docker.sock',
      { kind: 'ssh', host: 'far.test', user: 'me', port: '22', socket: '/run/user/1000/docker.sock' },
    ],
  ])('%s', (host, route) => {
    expect(resolve({ DOCKER_HOST: host }).route).toEqual(route)
  })

  test.each([
    ['npipe:////./pipe/docker_engine', 'Windows named pipe'],
    ['ftp://far.test', 'names no way to an engine'],
    ['tcp://', 'is no address of an engine'],
    ['tcp://a b', 'is no address of an engine'],
    ['ssh://me:secret@far.test', 'holds a password'],
    ['ssh://-oProxyCommand=x', 'is no ssh address'],
    ['ssh://me:secret@-x', 'is no ssh address'],
  ])('%s is refused with words', (host, words) => {
    const problem = problemOf(() => resolve({ DOCKER_HOST: host }))
    expect(problem).toMatchObject({ code: 'engine-address', message: expect.stringContaining(words) })
    expect(problem?.hint).toBeTruthy()
    expect(problem?.message).not.toContain('secret')
  })

  test('what is far is told from what is near', () => {
    const local = (host: string) => resolve({ DOCKER_HOST: host }).address.local
    expect(['tcp://localhost:1', 'tcp://127.0.0.2:1', 'tcp://[::1]:1', 'unix:///x'].map(local)).not.toContain(
      false,
    )
    expect(['tcp://10.0.0.1:1', 'ssh://localhost', 'tcp://localhost.far.test:1'].map(local)).not.toContain(
      true,
    )
  })

  test('an address is shown without a password', () => {
    expect(resolve({ DOCKER_HOST: 'tcp://me:secret@far.test:1' }).address.host).toBe(
      'tcp://me:***@far.test:1',
    )
  })

  test('Windows has no engine that can be used without an address', () => {
    expect(problemOf(() => resolve({}, { platform: 'win32' }))?.message).toContain('named pipe')
  })
})

describe('TLS of the environment', () => {
  test('any value asks for verification; files that are not there are left out', () => {
    writeFileSync(join(home, 'ca.pem'), '')
    const tls = { DOCKER_HOST: 'tcp://far.test', DOCKER_CERT_PATH: home }
    expect(resolve({ ...tls, DOCKER_TLS_VERIFY: '0' }).route).toEqual({
      kind: 'tcp',
      host: 'far.test',
      port: 2376,
      prefix: '',
      tls: { verify: true, ca: join(home, 'ca.pem') },
    })
    expect(resolve({ ...tls, DOCKER_TLS: '1' }).route).toMatchObject({ tls: { verify: false } })
    expect(resolve(tls).route).toEqual({ kind: 'tcp', host: 'far.test', port: 2375, prefix: '' })
  })
})
