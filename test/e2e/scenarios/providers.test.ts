// Services that a program of its own provides: called by the protocol, and what it sets reaches who depends on it.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import {
  containerHasEnvironment,
  containerRunning,
  doesNotPrint,
  exitCode,
  gantry,
  noContainers,
  prints,
  sameContainer,
  scenario,
  theme,
  warns,
} from '../dsl/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'gantry-e2e-providers-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

function program(path: string, lines: readonly string[]): void {
  writeFileSync(join(folder, path), `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 })
}
const say = (type: string, message: string) => `echo '{"type":"${type}","message":"'"${message}"'"}'`

// It notes every call beside the stack file.
program('e2e-cloud', [
  '[ "$2" = metadata ] && exit 1',
  'echo "$*" >> calls',
  say('info', 'asking the cloud'),
  say('debug', 'a thought of its own'),
  `[ "$3" = up ] && ${say('setenv', 'URL=https://cloud.example/$5')}`,
  `[ "$3" = up ] && ${say('rawsetenv', 'CLOUD_TOKEN=raw')}`,
  'exit 0',
])
program('e2e-strict', [
  `[ "$2" = metadata ] && { echo '{"up":{"parameters":[{"name":"size","required":true}]},"stop":{}}'; exit 0; }`,
  'echo "$*" >> calls',
])
program('e2e-broken', ['[ "$2" = metadata ] && exit 1', say('error', 'no credit left'), 'exit 1'])

const environment = { PATH: `${folder}:${process.env.PATH}` }
const dependant = (...on: readonly string[]) => `
        web:
          image: gantry/tiny
          init: true
          stop_grace_period: 1s
          command: sleep 3600
          depends_on: [${on.join(', ')}]`

theme('providers', () => {
  scenario('what they set reaches the services that depend on them', {
    environment,
    stack: `
      services:
        db: {provider: {type: e2e-cloud, options: {kind: [sql, small]}}}
        cache: {provider: {type: e2e-cloud}}${dependant('db', 'cache')}
    `,
    steps: [
      gantry(
        'up -d',
        containerRunning('web'),
        warns('asking the cloud'),
        containerHasEnvironment(
          'web',
          'DB_URL=https://cloud.example/--kind=small',
          'CACHE_URL=https://cloud.example/',
          'CLOUD_TOKEN=raw',
        ),
      ),
      gantry('up -d', sameContainer('web')),
      gantry('run --rm -T web env', prints('DB_URL=https://cloud.example/'), prints('CLOUD_TOKEN=raw')),
      gantry('down', noContainers, warns('asking the cloud')),
    ],
  })

  scenario('one that lists its options gets no others, and misses those that it needs', {
    environment,
    stack: `
      services:
        db: {provider: {type: e2e-strict, options: {colour: red}}}${dependant('db')}
    `,
    files: {
      'sized.yaml': 'services: {db: {provider: {type: e2e-strict, options: {size: 3}}}}\n',
    },
    steps: [
      gantry('up -d', exitCode(1), warns('needs the option size'), doesNotPrint('Started')),
      gantry('-f compose.yaml -f sized.yaml up -d', containerRunning('web')),
      gantry('-f compose.yaml -f sized.yaml stop', warns('web-1 Stopped')),
    ],
  })

  scenario('one that fails keeps down who depends on it, and its reason is told', {
    environment,
    stack: `
      services:
        db: {provider: {type: e2e-broken}}
        other: {provider: {type: e2e-nowhere}}${dependant('db')}
    `,
    steps: [
      gantry(
        'up -d',
        exitCode(1),
        warns('the provider e2e-broken of db failed: no credit left'),
        warns('the provider e2e-nowhere of other is not installed'),
        noContainers,
      ),
    ],
  })
})
