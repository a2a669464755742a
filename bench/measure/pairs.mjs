// Interleaved pairs of whole processes: A B, B A, A B, …; medians with their spread. Start-up is part of every figure.
import { spawn } from 'node:child_process'

/** Pairs of runs; PAIRS in the environment. */
export const pairs = Number(process.env.PAIRS ?? 10)

/** Runs a command to its end. Times in milliseconds, memory in bytes (the process's own peak), CPU of the process and its children. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const timer = ['/usr/bin/time', '-f', '%e %U %S %M', command, ...args]
    const began = process.hrtime.bigint()
    const child = spawn(timer[0], timer.slice(1), { stdio: ['ignore', 'ignore', 'pipe'], ...options })
    let stderr = ''
    child.stderr.on('data', chunk => {
      stderr += chunk
    })
    child.on('error', reject)
    child.on('close', code => {
      const wall = Number(process.hrtime.bigint() - began) / 1e6
      const last = stderr.trim().split('\n').at(-1) ?? ''
      const [, user, system, memory] = last.split(' ').map(Number)
      if (code !== 0)
        return reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${stderr.slice(-2000)}`))
      resolve({ wall, cpu: (user + system) * 1000, memory: memory * 1024 })
    })
  })
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Runs A and B in turn, the order swapped every other pair, after one warm-up of each. */
export async function interleave(a, b, count = pairs) {
  await a()
  await b()
  const results = { a: [], b: [] }
  for (let pair = 0; pair < count; pair += 1) {
    for (const which of pair % 2 ? ['b', 'a'] : ['a', 'b'])
      results[which].push(await (which === 'a' ? a() : b()))
  }
  return results
}

const show = value => (value >= 100 ? value.toFixed(0) : value.toFixed(2))

function spread(values) {
  return `${show(median(values))} (${show(Math.min(...values))}–${show(Math.max(...values))})`
}

let missed = 0

/** A figure against its limit. `limit` absent: for information. */
export function report(what, values, unit, limit) {
  const figure = median(values)
  const ok = limit === undefined || figure <= limit
  if (!ok) missed += 1
  const mark = limit === undefined ? '      ' : ok ? 'ok    ' : 'MISSED'
  console.log(
    `${mark} ${what.padEnd(58)} ${spread(values)} ${unit}${limit === undefined ? '' : `, at most ${limit}`}`,
  )
}

/** Ratios pair by pair. */
export function ratios(a, b, pick) {
  return a.map((one, index) => pick(one) / pick(b[index]))
}

export function finish() {
  process.exitCode = missed > 0 ? 1 : 0
}
