// How fast output passes through: the demultiplexer alone over 1 GB of frames, and a real container's log against a bare
// read of the same endpoint. Exits 1 where a limit is missed: 100 MB/s, 1.2 times the bare read, flat memory.
import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import http from 'node:http'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const megabyte = 1e6
let missed = 0

function report(what, figure, limit, ok) {
  console.log(`${ok ? 'ok    ' : 'MISSED'}  ${what.padEnd(44)} ${figure.padStart(12)}   (${limit})`)
  if (!ok) missed += 1
}

async function loadAdapter() {
  const folder = await mkdtemp(join(tmpdir(), 'gantry-bench-'))
  const outfile = join(folder, 'adapter.mjs')
  await build({
    absWorkingDir: root,
    stdin: {
      contents:
        "export * from './src/engine/docker/demultiplex.ts'\nexport * from './src/engine/docker/index.ts'\n",
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
  })
  const adapter = await import(pathToFileURL(outfile).href)
  rmSync(folder, { recursive: true })
  return adapter
}

/** One read of a socket: 64 KiB of frames, a line each. */
function framedLines(lineLength) {
  const frame = Buffer.alloc(8 + lineLength, 'x')
  frame.fill(0, 0, 8)
  frame[0] = 1
  frame.writeUInt32BE(lineLength, 4)
  frame[frame.length - 1] = 10
  return Buffer.concat(Array.from({ length: Math.floor(65_536 / frame.length) }, () => frame))
}

async function benchDemultiplexer({ demultiplex }, lineLength) {
  const read = framedLines(lineLength)
  const total = 1000 * megabyte
  async function* source() {
    for (let sent = 0; sent < total; sent += read.length) yield Buffer.from(read)
  }
  let received = 0
  let peak = 0
  const before = process.memoryUsage().rss
  const began = performance.now()
  for await (const { data } of demultiplex(source())) {
    received += data.length
    if (received % 64 === 0) peak = Math.max(peak, process.memoryUsage().rss)
  }
  const rate = total / megabyte / ((performance.now() - began) / 1000)
  report(
    `demultiplexer, lines of ${lineLength} bytes`,
    `${rate.toFixed(0)} MB/s`,
    'at least 100 MB/s',
    rate >= 100,
  )
  const growth = (Math.max(peak, process.memoryUsage().rss) - before) / megabyte
  report('  memory over 1 GB', `+${growth.toFixed(0)} MB`, 'at most +100 MB', growth <= 100)
}

function readBare(socketPath, path) {
  return new Promise((resolve, reject) => {
    const request = http.get({ socketPath, path }, response => {
      let bytes = 0
      response.on('data', chunk => {
        bytes += chunk.length
      })
      response.on('end', () => resolve(bytes))
      response.on('error', reject)
    })
    request.on('error', reject)
  })
}

async function timed(action) {
  const began = performance.now()
  await action()
  return (performance.now() - began) / 1000
}

async function benchLog({ connectEngine }) {
  const engine = await connectEngine({ environment: process.env, homeDirectory: homedir() })
  if (!engine.address.host.startsWith('unix://'))
    return console.log('skipped: the engine is not on a local socket')
  const name = `test-bench-${process.pid}`
  const line = 'x'.repeat(99)
  const script = `i=0; while [ $i -lt 5000 ]; do echo ${line}; i=$((i+1)); done > /tmp/p; i=0; while [ $i -lt 200 ]; do cat /tmp/p; i=$((i+1)); done`
  const { id } = await engine.containers.create(name, {
    Image: 'gantry/tiny:latest',
    Cmd: ['sh', '-c', script],
    Labels: { project: name },
    HostConfig: { LogConfig: { Type: 'json-file', Config: {} } },
  })
  try {
    await engine.containers.start(id)
    await engine.containers.wait(id, 'not-running')
    const socket = engine.address.host.replace('unix://', '')
    const bareTimes = []
    const ownTimes = []
    let bytes = 0
    for (let round = 0; round < 3; round++) {
      bareTimes.push(await timed(() => readBare(socket, `/v1.41/containers/${id}/logs?stdout=1&stderr=1`)))
      bytes = 0
      ownTimes.push(
        await timed(async () => {
          for await (const { data } of engine.containers.logs(id, {})) bytes += data.length
        }),
      )
    }
    const [bare, own] = [Math.min(...bareTimes), Math.min(...ownTimes)]
    const rate = `${(bytes / megabyte / own).toFixed(0)} MB/s`
    report('log of 100 MB, whole', rate, `${bytes} bytes`, bytes === 200 * 5000 * 100)
    report(
      '  against a bare read',
      `${(own / bare).toFixed(2)} times`,
      'at most 1.2 times',
      own / bare <= 1.2,
    )
  } finally {
    await engine.containers.remove(id, { force: true, volumes: true })
    engine.close()
  }
}

const adapter = await loadAdapter()
await benchDemultiplexer(adapter, 100)
await benchDemultiplexer(adapter, 16_384)
await benchLog(adapter)
process.exitCode = missed === 0 ? 0 : 1
