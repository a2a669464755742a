// An unchanged `up -d` of 100 containers, every field of each compared, beside a Node process that makes the same raw reads:
// the lists, and one inspect a container. Start-up is part of both. COUNT in the environment takes another number.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finish, interleave, ratios, report, run } from './measure/pairs.mjs'
import { flatStack } from './measure/stacks.mjs'

const gantry = process.env.GANTRY_BENCH_BIN ?? join(import.meta.dirname, '..', 'dist', 'gantry')
const count = Number(process.env.COUNT ?? 100)
const socket = (process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock').replace('unix://', '')
const folder = mkdtempSync(join(tmpdir(), 'gantry-bench-'))
const project = `bench-${process.pid}`
const file = join(folder, 'flat.yaml')
writeFileSync(file, flatStack(count))

const command = /\.c?js$/.test(gantry) ? [process.execPath, gantry] : [gantry]
const up = () => run(command[0], [...command.slice(1), '-p', project, '-f', file, 'up', '-d'])
const raw = () =>
  run('node', [join(import.meta.dirname, 'measure', 'raw-reads.mjs'), socket, project, String(count)])

try {
  await up()
  const { a, b } = await interleave(up, raw)
  const wall = one => one.wall
  const cpu = one => one.cpu
  report(`unchanged up of ${count}`, a.map(wall), 'ms')
  report('the raw reads', b.map(wall), 'ms')
  report(`unchanged up of ${count} beside the raw reads`, ratios(a, b, wall), 'times', 1.3)
  report(`CPU of an unchanged up of ${count}`, a.map(cpu), 'ms')
  report('CPU of the raw reads', b.map(cpu), 'ms')
} finally {
  const filter = ['--filter', `label=com.docker.compose.project=${project}`]
  const list = (...args) =>
    execFileSync('docker', [...args, ...filter])
      .toString()
      .split('\n')
      .filter(Boolean)
  const containers = list('ps', '-aq')
  if (containers.length > 0) execFileSync('docker', ['rm', '-f', ...containers])
  const networks = list('network', 'ls', '-q')
  if (networks.length > 0) execFileSync('docker', ['network', 'rm', ...networks])
  rmSync(folder, { recursive: true })
}
finish()
