// Credentials, from every place and form in which docker keeps them.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { allAuths, authFor, findCredentials } from '../../../src/image/credentials/credentials.ts'
import { proxyArgs } from '../../../src/image/credentials/proxies.ts'
import { ProblemError } from '../../../src/problem/index.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gantry-auth-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Sources with this config.json; helpers are found in the folder first. */
function sources(config: object | string) {
  writeFileSync(join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config))
  return {
    environment: { DOCKER_CONFIG: folder, PATH: `${folder}:${process.env.PATH}` },
    homeDirectory: '/no/such/home',
  }
}

/** A helper that answers by registry, and fails on others. */
function helper(name: string, answers: Record<string, string>): void {
  const cases = Object.entries(answers).map(([key, answer]) => `"${key}") echo '${answer}';;`)
  writeFileSync(
    join(folder, `docker-credential-${name}`),
    `#!/bin/sh\nread key\n[ "$1" = list ] && key=list\ncase "$key" in\n${cases.join('\n')}\n*) echo 'credentials not found in native keychain'; exit 1;;\nesac\n`,
  )
  chmodSync(join(folder, `docker-credential-${name}`), 0o755)
}

const base64 = (text: string) => Buffer.from(text).toString('base64')
const hub = 'https://index.docker.io/v1/'

describe('authFor', () => {
  test.each([
    ['redis', hub, hub],
    ['team/app:v1', hub, hub],
    ['docker.io/team/app', 'https://index.docker.io/v2/', hub],
    ['team/app', 'index.docker.io', hub],
    ['registry.example.com/app', 'registry.example.com', 'registry.example.com'],
    ['registry.example.com/app', 'https://registry.example.com/v1/', 'registry.example.com'],
    ['localhost:5000/app@sha256:'.padEnd(90, '0'), 'http://localhost:5000', 'localhost:5000'],
  ])('%s by the entry %s', async (reference, key, serveraddress) => {
    const auth = await authFor(reference, sources({ auths: { [key]: { auth: base64('ann:s:cret') } } }))
    expect(auth).toEqual({ username: 'ann', password: 's:cret', serveraddress })
  })

  test.each([
    [{ auth: base64('ann:secret\0\0') }, { username: 'ann', password: 'secret' }],
    [
      { username: 'ann', password: 'secret' },
      { username: 'ann', password: 'secret' },
    ],
    [{ identitytoken: 'tok' }, { identitytoken: 'tok' }],
    [
      { auth: base64('ann:'), identitytoken: 'tok' },
      { username: 'ann', identitytoken: 'tok' },
    ],
    [{ registrytoken: 'reg' }, { registrytoken: 'reg' }],
  ])('an entry %j', async (entry, auth) => {
    expect(await authFor('r.example/x', sources({ auths: { 'r.example': entry } }))).toEqual({
      ...auth,
      serveraddress: 'r.example',
    })
  })

  test.each([
    [{}],
    [{ auths: {} }],
    [{ auths: { 'other.example': { auth: base64('a:b') } } }],
    [{ auths: { 'r.example': {} } }],
    [''],
  ])('none in %j', async config => {
    expect(await authFor('r.example/x', sources(config))).toBeUndefined()
  })

  test('no file at all, and the file below the home directory', async () => {
    const elsewhere = { environment: {}, homeDirectory: folder }
    expect(await authFor('r.example/x', elsewhere)).toBeUndefined()
    mkdirSync(join(folder, '.docker'))
    writeFileSync(
      join(folder, '.docker', 'config.json'),
      JSON.stringify({ auths: { 'r.example': { auth: base64('a:b') } } }),
    )
    expect(await authFor('r.example/x', elsewhere)).toMatchObject({ username: 'a' })
  })

  test('a helper of the registry wins over the store, and the store over the file', async () => {
    helper('one', { 'one.example': '{"Username":"one","Secret":"1"}' })
    helper('all', {
      'one.example': '{"Username":"wrong","Secret":"0"}',
      'two.example': '{"Username":"<token>","Secret":"tok"}',
    })
    const from = sources({
      credsStore: 'all',
      credHelpers: { 'one.example': 'one' },
      auths: { 'three.example': { auth: base64('three:3') }, 'two.example': { auth: base64('file:2') } },
    })
    expect(await authFor('one.example/x', from)).toEqual({
      username: 'one',
      password: '1',
      serveraddress: 'one.example',
    })
    expect(await authFor('two.example/x', from)).toEqual({
      identitytoken: 'tok',
      serveraddress: 'two.example',
    })
    expect(await authFor('three.example/x', from)).toMatchObject({ username: 'three' })
    expect(await authFor('four.example/x', from)).toBeUndefined()
  })

  test.each([
    ['absent', 'docker-credential-absent is not installed'],
    ['../evil', '"../evil" is no name of a credential helper'],
    ['broken', 'docker-credential-broken answered something that is not JSON'],
  ])('a helper %s leaves the file, and is told', async (name, trouble) => {
    helper('broken', { 'r.example': 'secret words' })
    const from = sources({ credsStore: name, auths: { 'r.example': { auth: base64('a:b') } } })
    expect(await findCredentials('r.example/x', from)).toEqual({
      auth: { username: 'a', password: 'b', serveraddress: 'r.example' },
      trouble,
    })
  })

  test.each(['{"auths": {"r.example": {"auth": "c2VjcmV0"}', '[]', '"c2VjcmV0"'])(
    'a broken file %j is named, not quoted',
    async text => {
      const error: unknown = await authFor('r.example/x', sources(text)).catch(error => error)
      const problems = (error as ProblemError).problems
      expect(error).toBeInstanceOf(ProblemError)
      expect(problems).toMatchObject([
        { code: 'docker-config-broken', message: `${folder}/config.json is not a JSON object` },
      ])
      expect(JSON.stringify(problems)).not.toContain('c2VjcmV0')
    },
  )
})

test('allAuths: everything from file, helpers and store', async () => {
  helper('all', {
    list: '{"store.example":"ann"}',
    'store.example': '{"Username":"ann","Secret":"s"}',
  })
  helper('one', { 'one.example': '{"Username":"one","Secret":"1"}' })
  const from = sources({
    credsStore: 'all',
    credHelpers: { 'one.example': 'one' },
    auths: { [hub]: { auth: base64('a:b') }, 'empty.example': {} },
  })
  expect(await allAuths(from)).toEqual({
    [hub]: { username: 'a', password: 'b', serveraddress: hub },
    'one.example': { username: 'one', password: '1', serveraddress: 'one.example' },
    'store.example': { username: 'ann', password: 's', serveraddress: 'store.example' },
  })
})

test("proxyArgs: an engine's own settings, else the default, in both cases of letters", () => {
  const proxies = {
    default: { httpProxy: 'http://p:1', noProxy: 'localhost' },
    'tcp://far:2375': { httpsProxy: 'http://far:2' },
  }
  expect(proxyArgs({ proxies }, 'unix:///x.sock')).toEqual({
    HTTP_PROXY: 'http://p:1',
    http_proxy: 'http://p:1',
    NO_PROXY: 'localhost',
    no_proxy: 'localhost',
  })
  expect(proxyArgs({ proxies }, 'tcp://far:2375')).toEqual({
    HTTPS_PROXY: 'http://far:2',
    https_proxy: 'http://far:2',
  })
  expect(proxyArgs({}, 'unix:///x.sock')).toEqual({})
})
