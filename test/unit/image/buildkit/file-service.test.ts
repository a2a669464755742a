// The transfer of files against a caller that asks as BuildKit does.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FileSource, fileService } from '../../../../src/image/build/buildkit/file-service.ts'
import type { GrpcCall } from '../../../../src/image/build/buildkit/grpc-server.ts'
import { loadMessages } from '../../../../src/image/build/buildkit/messages.ts'
import { ProblemError } from '../../../../src/problem/index.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'test-files-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

interface Packet {
  readonly type: number
  readonly id: number
  readonly stat: { readonly path: string; readonly modTime: number } | null
  readonly data: Uint8Array
}

interface Talk {
  /** What was named, in order. */
  readonly named: string[]
  readonly times: number[]
  readonly contents: Map<string, string>
}

/** Asks for the files that `wanted` picks as soon as all are named, and ends when they have come. */
async function fetch(
  sources: Readonly<Record<string, FileSource>>,
  metadata: Readonly<Record<string, readonly string[]>>,
  wanted: (path: string) => boolean = () => true,
): Promise<Talk> {
  const messages = await loadMessages()
  const named: string[] = []
  const times: number[] = []
  const contents = new Map<string, string>()
  const questions: Buffer[] = []
  let wake = () => {}
  const say = (packet: object) => {
    questions.push(Buffer.from(messages.encode('Packet', packet)))
    wake()
  }
  const open = new Set<number>()
  async function* asked() {
    for (;;) {
      const next = questions.shift()
      if (next !== undefined) yield next
      else await new Promise<void>(resolve => (wake = resolve))
    }
  }
  const hear = ({ type, id, stat, data }: Packet) => {
    if (type === 0 && stat !== null) {
      named.push(stat.path)
      times.push(stat.modTime)
    }
    if (type === 0 && stat === null) {
      named.forEach((path, number) => {
        if (!wanted(path)) return
        open.add(number)
        contents.set(path, '')
        say({ type: 1, id: number })
      })
      if (open.size === 0) say({ type: 3 })
    }
    if (type !== 2) return
    const path = named[id] as string
    contents.set(path, contents.get(path) + Buffer.from(data).toString())
    if (data.length === 0) open.delete(id)
    if (open.size === 0) say({ type: 3 })
  }
  const call: GrpcCall = {
    metadata: name => metadata[name] ?? [],
    messages: asked(),
    send: async message => hear(messages.decode<Packet>('Packet', message)),
  }
  const serve = fileService(messages, new Map(Object.entries(sources)))['/moby.filesync.v1.FileSync/DiffCopy']
  await serve?.(call)
  return { named, times, contents }
}

test('only what is asked for is sent, whole', async () => {
  const big = 'x'.repeat(300_000)
  writeFileSync(join(root, 'big'), big)
  writeFileSync(join(root, 'empty'), '')
  writeFileSync(join(root, 'unchanged'), 'same')
  const { named, contents } = await fetch(
    { context: { kind: 'folder', path: root } },
    { 'dir-name': ['context'] },
    path => path !== 'unchanged',
  )
  expect(named).toEqual(['big', 'empty', 'unchanged'])
  expect([...contents]).toEqual([
    ['big', big],
    ['empty', ''],
  ])
})

test('a text stands for a file', async () => {
  const { contents } = await fetch(
    { dockerfile: { kind: 'text', name: 'Dockerfile', text: 'FROM größe\n' } },
    { 'dir-name': ['dockerfile'], followpaths: ['Dockerfile', 'Dockerfile.dockerignore'] },
  )
  expect([...contents]).toEqual([['Dockerfile', 'FROM größe\n']])
})

test('another text of the same length is another file, the same text is the same', async () => {
  const timeOf = async (text: string) =>
    (
      await fetch(
        { dockerfile: { kind: 'text', name: 'Dockerfile', text } },
        { 'dir-name': ['dockerfile'] },
        () => false,
      )
    ).times
  expect(await timeOf('RUN one')).toEqual(await timeOf('RUN one'))
  expect(await timeOf('RUN one')).not.toEqual(await timeOf('RUN two'))
})

test('patterns beyond ASCII come encoded', async () => {
  for (const name of ['grüße a+b', 'other']) writeFileSync(join(root, name), '')
  const { named } = await fetch(
    { context: { kind: 'folder', path: root } },
    { 'dir-name': ['context'], followpaths: ['gr%C3%BC%C3%9Fe+a%2Bb'], 'followpaths-encoded': ['1'] },
  )
  expect(named).toEqual(['grüße a+b'])
})

test('a file that is gone by the time it is asked for is said as such', async () => {
  writeFileSync(join(root, 'gone'), 'x')
  const fetching = fetch({ context: { kind: 'folder', path: root } }, { 'dir-name': ['context'] }, path => {
    rmSync(join(root, path))
    return true
  })
  const fault = await fetching.catch(error => error)
  expect(fault).toBeInstanceOf(ProblemError)
  expect(fault.problems).toMatchObject([{ code: 'build-context', message: expect.stringContaining('gone') }])
})

test('nothing but what is offered', async () => {
  await expect(fetch({}, { 'dir-name': ['/etc'] })).rejects.toMatchObject({ code: 5 })
})
