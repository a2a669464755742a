// Lines of a Dockerfile: instructions as builders count them, and what a failure points at.
import { describe, expect, test } from 'vitest'
import { type Dockerfile, readInstructions } from '../../../src/image/build/dockerfile.ts'
import { lineInWords, lineOfName, lineOfStep } from '../../../src/image/build/failure.ts'

const lines = (text: string) => readInstructions(text).map(({ line }) => line)

describe('readInstructions', () => {
  test.each([
    ['FROM a\nRUN b', [1, 2]],
    ['# one\n\nFROM a\n\n  RUN b\n', [3, 5]],
    ['FROM a\r\nRUN b \\\r\n  && c\r\nRUN d', [1, 2, 4]],
    ['FROM a\nRUN b \\\n# in between\n\n  && c\nRUN d', [1, 2, 6]],
    ['# escape=`\nFROM a\nRUN b `\n c\nRUN d\\\nRUN e', [2, 3, 5, 6]],
    ['FROM a\n# escape=`\nRUN b \\\n c\nRUN d', [1, 3, 5]],
    ['FROM a\nRUN <<EOF\necho one\nRUN two\nEOF\nRUN b', [1, 2, 6]],
    ['FROM a\nCOPY <<-"one" <<two /x/\n\tfirst\n\tone\nsecond\ntwo\nRUN b', [1, 2, 7]],
    ['FROM a\nRUN echo $((1 << 2))\nRUN b', [1, 2, 3]],
    ['', []],
  ])('%j', (text, expected) => {
    expect(lines(text)).toEqual(expected)
  })

  test('joins what is continued', () => {
    expect(readInstructions('FROM a\nRUN one  && \\\n    # why\n    two')[1]).toEqual({
      line: 2,
      text: 'RUN one && two',
    })
  })
})

describe('where a failure is', () => {
  const dockerfile: Dockerfile = {
    name: 'Dockerfile',
    text: 'ARG V\nFROM a\n\nRUN one && \\\n  two\nRUN same\nRUN same\n',
  }

  test('by the number of a step', () => {
    expect([1, 2, 3, 4, 6].map(number => lineOfStep(dockerfile, number))).toEqual([1, 2, 4, 6, undefined])
    expect(lineOfStep({ name: 'Dockerfile' }, 1)).toBeUndefined()
  })

  test('by the name of a step, where it is the only one', () => {
    expect(lineOfName(dockerfile, '[build 2/4] RUN one &&   two')).toBe(4)
    expect(lineOfName(dockerfile, '[3/4] RUN same')).toBeUndefined()
    expect(lineOfName(dockerfile, '[internal] load metadata')).toBeUndefined()
  })

  test.each([
    ['dockerfile parse error line 7: unknown instruction: X', 7],
    ['dockerfile parse error on line 12: x', 12],
    ['web.Dockerfile:4\n--------------------\n   4 | >>> RUN x\n--------------------\nERROR: failed', 4],
    ['process "/bin/sh -c curl localhost:80" did not complete', undefined],
  ])('by the words %j', (words, line) => {
    expect(lineInWords(words)).toBe(line)
  })
})
