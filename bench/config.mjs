// Loading: `config -q` of 20 to 5,000 services, CPU and memory of the whole process, beside Docker Compose where it is there.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finish, interleave, median, pairs, ratios, report, run } from './measure/pairs.mjs'
import { typicalStack } from './measure/stacks.mjs'

const gantry = join(import.meta.dirname, '..', 'dist', 'gantry')
const folder = mkdtempSync(join(tmpdir(), 'gantry-bench-'))
const env = { ...process.env, DOCKER_HOST: 'unix:///nowhere' }
const config = count => {
  const file = join(folder, `${count}.yaml`)
  writeFileSync(file, typicalStack(count))
  return () => run(gantry, ['-f', file, 'config', '-q'], { env })
}
try {
  const version = () => run(gantry, ['version'])
  const small = await interleave(config(20), version)
  report(
    'config of 20 services beyond start-up',
    small.a.map((one, index) => one.wall - small.b[index].wall),
    'ms',
    30,
  )

  const cpu = new Map()
  for (const count of [100, 1000, 5000]) {
    const results = []
    const once = config(count)
    await once()
    for (let turn = 0; turn < Math.max(3, Math.ceil(pairs / 2)); turn += 1) results.push(await once())
    cpu.set(count, median(results.map(one => one.cpu)))
    report(
      `config of ${count} services: CPU`,
      results.map(one => one.cpu),
      'ms',
      count === 1000 ? 1000 : undefined,
    )
    report(
      `config of ${count} services: memory`,
      results.map(one => one.memory / 1e6),
      'MB',
      count === 5000 ? 500 : undefined,
    )
  }
  const base = median(small.b.map(one => one.cpu))
  const each = count => (cpu.get(count) - base) / count
  report('CPU a service, 5,000 beside 1,000 services', [each(5000) / each(1000)], '', 1.5)

  const peer = process.env.GANTRY_PEER_COMPOSE
  if (peer) {
    const file = join(folder, '1000.yaml')
    const { a, b } = await interleave(
      () => run(gantry, ['-f', file, 'config', '-q'], { env }),
      () => run(peer, ['-f', file, 'config', '-q'], { env }),
    )
    report(
      '1,000 services: CPU beside Docker Compose',
      ratios(a, b, one => one.cpu),
      'times',
    )
    report(
      '1,000 services: time beside Docker Compose',
      ratios(a, b, one => one.wall),
      'times',
    )
  } else console.log('Docker Compose is not here: nothing to compare with')
} finally {
  rmSync(folder, { recursive: true })
}
finish()
