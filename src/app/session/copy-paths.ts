// Docker's rules of where a copy lands: what stands at the target, and how the source is written, decide its folder and its name.
import { errorProblem, ProblemError } from '../../problem/index.ts'

export interface CopySource {
  readonly path: string
  readonly isFolder: boolean
  /** Written with `/.` at the end: what is in the folder, not the folder. */
  readonly contentOnly: boolean
  readonly name: string
}

export interface CopyTarget {
  readonly path: string
  readonly kind: 'folder' | 'other' | 'missing'
}

export interface Landing {
  readonly folder: string
  /** The name that the source gets there; empty: its content goes right into the folder. */
  readonly name: string
}

/** `join` and `dirname` are those of the target's side. @throws ProblemError where the two do not fit. */
export function landingOf(
  source: CopySource,
  target: CopyTarget,
  paths: { dirname(path: string): string; basename(path: string): string },
): Landing {
  const { path, kind } = target
  const wantsFolder = /[/\\]\.?$/.test(path)
  if (kind === 'folder')
    return { folder: path, name: source.isFolder && source.contentOnly ? '' : source.name }
  if (kind === 'other' && source.isFolder)
    throw refusal(`cannot copy the folder ${source.path} onto the file ${path}`)
  if (kind === 'other' && wantsFolder) throw refusal(`${path} is no folder`)
  if (kind === 'missing' && wantsFolder && !source.isFolder) throw refusal(`there is no folder ${path}`)
  const plain = path.replace(/(?<=.)[/\\]\.?$/, '')
  return { folder: paths.dirname(plain), name: paths.basename(plain) }
}

/** `SERVICE:PATH` → both; undefined for a path of this machine and for `-`. */
export function parseCopyArgument(
  text: string,
): { readonly service: string; readonly path: string } | undefined {
  const at = text.indexOf(':')
  if (text.startsWith('/') || text.startsWith('.') || at <= 0) return undefined
  return { service: text.slice(0, at), path: text.slice(at + 1) }
}

/** What a tar's entry is called where it lands. `root` is the name that the source has in the tar. */
export function renameEntry(name: string, root: string, landed: string): string {
  const plain = name.replace(/^(?:\.?\/)+/, '').replace(/\/$/, '')
  const below =
    plain === root || plain === '.' ? '' : plain.startsWith(`${root}/`) ? plain.slice(root.length + 1) : plain
  return [landed, below].filter(part => part !== '').join('/') || '.'
}

function refusal(message: string): ProblemError {
  return new ProblemError(
    errorProblem('cannot-copy', message, { hint: 'name a folder that is there, or the file itself' }),
  )
}
