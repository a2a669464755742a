// Which files of a context BuildKit is told of, and in which order.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type WalkFilter, walkContext } from '../../../../src/image/build/buildkit/context-walk.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'test-walk-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function fill(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), '')
  }
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  symlinkSync(target, join(root, path))
}

async function walk(filter: Partial<WalkFilter> = {}): Promise<string[]> {
  const paths: string[] = []
  const whole = { include: [], exclude: [], follow: [], ...filter }
  for await (const { path } of walkContext(root, whole)) paths.push(path)
  return paths
}

describe('walkContext', () => {
  test('folders before what they hold, names by their bytes', async () => {
    fill('a/x', 'a.b', 'a-b', 'B', '\uff5e', '\u{1f600}')
    expect(await walk()).toEqual(['B', 'a', 'a/x', 'a-b', 'a.b', '\uff5e', '\u{1f600}'])
  })

  test('what is excluded stays out, what is taken back comes with its folders', async () => {
    fill('keep', 'logs/a', 'logs/deep/b', 'node_modules/x/y', '#hash')
    expect(await walk({ exclude: ['logs', '!logs/deep/b', 'node_modules', '#hash'] })).toEqual([
      'keep',
      'logs',
      'logs/deep',
      'logs/deep/b',
    ])
    expect(await walk({ exclude: ['**', '!logs/a'] })).toEqual(['logs', 'logs/a'])
  })

  test('only what is included, and the folders on the way', async () => {
    fill('Dockerfile', 'src/a/one', 'src/a/two', 'src/b/one', 'other/one')
    expect(await walk({ include: ['Dockerfile', 'Dockerfile.dockerignore'] })).toEqual(['Dockerfile'])
    expect(await walk({ include: ['src/*/one'] })).toEqual([
      'src',
      'src/a',
      'src/a/one',
      'src/b',
      'src/b/one',
    ])
    expect(await walk({ include: ['**/two'] })).toEqual(['src', 'src/a', 'src/a/two'])
    expect(await walk({ include: ['src/a'] })).toEqual(['src', 'src/a', 'src/a/one', 'src/a/two'])
    expect(await walk({ include: ['src'], exclude: ['src/a'] })).toEqual(['src', 'src/b', 'src/b/one'])
    expect(await walk({ include: ['none'] })).toEqual([])
  })

  test('copied links bring what they lead to', async () => {
    fill('real/deep/file', 'real/other', 'elsewhere/file')
    link('link', 'real/deep')
    link('app/up', '../link/file')
    link('rooted', '/elsewhere')
    link('out', '../../../etc/passwd')
    expect(await walk({ follow: ['link/file'] })).toEqual(['link', 'real', 'real/deep', 'real/deep/file'])
    expect(await walk({ follow: ['app/u*'] })).toEqual([
      'app',
      'app/up',
      'link',
      'real',
      'real/deep',
      'real/deep/file',
    ])
    expect(await walk({ follow: ['/rooted/'] })).toEqual(['elsewhere', 'elsewhere/file', 'rooted'])
    expect(await walk({ follow: ['out'] })).toEqual(['out'])
    expect(await walk({ follow: ['.'] })).toEqual(await walk())
  })

  test('characters that mean something elsewhere mean themselves', async () => {
    const names = ['c++/x', 'file(1)', 'a{b}', 'a|b', 'a^b', 'a$b', '#c', ' lead', 'trail ', '@s', 'ü b']
    fill(...names)
    for (const name of names) {
      const path = name.split('/')[0] as string
      expect((await walk({ follow: [path] }))[0]).toBe(path)
      expect(await walk({ exclude: [path] })).not.toContain(path)
    }
    fill('x1', 'xa')
    expect(await walk({ include: ['x[^a]'] })).toEqual(['x1'])
    expect(await walk({ include: ['c\\+\\+'] })).toEqual(['c++', 'c++/x'])
  })

  test('links in a ring come to an end', async () => {
    link('a', 'b')
    link('b', 'a')
    link('self', 'self/self')
    expect(await walk({ follow: ['a/x', 'self/y'] })).toEqual(['a', 'b', 'self'])
  })
})
