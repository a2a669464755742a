// Lines of a log that are shown, and how their matches are marked.
import { describe, expect, it } from 'vitest'
import { createLogFilter, createLogWriter } from '../../../src/present/index.ts'
import { memoryOutput } from './fake-output.ts'

interface Asked {
  readonly patterns: readonly string[]
  readonly ignoreCase?: boolean
  readonly invert?: boolean
  readonly timestamps?: boolean
  readonly color?: boolean
}

function filter({ color = false, ...asked }: Asked): (line: string) => string | undefined {
  const judge = createLogFilter({
    ignoreCase: false,
    invert: false,
    timestamps: false,
    ...asked,
    output: memoryOutput({ color }),
  })
  return line => judge(Buffer.from(line))?.toString()
}

describe('createLogFilter', () => {
  it('keeps lines that one of the patterns matches, or those that none does', () => {
    const some = filter({ patterns: ['^GET', 'err(or)?$'] })
    expect(['GET /\n', 'POST GET\n', 'an error\r\n', 'err', 'Err\n'].map(some)).toEqual([
      'GET /\n',
      undefined,
      'an error\r\n',
      'err',
      undefined,
    ])
    const others = filter({ patterns: ['^get', 'err$'], invert: true, ignoreCase: true })
    expect(['GET /\n', 'POST GET\n', 'ERR'].map(others)).toEqual([undefined, 'POST GET\n', undefined])
  })

  it("looks past the engine's time and the process's colours", () => {
    const timed = filter({ patterns: ['^2026|^GET'], timestamps: true })
    expect(timed('2026-11-21T16:41:53.6Z GET /\n')).toBe('2026-11-21T16:41:53.6Z GET /\n')
    expect(timed('2026-11-21T16:41:53.6Z POST /\n')).toBeUndefined()
    expect(filter({ patterns: ['^INFO x'] })('\x1b[32mINFO\x1b[0m x\n')).toBe('\x1b[32mINFO\x1b[0m x\n')
  })

  it('marks matches where colours are wanted, and leaves what is no text as it is', () => {
    const marked = filter({ patterns: ['a+'], color: true })
    expect(marked('baab a\n')).toBe('b\x1b[1m\x1b[31maa\x1b[39m\x1b[22mb \x1b[1m\x1b[31ma\x1b[39m\x1b[22m\n')
    expect(marked('\x1b[32ma\x1b[0m\n')).toBe('\x1b[32ma\x1b[0m\n')
    expect(filter({ patterns: [''], color: true })('ab\n')).toBe('ab\n')
    const bytes = Buffer.from([0x61, 0xff, 0xfe, 0x0a])
    const judge = createLogFilter({
      patterns: ['a'],
      ignoreCase: false,
      invert: false,
      timestamps: false,
      output: memoryOutput({ color: true }),
    })
    expect(judge(bytes)?.equals(bytes)).toBe(true)
  })

  it('refuses a mistake, also one that the brackets of the whole would mend', () => {
    expect(() => filter({ patterns: ['a('] })).toThrow(SyntaxError)
    expect(() => filter({ patterns: ['a)(b'] })).toThrow(SyntaxError)
  })

  it('judges whole lines, wherever chunks are cut, and what has no end at the end', async () => {
    const stdout = memoryOutput()
    const logs = createLogWriter({
      stdout,
      stderr: stdout,
      prefix: true,
      color: false,
      filter: createLogFilter({
        patterns: ['needle'],
        ignoreCase: false,
        invert: false,
        timestamps: false,
        output: stdout,
      }),
    })
    for (const part of ['a nee', 'dle\nhay\nhay ne', 'edle', '\nhay\nneedle'])
      await logs.chunk('web-1', 'stdout', Buffer.from(part))
    await logs.chunk('web-1', 'stderr', Buffer.from('hay'))
    await logs.flush('web-1')
    expect(stdout.text()).toBe('web-1  | a needle\nweb-1  | hay needle\nweb-1  | needle\n')
  })
})
