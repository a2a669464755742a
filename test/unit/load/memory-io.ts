// A machine of files in memory, and a load on it: what the tests of composing share.
import { posix } from 'node:path'
import { type LoadIo, type LoadRequest, type LoadResult, load } from '../../../src/load/index.ts'
import type { Service } from '../../../src/model/index.ts'

export type Files = Readonly<Record<string, string>>

/** The machine. Paths are relative to `/stack`; folders exist where files are in them. */
export function memoryIo(files: Files): LoadIo {
  const texts = new Map(Object.entries(files).map(([name, text]) => [posix.resolve('/stack', name), text]))
  const bytesOf = (path: string): Uint8Array => {
    const text = texts.get(path)
    if (text === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' })
    return new TextEncoder().encode(text)
  }
  return {
    readFile: async path => bytesOf(path),
    kind: async path => {
      if (texts.has(path)) return 'file'
      return [...texts.keys()].some(name => name.startsWith(path === '/' ? path : `${path}/`))
        ? 'folder'
        : 'missing'
    },
    size: async path => (texts.has(path) ? bytesOf(path).length : 0),
    realpath: async path => path,
    homedir: () => '/home/me',
    readStandardInput: async () => bytesOf('/stack/-'),
  }
}

/** Loads `compose.yaml` (or the files named) of a folder `/stack`. */
export function loadFiles(files: Files, request: Partial<LoadRequest> = {}): Promise<LoadResult> {
  return load({ workingDirectory: '/stack', environment: {}, io: memoryIo(files), ...request })
}

/** Loads one file that must load. */
export async function loadText(text: string, request: Partial<LoadRequest> = {}, others: Files = {}) {
  const result = await loadFiles({ 'compose.yaml': text, ...others }, request)
  if (!result.ok) throw new Error(linesOf(result).join('\n'))
  return result
}

/** The service `web` of a stack file that gives it these lines. */
export async function webWith(lines: string, top = '', request: Partial<LoadRequest> = {}): Promise<Service> {
  const { project } = await loadText(webText(lines, top), request)
  return project.stack.services.web as Service
}

export const webText = (lines: string, top = ''): string =>
  `services:\n  web:\n    image: nginx\n${lines.replace(/^(?=.)/gm, '    ')}\n${top}`

/** Problems as `file:line:column message`, the file relative to the folder. */
export function linesOf(result: LoadResult): string[] {
  return result.problems.map(({ place, severity, message }) => {
    const at =
      place === undefined ? '' : `${posix.relative('/stack', place.file)}:${place.line}:${place.column} `
    return `${at}${severity === 'warning' ? 'warning: ' : ''}${message}`
  })
}
