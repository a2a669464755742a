import { describe, expect, it } from 'vitest'
import { createBatcher, longestTime, quietTime } from '../../../../src/app/watch/batch.ts'
import type { BatchedChange, FileChange } from '../../../../src/app/watch/types.ts'

/** Time that passes only when it is told to. */
function handClock() {
  let now = 0
  const waiting = new Set<{ at: number; run: () => void }>()
  return {
    schedule(milliseconds: number, run: () => void) {
      const entry = { at: now + milliseconds, run }
      waiting.add(entry)
      return () => void waiting.delete(entry)
    },
    pass(milliseconds: number) {
      const end = now + milliseconds
      for (;;) {
        const [next] = [...waiting].filter(one => one.at <= end).sort((a, b) => a.at - b.at)
        if (next === undefined) break
        waiting.delete(next)
        now = next.at
        next.run()
      }
      now = end
    },
    left: () => waiting.size,
  }
}

function gathering() {
  const clock = handClock()
  const batches: (readonly BatchedChange[])[] = []
  const batcher = createBatcher(changes => void batches.push(changes), clock.schedule)
  const add = (...changes: FileChange[]) => changes.forEach(batcher.add)
  return { clock, batches, batcher, add }
}

describe('batches of changes', () => {
  it('come once it has been quiet, each path once', () => {
    const { clock, batches, add } = gathering()
    add({ path: '/a', now: 'file' })
    clock.pass(quietTime - 1)
    add({ path: '/b', now: 'file' }, { path: '/a', now: 'file', was: 'file' })
    clock.pass(quietTime - 1)
    expect(batches).toEqual([])
    clock.pass(1)
    expect(batches).toEqual([
      [
        { path: '/a', now: 'file' },
        { path: '/b', now: 'file' },
      ],
    ])
    clock.pass(longestTime)
    expect(batches).toHaveLength(1)
    expect(clock.left()).toBe(0)
  })

  it('do not wait for ever for files that never rest', () => {
    const { clock, batches, add } = gathering()
    const steps = (longestTime / quietTime) * 2
    for (let step = 0; step < steps; step += 1) {
      add({ path: '/log', now: 'file' })
      clock.pass(quietTime / 2)
    }
    expect(batches).toHaveLength(1)
  })

  it('say what stands there in the end', () => {
    const { clock, batches, add } = gathering()
    add(
      { path: '/saved', now: 'gone', was: 'file' },
      { path: '/saved', now: 'file' },
      { path: '/passing', now: 'file' },
      { path: '/passing', now: 'gone', was: 'file' },
      { path: '/grown', now: 'gone', was: 'file' },
      { path: '/grown', now: 'folder' },
      { path: '/again', now: 'gone', was: 'folder' },
      { path: '/again', now: 'folder' },
      { path: '/shrunk', now: 'gone', was: 'folder' },
      { path: '/shrunk', now: 'file' },
      { path: '/off', now: 'file', was: 'file' },
      { path: '/off', now: 'gone', was: 'file' },
    )
    clock.pass(quietTime)
    expect(batches[0]).toEqual([
      { path: '/saved', now: 'file', was: 'file' },
      { path: '/grown', now: 'folder', was: 'file' },
      { path: '/again', now: 'folder', was: 'folder' },
      { path: '/shrunk', now: 'file', was: 'folder' },
      { path: '/off', now: 'gone', was: 'file' },
    ])
  })

  it('are given up when it closes', () => {
    const { clock, batches, batcher, add } = gathering()
    add({ path: '/a', now: 'file' })
    batcher.close()
    clock.pass(longestTime)
    expect(batches).toEqual([])
    expect(clock.left()).toBe(0)
  })
})
