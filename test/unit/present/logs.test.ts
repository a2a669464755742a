import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLogWriter } from '../../../src/present/index.ts'
import { memoryOutput } from './fake-output.ts'

function writer(prefix = true) {
  const stdout = memoryOutput()
  const stderr = memoryOutput()
  return {
    stdout,
    stderr,
    writer: createLogWriter({ stdout, stderr, prefix, color: false, names: ['db-1', 'web-1'] }),
  }
}

const bytes = (text: string) => new TextEncoder().encode(text)

describe('createLogWriter', () => {
  it('puts names of one width before whole lines', async () => {
    const { stdout, writer: logs } = writer()
    await logs.chunk('db-1', 'stdout', bytes('ready\n'))
    await logs.chunk('web-1', 'stdout', bytes('one\ntw'))
    await logs.chunk('db-1', 'stdout', bytes('more\n'))
    await logs.chunk('web-1', 'stdout', bytes('o\n'))
    expect(stdout.text()).toBe('db-1   | ready\nweb-1  | one\ndb-1   | more\nweb-1  | two\n')
  })

  it('keeps the streams apart', async () => {
    const { stdout, stderr, writer: logs } = writer()
    await logs.chunk('web-1', 'stderr', bytes('oops\n'))
    expect([stdout.text(), stderr.text()]).toEqual(['', 'web-1  | oops\n'])
  })

  it('ends what a container left open', async () => {
    const { stdout, writer: logs } = writer()
    await logs.chunk('web-1', 'stdout', bytes('no end'))
    expect(stdout.text()).toBe('')
    await logs.flush('web-1')
    expect(stdout.text()).toBe('web-1  | no end\n')
  })

  it('passes every byte on, wherever chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 })), async chunks => {
        const parts: Uint8Array[] = []
        const output = memoryOutput({ write: async data => void parts.push(Buffer.from(data)) })
        const logs = createLogWriter({ stdout: output, stderr: output, prefix: false, color: false })
        for (const chunk of chunks) await logs.chunk('a', 'stdout', chunk)
        await logs.flush('a')
        const sent = Buffer.concat(chunks)
        const expected =
          sent.length === 0 || sent.at(-1) === 10 ? sent : Buffer.concat([sent, Buffer.from('\n')])
        expect(Buffer.concat(parts).equals(expected)).toBe(true)
      }),
    )
  })

  it('passes a very long line on before it ends, whole unless another comes between', async () => {
    const { stdout, writer: logs } = writer()
    const half = 'x'.repeat(600_000)
    for (let count = 0; count < 5; count++) await logs.chunk('web-1', 'stdout', bytes(half))
    // 4 of 5 are out: the memory is free of them.
    expect(stdout.text().length).toBe('web-1  | '.length + 4 * half.length)
    await logs.chunk('web-1', 'stdout', bytes('\nnext\n'))
    expect(stdout.text()).toBe(`web-1  | ${half.repeat(5)}\nweb-1  | next\n`)
    const before = stdout.text().length
    await logs.chunk('web-1', 'stdout', bytes(half.repeat(2)))
    await logs.chunk('db-1', 'stdout', bytes('short\n'))
    await logs.chunk('web-1', 'stdout', bytes('end\n'))
    expect(stdout.text().slice(before)).toBe(`web-1  | ${half.repeat(2)}\ndb-1   | short\nweb-1  | end\n`)
    const later = stdout.text().length
    await logs.chunk('web-1', 'stdout', bytes(half.repeat(2)))
    await logs.note('web-1 exited')
    await logs.chunk('web-1', 'stdout', bytes(half.repeat(2)))
    await logs.flush('web-1')
    expect(stdout.text().slice(later)).toBe(
      `web-1  | ${half.repeat(2)}\nweb-1 exited\nweb-1  | ${half.repeat(2)}\n`,
    )
  })
})
