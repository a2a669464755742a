// Running: cold `up` of 20 containers beside the raw calls and beside Docker Compose, an unchanged `up`, `down`, a chain of 6 that
// wait for each other's health. Real containers on the engine that DOCKER_HOST or the default socket names.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finish, interleave, median, pairs, ratios, report, run } from './measure/pairs.mjs'
import { chainStack, flatStack } from './measure/stacks.mjs'

const gantry = join(import.meta.dirname, '..', 'dist', 'gantry')
const peer = process.env.GANTRY_PEER_COMPOSE
const socket = (process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock').replace('unix://', '')
const folder = mkdtempSync(join(tmpdir(), 'gantry-bench-'))
const project = `bench-${process.pid}`
const flat = join(folder, 'flat.yaml')
const chain = join(folder, 'chain.yaml')
writeFileSync(flat, flatStack(20))
writeFileSync(chain, chainStack(6))

const on = (tool, file, ...args) => run(tool, ['-p', project, '-f', file, ...args])

/** Everything of the project goes, between two measurements. */
function clear() {
  const filter = ['--filter', `label=com.docker.compose.project=${project}`]
  const ids = execFileSync('docker', ['ps', '-aq', ...filter])
    .toString()
    .split('\n')
    .filter(Boolean)
  if (ids.length > 0) execFileSync('docker', ['rm', '-f', ...ids])
  const networks = execFileSync('docker', ['network', 'ls', '-q', ...filter])
    .toString()
    .split('\n')
    .filter(Boolean)
  if (networks.length > 0) execFileSync('docker', ['network', 'rm', ...networks])
}

async function cold(start) {
  clear()
  return await start()
}

const wall = one => one.wall
try {
  const up = () => cold(() => on(gantry, flat, 'up', '-d'))
  const raw = () =>
    cold(() => run('node', [join(import.meta.dirname, 'measure', 'raw-up.mjs'), socket, project, '20']))
  const beside = await interleave(up, raw)
  report('cold up of 20', beside.a.map(wall), 'ms')
  report('the raw calls', beside.b.map(wall), 'ms')
  report('cold up of 20 beside the raw calls', ratios(beside.a, beside.b, wall), 'times', 1.1)
  report(
    'memory of up of 20',
    beside.a.map(one => one.memory / 1e6),
    'MB',
    120,
  )

  clear()
  await on(gantry, flat, 'up', '-d')
  const unchanged = await interleave(
    () => on(gantry, flat, 'up', '-d'),
    () => run(gantry, ['version']),
  )
  report('unchanged up of 20', unchanged.a.map(wall), 'ms')

  if (peer) {
    const compose = () => cold(() => on(peer, flat, 'up', '-d'))
    const both = await interleave(up, compose)
    report('cold up of 20: Docker Compose', both.b.map(wall), 'ms')
    report('cold up of 20 beside Docker Compose', ratios(both.a, both.b, wall), 'times', 1)

    const downOf = tool => async () => {
      clear()
      await on(tool, flat, 'up', '-d')
      return await on(tool, flat, 'down')
    }
    const downs = await interleave(downOf(gantry), downOf(peer), Math.max(3, Math.ceil(pairs / 2)))
    report('down of 20 beside Docker Compose', ratios(downs.a, downs.b, wall), 'times')

    const chainOf = tool => () => cold(() => on(tool, chain, 'up', '-d'))
    const rawChain = join(import.meta.dirname, 'measure', 'raw-chain.mjs')
    const best = () => cold(() => run('node', [rawChain, socket, project, '6']))
    const chains = await interleave(chainOf(gantry), chainOf(peer))
    const floors = await interleave(chainOf(gantry), best)
    // What a tool adds to what the engine itself takes, start-up included.
    const floor = median(floors.b.map(wall))
    report('chain of 6', chains.a.map(wall), 'ms')
    report('chain of 6: Docker Compose', chains.b.map(wall), 'ms')
    report('chain of 6: the raw calls, started on events', floors.b.map(wall), 'ms')
    report(
      'chain of 6: time added, beside Docker Compose',
      chains.a.map((one, index) => (one.wall - floor) / (chains.b[index].wall - floor)),
      'times',
      0.5,
    )
  } else console.log('Docker Compose is not here: nothing to compare with')
} finally {
  clear()
  rmSync(folder, { recursive: true })
}
finish()
