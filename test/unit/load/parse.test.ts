// What reading YAML gives, and what it says of every kind of slip.
import { describe, expect, it } from 'vitest'
import { type Node, nodeAt, toPlain } from '../../../src/load/node.ts'
import { parseDocuments } from '../../../src/load/parse.ts'
import type { Problem } from '../../../src/problem/index.ts'
import { hostileTexts } from './stack-texts.ts'

const read = (text: string) => parseDocuments(text, 'compose.yaml')

const plain = async (text: string): Promise<unknown> => {
  const { documents, problems } = await read(text)
  expect(problems).toEqual([])
  return documents.map(toPlain)
}

const line = ({ place, code, message, hint }: Problem): string =>
  `${place?.line}:${place?.column} ${code}: ${message}; ${hint}`

const said = async (text: string): Promise<string[]> => (await read(text)).problems.map(line)

const place = (node: Node | undefined): string => {
  const { line: row, column, endColumn } = node?.origin.place ?? { line: 0, column: 0 }
  return `${row}:${column}${endColumn === undefined ? '' : `-${endColumn}`}`
}

describe('documents', () => {
  it('reads several, and leaves out empty ones', async () => {
    expect(await plain('a: 1\n---\n---\n# nothing\n---\nb: 2\n...\n')).toEqual([{ a: 1 }, { b: 2 }])
    expect(await plain('')).toEqual([])
    expect(await plain('# only a comment\n')).toEqual([])
  })

  it('reads scalars as Compose does', async () => {
    expect(await plain("a: 0440\nb: '0440'\nc: 1_000\nd: yes\ne: 1:30\nf: ~\ng: true\n")).toEqual([
      { a: 288, b: '0440', c: 1000, d: 'yes', e: '1:30', f: null, g: true },
    ])
  })

  it('keeps the written text of plain scalars alone', async () => {
    const { documents } = await read('a: 1.10\nb: "1.10"\n')
    expect(nodeAt(documents[0] as Node, ['a'])).toMatchObject({ value: 1.1, text: '1.10' })
    expect(nodeAt(documents[0] as Node, ['b'])).toMatchObject({ value: '1.10', text: undefined })
  })

  it('knows the place of every value, with one reader as with the other', async () => {
    const text = 'a:\n  b: "x y"\n  c: [1, {d: e}]\n  f:\n  g:\n    - |\n      t\n    -\n'
    for (const version of [text, `${text}h: !!str 1\n`]) {
      const [root] = (await read(version)).documents as [Node]
      const at = (...path: (string | number)[]) => place(nodeAt(root, path))
      expect([at('a'), at('a', 'b'), at('a', 'c'), at('a', 'c', 0), at('a', 'c', 1, 'd')]).toEqual([
        '2:3',
        '2:6-11',
        '3:6',
        '3:7-8',
        '3:14-15',
      ])
      // An empty value has the place of its key or dash.
      expect([at('a', 'f'), at('a', 'g'), at('a', 'g', 0), at('a', 'g', 1)]).toEqual([
        '4:3-4',
        '6:5',
        '6:7',
        '8:5',
      ])
    }
  })

  it('keeps the tags that merging needs', async () => {
    const { documents } = await read('a: !reset null\nb: !override [1]\nc: !reset\nd: !override\n  e: 1\n')
    const tags = ['a', 'b', 'c', 'd'].map(key => nodeAt(documents[0] as Node, [key])?.tag)
    expect(tags).toEqual(['reset', 'override', 'reset', 'override'])
  })

  it('makes text of what !!str marks, and warns of tags that mean nothing', async () => {
    expect(await plain('a: !!str 012\nb: !!int "3"\n')).toEqual([{ a: '012', b: 3 }])
    expect(await said('a: !rest []\n')).toEqual([
      '1:10 unknown-tag: the tag !rest means nothing here and is ignored; did you mean !reset?',
    ])
  })

  it('takes __proto__ for a key like any other', async () => {
    const [value] = (await plain('__proto__: {a: 1}\nb: 2\n')) as [object]
    expect(Object.keys(value)).toEqual(['__proto__', 'b'])
    expect(({} as { a?: number }).a).toBeUndefined()
  })

  it('takes Windows line ends, a byte order mark, and text blocks without a line end', async () => {
    expect(await plain('\ufeffa:\r\n  - b\r\n  - c\r\n')).toEqual([{ a: ['b', 'c'] }])
    expect(await plain('a: |\n  b')).toEqual([{ a: 'b' }])
    expect(await plain('a: |\n  b\n')).toEqual([{ a: 'b\n' }])
  })
})

describe('anchors', () => {
  it('shares the value of an anchor, and its place', async () => {
    const { documents } = await read('a: &a\n  x: 1\nb: *a\n')
    const [root] = documents as [Node]
    expect(nodeAt(root, ['b'])).toBe(nodeAt(root, ['a']))
    expect(place(nodeAt(root, ['b', 'x']))).toBe('2:6-7')
  })

  it('merges maps and lists of maps, own keys and earlier maps first', async () => {
    const text = 'a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 3\nd:\n  <<: {w: 4}\n'
    expect(await plain(text)).toMatchObject([{ c: { x: 3, y: 1, z: 2 }, d: { w: 4 } }])
  })

  it.each([
    [
      'a: &a 1\nb:\n  <<: *a\n',
      '3:3 bad-merge-key: << takes a map or a list of maps, and this is text; give it an alias of a map: <<: *name',
    ],
    [
      'a: &a {x: 1}\nb:\n  <<: *a\n  <<: *a\n',
      '4:3 bad-merge-key: the map has a second merge key; join them: <<: [*a, *b]',
    ],
    [
      'a: &base 1\nb: *bse\n',
      '2:4 unknown-alias: no anchor &bse stands before the alias *bse; did you mean *base?',
    ],
    [
      'a: *.example.com\n',
      '1:4 unknown-alias: no anchor &.example.com stands before the alias *.example.com; put quotes around the value if the * belongs to it, or set the anchor on a value above',
    ],
    [
      'a: &a [*a]\n',
      '1:8 alias-cycle: the alias *a stands within the value that it refers to; refer to another anchor, or write the value out',
    ],
    [
      'a: &a\n  <<: *a\n',
      '2:7 alias-cycle: the alias *a stands within the value that it refers to; refer to another anchor, or write the value out',
    ],
  ])('refuses %j', async (text, wanted) => {
    expect(await said(text)).toEqual([wanted])
  })

  it('tells a bomb from honest reuse', async () => {
    const bomb = Array.from({ length: 12 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(4)}x]`)
    const problems = await said(`a0: &a0 {k: v}\n${bomb.join('\n')}\n`)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain('too-many-aliases')
    const honest = Array.from({ length: 2_000 }, (_, at) => `  s${at}:\n    <<: *base\n    image: i${at}`)
    expect(await said(`x: &base {restart: always, init: true}\nservices:\n${honest.join('\n')}\n`)).toEqual(
      [],
    )
  })
})

describe('keys', () => {
  it('shows both places of a key given twice, and goes on', async () => {
    const { problems } = await read('services:\n  web:\n    image: a\n    image: b\n  web: {}\n')
    expect(problems.map(line)).toEqual([
      '4:5 duplicate-key: the key "image" stands here for a second time; remove it, or join it with the one in line 3',
      '5:3 duplicate-key: the key "web" stands here for a second time; remove it, or join it with the one in line 2',
    ])
    expect(problems[0]?.related?.[0]?.place).toMatchObject({ line: 3, column: 5 })
    expect(problems[0]?.path).toBe('services.web.image')
  })

  it.each([
    ['a:\n  80: x\n', '2:3 non-string-key: a key must be text, and 80 is a number; write "80":'],
    ['true: x\n', '1:1 non-string-key: a key must be text, and true is a boolean; write "true":'],
    [
      'a: {{ b }}\n',
      '1:5 non-string-key: a key must be text, and this one is a map; put quotes around the value: {{ starts a map in a map',
    ],
    [
      '? [a]\n: b\n',
      '1:3 non-string-key: a key must be text, and this one is a list; put quotes around the key, or around the whole value if it is meant as text',
    ],
  ])('refuses %j', async (text, wanted) => {
    expect(await said(text)).toEqual([wanted])
  })
})

describe('syntax', () => {
  it.each([
    [
      'a tab',
      'services:\n\tweb:\n\t\timage: x\n',
      '2:1 yaml-tab: a tab stands in the indentation, which YAML does not allow; replace it with spaces, two a level',
    ],
    [
      'a line between two levels',
      'services:\n  web:\n    image: nginx\n   command: x\n',
      '4:4 yaml-indentation: "command" is indented by 3 spaces, which fits no line above it; indent it by 4 like "image" in line 3, or by 2 like "web" in line 2, or by 0 like "services" in line 1',
    ],
    [
      'a line below a value',
      'web:\n  image: nginx\n    command: x\n',
      '3:5 yaml-indentation: "command" is indented below "image", which has a value already; indent it by 2 spaces, like image',
    ],
    [
      'a list item among keys',
      'web:\n  image: nginx\n  - "80:80"\n',
      '3:3 yaml-indentation: a list item stands among the keys of a map after "image"; write the key that the list belongs to above it, or indent the item below that key',
    ],
    [
      'a key among list items',
      'ports:\n  - a\n  b: c\n',
      '3:3 yaml-indentation: "b" is indented by 2 spaces, which fits no line above it; indent it by 2 like "a" in line 2, or by 0 like "ports" in line 1',
    ],
    [
      'text block too far left',
      'a: |\n    x\n  y\nb: 1\n',
      "3:3 yaml-indentation: this line of the text that starts in line 1 is indented less than the text's first line; indent it like the first line of the text",
    ],
    [
      'a second colon',
      'command: echo note: done\n',
      '1:19 yaml-colon: the value of "command" holds a colon and a space, so it reads as a key of its own; put quotes around the value: command: "echo note: done"; or move it to the next line, indented, if it is a key',
    ],
    [
      'no colon',
      'services:\n  web\n    image: x\n',
      '2:3 yaml-colon: "web" lacks its colon: a key is wanted here; write web:',
    ],
    [
      'no colon, but a value',
      'web:\n  image nginx\n  init: true\n',
      '2:3 yaml-colon: "image nginx" lacks its colon: a key is wanted here; write image: nginx',
    ],
    [
      'no space after the colon',
      'web:\n  image:nginx\n  init: true\n',
      '2:3 yaml-colon: the space after the colon is missing in "image:nginx"; write image: nginx',
    ],
    [
      'no colon at the end',
      'web:\n  image: nginx\n  ports\n',
      '3:3 yaml-colon: "ports" lacks its colon: a key is wanted here; write ports:',
    ],
    [
      'an open double quote',
      'a: 1\nimage: "nginx\nb: 1\n',
      '2:8 yaml-unclosed: the quote " that opens here is never closed; add the closing " at the end of the value of "image"',
    ],
    [
      'an open single quote',
      "a: 1\nimage: 'nginx\nb: 1\n",
      '2:8 yaml-unclosed: the quote \' that opens here is never closed; add the closing \' at the end of the value of "image"',
    ],
    [
      'an open bracket',
      'a: ["x"\nb: 1\n',
      '1:4 yaml-unclosed: the bracket [ that opens here is not closed before the next key; add the closing ], and indent all that stands between the brackets',
    ],
    [
      'an open brace',
      'a: {x: 1\nb: 1\n',
      '1:4 yaml-unclosed: the bracket { that opens here is not closed before the next key; add the closing }, and indent all that stands between the brackets',
    ],
    [
      'a bracket too many',
      'a: ]\n',
      '1:4 yaml-syntax: this ] closes nothing; remove it, or put quotes around the value that it belongs to',
    ],
    [
      'a reserved character',
      'a: @daily # x\n',
      '1:4 yaml-syntax: a value cannot start with @ unless it is quoted; write "@daily"',
    ],
    [
      'a percent sign',
      'a: %h\n',
      '1:4 yaml-syntax: a value cannot start with % unless it is quoted; write "%h"',
    ],
    [
      'an unknown escape',
      'a: "C:\\data"\n',
      '1:7 yaml-syntax: \\d is no escape that double quotes know; write \\\\d, or put single quotes around the text',
    ],
    [
      'text after a quote',
      'a: "x" y\n',
      '1:8 yaml-syntax: "y" stands after the closing "; remove it, or put single quotes around the whole value',
    ],
    [
      'a template',
      'image: {{image}}:tag\n',
      '1:17 yaml-syntax: {{ starts a map in a map, and more text follows it; put quotes around the whole value',
    ],
    [
      'text after a bar',
      'a: |echo\n  b\n',
      '1:5 yaml-syntax: after | the text starts on the next line; move "echo" to the next line, indented, or quote the whole value',
    ],
    [
      'an empty alias',
      'a: *\n',
      '1:4 yaml-syntax: a * starts an alias, which needs a name; put quotes around the value if the * belongs to it',
    ],
    [
      'an unsolved conflict',
      '<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x\n',
      '1:1 yaml-syntax: a conflict between two versions of this file was left unsolved here; keep one side, and remove the lines with <<<<<<<, ======= and >>>>>>>',
    ],
    [
      'a NUL',
      'a: b\0c\n',
      '1:5 control-character: a NUL character stands here, which YAML does not allow; is this a text file? Remove the character, or save the file as UTF-8',
    ],
  ])('explains %s', async (_, text, wanted) => {
    expect((await said(text))[0]).toBe(wanted)
  })

  it('tells every slip that stands for itself', async () => {
    expect((await said('a: @x\nb: %y\nc: "\\q"\n')).map(text => text.split(' ')[0])).toEqual([
      '1:4',
      '2:4',
      '3:5',
    ])
  })

  it('returns the other documents of a file with a fault', async () => {
    const { documents, problems } = await read('a: 1\n---\nb: ]\n---\nc: 3\n')
    expect(documents.map(toPlain)).toEqual([{ a: 1 }, { c: 3 }])
    expect(problems).toHaveLength(1)
  })
})

describe('hostile texts', () => {
  it.each(Object.entries(hostileTexts))('answers %s', async (_, text) => {
    const { documents, problems } = await read(text)
    for (const problem of problems) {
      expect(problem.place).toMatchObject({ file: 'compose.yaml', line: expect.any(Number) })
      expect(problem.message).not.toMatch(/\n\s+at |call stack/)
    }
    expect(documents.length + problems.length > 0 || /^(?:#.*\n)?$/.test(text)).toBe(true)
  })
})
