// A context's tar: what is in it, in which order, and what is not.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { unpackTar } from 'modern-tar'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ContextTar, packContext } from '../../../src/image/build/context-tar.ts'
import { parseIgnoreRules, readIgnoreRules } from '../../../src/image/build/ignore.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gantry-tar-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(path: string, text = path): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

async function bytes(context: Partial<ContextTar> = {}): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of await packContext({ folder, ...context })) parts.push(part)
  return Buffer.concat(parts)
}

const entries = async (context: Partial<ContextTar> = {}) => await unpackTar(await bytes(context))
const names = async (context: Partial<ContextTar> = {}) =>
  (await entries(context)).map(({ header }) => header.name)

describe('packContext', () => {
  test('is in one order, each folder before what is in it', async () => {
    for (const path of ['b/z', 'b/a/x', 'a', 'c', 'B']) write(path)
    expect(await names()).toEqual(['B', 'a', 'b/', 'b/a/', 'b/a/x', 'b/z', 'c'])
  })

  test('keeps modes, times and links, and gives everything to root', async () => {
    write('run.sh', '#!/bin/sh\n')
    chmodSync(join(folder, 'run.sh'), 0o4751)
    mkdirSync(join(folder, 'private'), { mode: 0o700 })
    symlinkSync('/no/such/place', join(folder, 'link'))
    const time = new Date('2020-02-03T04:05:06Z')
    utimesSync(join(folder, 'run.sh'), time, time)
    const found = Object.fromEntries((await entries()).map(({ header }) => [header.name, header]))
    expect(found['run.sh']).toMatchObject({ mode: 0o4751, mtime: time, uid: 0, gid: 0, type: 'file' })
    expect(found['private/']).toMatchObject({ mode: 0o700, type: 'directory', uid: 0, gid: 0 })
    expect(found.link).toMatchObject({ type: 'symlink', linkname: '/no/such/place' })
  })

  test('an unchanged folder gives the same bytes', async () => {
    for (let index = 0; index < 50; index++) write(`d${index % 7}/f${index}`)
    expect((await bytes()).equals(await bytes())).toBe(true)
  })

  test('long and foreign names arrive whole', async () => {
    const long = `${'deep/'.repeat(60)}größe-数.txt`
    write(long, 'x')
    expect(await names()).toContain(long)
  })

  test('leaves out sockets, which no image can hold', async () => {
    write('file')
    const server = createServer().listen(join(folder, 'socket'))
    await new Promise(resolve => server.once('listening', resolve))
    expect(await names()).toEqual(['file'])
    await new Promise(resolve => server.close(resolve))
  })

  test('leaves out what the rules name, but never what the builder needs', async () => {
    for (const path of ['Dockerfile', '.dockerignore', 'docs/a.md', 'docs/keep.md', 'src/a.ts', 'out/x'])
      write(path)
    const rules = await parseIgnoreRules('# a comment\n*\n!src\n!docs/keep.md\n')
    expect(await names({ rules, always: ['.dockerignore', 'Dockerfile'] })).toEqual([
      '.dockerignore',
      'Dockerfile',
      'docs/keep.md',
      'src/',
      'src/a.ts',
    ])
  })

  test('extra files stand for those of the folder', async () => {
    write('.dockerignore', 'old')
    write('file')
    const found = await entries({ extra: [{ name: '.dockerignore', text: 'new' }] })
    expect(found.map(({ header, data }) => [header.name, Buffer.from(data ?? []).toString()])).toEqual([
      ['file', 'file'],
      ['.dockerignore', 'new'],
    ])
  })

  test('what cannot be read is a problem with its path', async () => {
    await expect(packContext({ folder: join(folder, 'none') })).rejects.toMatchObject({
      problems: [
        { code: 'build-context', message: `${folder}/none of the build context cannot be read (ENOENT)` },
      ],
    })
  })

  test('a folder that turns into something else underway, too', async () => {
    write('sub/file')
    const rules = await parseIgnoreRules('none')
    const watched = {
      ...rules,
      ignores: (path: string) => {
        if (path === 'sub') rmSync(join(folder, 'sub'), { recursive: true })
        return false
      },
    }
    await expect(bytes({ rules: watched })).rejects.toMatchObject({
      problems: [{ code: 'build-context', message: expect.stringContaining(`${folder}/sub `) }],
    })
  })
})

describe('readIgnoreRules', () => {
  test("prefers the Dockerfile's own, and finds none where there is none", async () => {
    const dockerfile = join(folder, 'web.Dockerfile')
    expect(await readIgnoreRules(folder, dockerfile)).toBeUndefined()
    write('.dockerignore', 'common')
    expect((await readIgnoreRules(folder, dockerfile))?.ignores('common')).toBe(true)
    write('web.Dockerfile.dockerignore', 'own')
    const rules = await readIgnoreRules(folder, dockerfile)
    expect([rules?.ignores('common'), rules?.ignores('own'), rules?.own]).toEqual([false, true, true])
  })

  test.each([
    ['*.log', 'a.log', true],
    ['*.log', 'sub/a.log', false],
    ['**/*.log', 'sub/deep/a.log', true],
    ['node_modules', 'node_modules/x/index.js', true],
    ['/dist', 'dist/x', true],
    ['README.md', 'readme.md', false],
    ['*\n!keep', 'keep', false],
    ['!keep\n*', 'keep', true],
    ['\uFEFFfirst', 'first', true],
  ])('%j and %s', async (text, path, ignored) => {
    expect((await parseIgnoreRules(text)).ignores(path)).toBe(ignored)
  })
})
