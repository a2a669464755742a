// Start-up: `gantry version` beside `node -e 0`. Aim: within 60 ms.
import { join } from 'node:path'
import { finish, interleave, report, run } from './measure/pairs.mjs'

const gantry = join(import.meta.dirname, '..', 'dist', 'gantry')
const { a, b } = await interleave(
  () => run(gantry, ['version']),
  () => run('node', ['-e', '0']),
)
report(
  'gantry version',
  a.map(one => one.wall),
  'ms',
)
report(
  'node -e 0',
  b.map(one => one.wall),
  'ms',
)
report(
  'gantry version beyond node -e 0',
  a.map((one, index) => one.wall - b[index].wall),
  'ms',
  60,
)
finish()
