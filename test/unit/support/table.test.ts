import { describe, expect, it } from 'vitest'
import { formatTable } from '../../../src/support/index.ts'

describe('formatTable', () => {
  it('pads columns to the widest cell and three spaces, but not the last', () => {
    const text = formatTable(
      [
        ['web-1', 'nginx:alpine', 'Up 2 minutes'],
        ['database-1', 'postgres', 'Exited (0)'],
      ],
      { header: ['name', 'image', 'status'] },
    )
    expect(text.split('\n')).toEqual([
      'NAME         IMAGE          STATUS',
      'web-1        nginx:alpine   Up 2 minutes',
      'database-1   postgres       Exited (0)',
      '',
    ])
  })

  it('does without a header', () => {
    expect(formatTable([['a', 'b']])).toBe('a   b\n')
  })

  it('is empty without rows, and a header alone without data', () => {
    expect(formatTable([])).toBe('')
    expect(formatTable([], { header: ['Name', 'Id'] })).toBe('NAME   ID\n')
  })

  it('keeps a least width, padding included', () => {
    expect(formatTable([['a', 'b']], { minWidth: 10 })).toBe('a         b\n')
    expect(formatTable([['123456789', 'b']], { minWidth: 10 })).toBe('123456789   b\n')
  })

  it('takes other paddings', () => {
    expect(formatTable([['a', 'b']], { padding: 1 })).toBe('a b\n')
  })

  it('measures wide characters and colours by the cells that they take', () => {
    const red = '\x1b[31mab\x1b[0m'
    expect(
      formatTable([
        ['日本', 'x'],
        ['abcd', 'x'],
        [red, 'x'],
      ]).split('\n'),
    ).toEqual(['日本   x', 'abcd   x', `${red}     x`, ''])
  })

  it('lets rows be shorter than others', () => {
    expect(formatTable([['a'], ['bb', 'c'], []])).toBe('a\nbb   c\n\n')
  })
})
