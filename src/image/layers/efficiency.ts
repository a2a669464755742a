// The score of an image. Pure.
import type { PathCopies } from './stack-layers.ts'
import type { Efficiency } from './types.ts'

/** `sizes`: bytes of each layer, from the base up. */
export function rateEfficiency(copies: readonly PathCopies[], sizes: readonly number[]): Efficiency {
  let smallest = 0
  let all = 0
  let wastedBytes = 0
  for (const path of copies) {
    smallest += path.smallest
    all += path.bytes
    if (path.layers.length > 1) wastedBytes += path.bytes
  }
  const user = sizes.slice(1).reduce((sum, size) => sum + size, 0)
  return {
    efficiency: all === 0 ? 1 : smallest / all,
    wastedBytes,
    userWastedRatio: user === 0 ? 0 : wastedBytes / user,
    wasteful: copies
      .filter(path => path.layers.length > 1 && path.bytes > 0)
      .map(({ path, bytes, layers }) => ({ path, bytes, copies: layers.length, layers }))
      .sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1)),
  }
}
