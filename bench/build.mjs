// A build whose context is 1 GB in 20,000 files, beside docker's own commands with the same builder: memory, the first build and the
// unchanged one, by the classic builder, the engine's BuildKit and docker-buildx where it is there. SIZE (bytes), FILES and PAIRS in the
// environment take other numbers. The files are the same in every run, so that BuildKit keeps one copy of them and not one a run.
import { execFileSync } from 'node:child_process'
import { createCipheriv } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finish, interleave, ratios, report, run } from './measure/pairs.mjs'

const gantry = process.env.GANTRY_BENCH_BIN ?? join(import.meta.dirname, '..', 'dist', 'gantry')
const command = /\.c?js$/.test(gantry) ? [process.execPath, gantry] : [gantry]
const size = Number(process.env.SIZE ?? 1_000_000_000)
const files = Number(process.env.FILES ?? 20_000)
const pairs = Number(process.env.PAIRS ?? 3)
/** Bytes beyond those of a build of one small file: what is underway, and the list of files. */
const mostMemory = 200e6

const folder = mkdtempSync(join(tmpdir(), 'gantry-bench-'))
const project = `bench-${process.pid}`
const own = `${project}-web`
const theirs = `${project}-theirs`

/** The same bytes every time, and none that pack. */
function fillContext() {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16))
  const zeros = Buffer.alloc(Math.floor(size / files))
  for (let at = 0; at < files; at += 1) {
    const inside = join(folder, 'context', `part-${Math.floor(at / 500)}`)
    if (at % 500 === 0) mkdirSync(inside, { recursive: true })
    writeFileSync(join(inside, `file-${at}`), cipher.update(zeros))
  }
}

const stack = (name, context) => {
  const file = join(folder, `${name}.yaml`)
  writeFileSync(
    file,
    `name: ${project}\nservices:\n  web:\n    build: { context: ${context}, dockerfile: ${join(folder, 'Dockerfile')} }\n`,
  )
  return file
}

const build = (file, environment) =>
  run(command[0], [...command.slice(1), '-f', file, 'build', '-q'], {
    env: { ...process.env, ...environment },
  })

/** By one builder: gantry's builds in pairs with docker's where it is there, after a first one of each. */
async function beside(name, environment, peer, limit) {
  const [program, ...args] = peer ?? ['true']
  const env = { ...process.env, ...environment }
  const labels = ['project', 'service', 'version'].flatMap(key => [
    '--label',
    `com.docker.compose.${key}=bench`,
  ])
  const file = join(folder, 'Dockerfile')
  const docker = () =>
    run(program, [...args, '-q', '-t', theirs, ...labels, '-f', file, join(folder, 'context')], { env })
  const small = await build(stack('small', join(folder, 'small')), environment)
  const first = await build(stack('large', join(folder, 'context')), environment)
  report(`first build, ${name}`, [first.wall], 'ms')
  report(
    `memory of it beyond that of one small file, ${name}`,
    [(first.memory - small.memory) / 1e6],
    'MB',
    mostMemory / 1e6,
  )
  const { a, b } = await interleave(
    () => build(stack('large', join(folder, 'context')), environment),
    docker,
    pairs,
  )
  const wall = one => one.wall
  report(`unchanged build, ${name}`, a.map(wall), 'ms')
  if (peer === undefined) return
  report(`docker's, ${name}`, b.map(wall), 'ms')
  report(`unchanged build beside docker's, ${name}`, ratios(a, b, wall), 'times', limit)
  report(
    `peak memory, ${name}`,
    a.map(one => one.memory / 1e6),
    'MB',
  )
  report(
    `docker's peak memory, ${name}`,
    b.map(one => one.memory / 1e6),
    'MB',
  )
}

try {
  mkdirSync(join(folder, 'small'))
  writeFileSync(join(folder, 'small', 'file'), 'small')
  writeFileSync(join(folder, 'Dockerfile'), 'FROM gantry/tiny\nCOPY . /app\n')
  fillContext()
  const wanted = process.env.BUILDERS?.split(',') ?? ['classic', 'buildkit', 'buildx']
  const plugin = process.env.GANTRY_PEER_BUILDX
  const buildx = plugin === undefined ? undefined : [plugin, 'build', '--load']
  if (wanted.includes('classic'))
    await beside('classic builder', { DOCKER_BUILDKIT: '0' }, ['docker', 'build'])
  // docker's command line has no way to BuildKit but the plugin.
  if (wanted.includes('buildkit'))
    await beside("engine's BuildKit", { GANTRY_BUILDX: 'none', DOCKER_BUILDKIT: '1' }, buildx, 1.2)
  if (wanted.includes('buildx') && buildx !== undefined)
    await beside('docker-buildx', { GANTRY_BUILDX: plugin }, buildx, 1.2)
} finally {
  for (const image of [own, theirs]) {
    try {
      execFileSync('docker', ['rmi', '-f', image], { stdio: 'ignore' })
    } catch {
      // It was never built.
    }
  }
  rmSync(folder, { recursive: true })
}
finish()
