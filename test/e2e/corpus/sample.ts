// A sample that a seed decides, so that a run can be repeated.

/** Mulberry32: the same numbers from the same seed, everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Some of all, in an order that the seed decides. */
export function sampleOf<T>(all: readonly T[], size: number, seed: number): readonly T[] {
  const random = randomFrom(seed)
  const left = [...all]
  const chosen: T[] = []
  while (chosen.length < size && left.length > 0)
    chosen.push(...left.splice(Math.floor(random() * left.length), 1))
  return chosen
}
