// On a real file system: what is told in the end is what stands there, whatever happened in between.
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FileWatch, watchFiles } from '../../../../src/app/watch/file-watch.ts'
import type { FileChange } from '../../../../src/app/watch/types.ts'

let folder: string
let watching: FileWatch | undefined
let told: string[]
let wake: () => void

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gantry-unit-'))
  told = []
  wake = () => {}
})

afterEach(async () => {
  watching?.close()
  await rm(folder, { recursive: true, force: true })
})

const at = (name: string): string => join(folder, name)

async function watchPaths(paths: readonly string[], skips: (name: string) => boolean = () => false) {
  watching = await watchFiles({
    paths: paths.map(at),
    skips: file => skips(relative(folder, file)),
    onChange(change: FileChange) {
      told.push(`${change.now} ${relative(folder, change.path)}`)
      wake()
    },
    onFault(place, error) {
      told.push(`fault ${place} ${error.code}`)
      wake()
    },
  })
}

/** Waits until all of these were told. */
async function tells(...wanted: string[]): Promise<void> {
  while (!wanted.every(one => told.includes(one))) {
    await new Promise<void>(resolve => {
      wake = resolve
    })
  }
}

async function put(name: string, text = ''): Promise<void> {
  await mkdir(join(at(name), '..'), { recursive: true })
  await writeFile(at(name), text)
}

describe('watching files', () => {
  it('tells of new, changed and deleted files, and of nothing that was there', async () => {
    await put('src/old')
    await put('src/deep/old')
    await watchPaths(['src'])
    await put('src/new')
    await put('src/deep/old', 'changed')
    await tells('file src/new', 'file src/deep/old')
    await rm(at('src/old'))
    await tells('gone src/old')
    expect(told).not.toContain('file src/old')
  })

  it('looks into folders that come with all that is in them', async () => {
    await mkdir(at('src'))
    await watchPaths(['src'])
    await put('src/a/b/c/file')
    await symlink('a', at('src/link'))
    await tells('folder src/a', 'folder src/a/b', 'folder src/a/b/c', 'file src/a/b/c/file', 'file src/link')
    await put('src/a/b/c/later')
    await tells('file src/a/b/c/later')
  })

  it('tells of a moved folder that it is gone here and came there, and follows it', async () => {
    await put('src/one/deep/file')
    await watchPaths(['src'])
    await rename(at('src/one'), at('src/two'))
    await tells('gone src/one/deep/file', 'gone src/one', 'folder src/two', 'file src/two/deep/file')
    await put('src/two/deep/more')
    await tells('file src/two/deep/more')
  })

  it('follows a folder that is removed and made again at once', async () => {
    await put('src/out/a')
    await put('src/out/b')
    await watchPaths(['src'])
    await rm(at('src/out'), { recursive: true })
    await put('src/out/b')
    await tells('gone src/out/a', 'file src/out/b')
    told = []
    await put('src/out/c')
    await put('src/out/b', 'again')
    await tells('file src/out/c', 'file src/out/b')
  })

  it('tells of a path that becomes another kind', async () => {
    await put('src/file')
    await put('src/folder/in')
    await watchPaths(['src'])
    await rm(at('src/file'))
    await put('src/file/in')
    await rm(at('src/folder'), { recursive: true })
    await put('src/folder')
    await tells(
      'gone src/file',
      'file src/file/in',
      'gone src/folder/in',
      'gone src/folder',
      'file src/folder',
    )
  })

  it('waits for paths that are not there yet, and that go and come again', async () => {
    await watchPaths(['none/yet/src', 'none/file'])
    await put('none/yet/src/a')
    await put('none/file')
    await put('none/other')
    await tells('folder none/yet/src', 'file none/yet/src/a', 'file none/file')
    await rm(at('none'), { recursive: true })
    await tells('gone none/yet/src/a', 'gone none/yet/src', 'gone none/file')
    told = []
    await put('none/yet/src/b')
    await put('none/file')
    await tells('file none/yet/src/b', 'file none/file')
    expect(told).not.toContain('file none/other')
  })

  it('sees a single file that an editor puts in place of the old one', async () => {
    await put('conf')
    await watchPaths(['conf'])
    for (const text of ['1', '2']) {
      told = []
      await put('conf.new', text)
      await rename(at('conf.new'), at('conf'))
      await tells('file conf')
    }
    expect(told).not.toContain('file conf.new')
  })

  it('does not look where it is told not to', async () => {
    await put('src/skip/old')
    await watchPaths(['src'], name => name.startsWith('src/skip'))
    await put('src/skip/new')
    await put('src/last')
    await tells('file src/last')
    expect(told.filter(one => one.includes('skip'))).toEqual([])
  })

  it('says nothing more when it is closed', async () => {
    await mkdir(at('src'))
    await watchPaths(['src'])
    watching?.close()
    await put('src/a')
    // Once a second watch has seen what came later, the first would have told of it, too.
    await watchPaths(['src'])
    await put('src/b')
    await tells('file src/b')
    expect(told).not.toContain('file src/a')
  })
})
