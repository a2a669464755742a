// Every language that init knows, in the order in which they are asked: a folder that has files of several is the first's.
import type { Folder } from '../folder.ts'
import { readGo, readRust } from './compiled.ts'
import type { Application, ReadApplication } from './language.ts'
import { readNode } from './node.ts'
import { readJava, readPages, readPhp, readRuby } from './others.ts'
import { readPython } from './python.ts'

const languages: readonly ReadApplication[] = [
  readPython,
  readRuby,
  readPhp,
  readGo,
  readRust,
  readJava,
  readNode,
  readPages,
]

/** The application in a folder. Rails, Django and Laravel have a package.json for their assets: Node comes late. */
export async function readApplication(folder: Folder): Promise<Application | undefined> {
  for (const read of languages) {
    const found = await read(folder)
    if (found !== undefined) return found
  }
  return undefined
}
