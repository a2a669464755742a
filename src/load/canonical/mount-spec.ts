// The short form of a mount, `source:target:modes`, taken apart. Knows text only: no nodes, no problems.

/** What a mount's short form says; the parts as written. */
export interface MountSpec {
  readonly source?: string
  readonly target: string
  readonly modes: readonly string[]
}

/** Why a text is no mount. */
export type MountFault = 'empty' | 'empty-part' | 'too-many-colons'

/** Takes `source:target:modes` apart. The colon after a drive letter, and those within `${…}`, separate nothing. */
export function parseMountSpec(text: string): MountSpec | MountFault {
  if (text === '') return 'empty'
  if (text.length <= 2) return { target: text, modes: [] }
  const parts = splitMount(text)
  if (parts.some(part => part === '')) return 'empty-part'
  const [first = '', second, modes] = parts
  if (parts.length > 3) return 'too-many-colons'
  if (second === undefined) return { target: first, modes: [] }
  return { source: first, target: second, modes: modes?.split(',') ?? [] }
}

function splitMount(text: string): string[] {
  const parts: string[] = []
  let part = ''
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string
    if (character === '$' && text[at + 1] === '{') depth += 1
    else if (character === '}' && depth > 0) depth -= 1
    const drive = part.length === 1 && /\p{L}/u.test(part)
    if (character === ':' && depth === 0 && !drive) {
      parts.push(part)
      part = ''
    } else part += character
  }
  parts.push(part)
  return parts
}

/** The target of a short form, cleaned, or undefined where it is no mount. */
export function mountTargetOf(text: string): string | undefined {
  const spec = parseMountSpec(text)
  return typeof spec === 'string' ? undefined : cleanPath(spec.target)
}

/** Whether a source names a file or folder of the host, and no volume. */
export function isHostPath(source: string): boolean {
  return /^(?:[./~]|\\\\|\p{L}:)/u.test(source)
}

/** Drops what a POSIX path says twice: `//`, `/./`, `a/../`, a slash at the end. Backslashes are left alone. */
export function cleanPath(path: string): string {
  if (path === '') return ''
  const rooted = path.startsWith('/')
  const kept: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') kept.push(part)
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop()
    else if (!rooted) kept.push('..')
  }
  const joined = kept.join('/')
  if (rooted) return `/${joined}`
  return joined === '' ? '.' : joined
}
