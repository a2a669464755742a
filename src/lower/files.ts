// Secrets and configs: bound read-only from a local file, else copied in with owner and mode.
// The digest of a file's content is the host's fact; it joins the fields where the caller knows it.
import type { FileObject, FileReference } from '../model/index.ts'
import { errorProblem, type Problem } from '../problem/index.ts'
import { sha256Hex } from '../support/index.ts'
import type { Concern } from './concern.ts'
import type { Draft, Path } from './draft.ts'
import type { ContainerSpec, Field, FieldValue, FileSpec } from './spec.ts'

type Kind = FileSpec['kind']

export const filesConcern: Concern = {
  heads: ['secrets', 'configs'],
  lower(draft) {
    lowerAll(draft, 'secret')
    lowerAll(draft, 'config')
  },
}

function lowerAll(draft: Draft, kind: Kind): void {
  const section = `${kind}s` as const
  for (const [index, reference] of (draft.input.service[section] ?? []).entries()) {
    const object = draft.input.stack[section][reference.source]
    const path: Path = [section, index]
    if (object === undefined) continue
    const file = lowerFile(draft, { kind, reference, object, path })
    if (file === undefined) continue
    draft.files.push(file)
    const name = fileField(file)
    draft.field(name, fileValue(file), path, 'applied')
    if (file.content.kind === 'text')
      draft.field(`${name}.content`, sha256Hex(file.content.text), path, 'applied')
  }
}

/** `secrets./run/secrets/token`; its content is `….content`. */
const fileField = (file: FileSpec): string => `${file.kind}s.${file.target}`

interface FileInput {
  readonly kind: Kind
  readonly reference: FileReference
  readonly object: FileObject
  readonly path: Path
}

function lowerFile(draft: Draft, input: FileInput): FileSpec | undefined {
  const { kind, reference, object, path } = input
  const content = findContent(draft, input)
  if (content === undefined) return undefined
  const asked = reference.uid !== undefined || reference.gid !== undefined || reference.mode !== undefined
  const bindable = content.kind === 'file' && draft.input.context.local
  const target = targetOf(kind, reference)
  const by = bindable && (!asked || draft.input.service.read_only === true) ? 'bind' : 'copy'
  if (by === 'bind' && asked)
    draft.warn(
      'attribute-ignored',
      path,
      `${kind} ${reference.source}: uid, gid and mode have no effect in a read-only container: the file is bound as it is`,
      'remove read_only, or give the file itself this owner and mode',
    )
  if (by === 'copy' && !canCopy(draft, { target, path, label: `${kind} ${reference.source}` }))
    return undefined
  const place = draft.input.project.origins.at([`${kind}s`, reference.source, 'file'])?.place
  return {
    kind,
    key: reference.source,
    target,
    uid: Number(reference.uid ?? 0) || 0,
    gid: Number(reference.gid ?? 0) || 0,
    mode: reference.mode === undefined ? 0o444 : Number.parseInt(String(reference.mode), 8),
    content,
    by,
    ...(object.name !== undefined && place !== undefined && { place }),
  }
}

function targetOf(kind: Kind, { source, target }: FileReference): string {
  if (kind === 'config') return target === undefined ? `/${source}` : absolute('/', target)
  return target === undefined ? `/run/secrets/${source}` : absolute('/run/secrets/', target)
}

const absolute = (folder: string, target: string): string =>
  target.startsWith('/') ? target : `${folder}${target}`

function findContent(draft: Draft, input: FileInput): FileSpec['content'] | undefined {
  const { kind, reference, object, path } = input
  const named = `${kind} ${reference.source}`
  if (object.external === true) {
    draft.error(
      'external-file',
      path,
      `${named} is external: only Swarm services can mount secrets and configs of the engine`,
      `give ${named} a file, an environment variable${kind === 'config' ? ' or content' : ''}`,
    )
    return undefined
  }
  if (object.file !== undefined) return { kind: 'file', path: object.file }
  if (object.content !== undefined) return { kind: 'text', text: object.content }
  if (object.environment === undefined) {
    draft.error(
      'file-without-source',
      path,
      `${named} has no file, environment or content`,
      `give ${named} a file, an environment variable${kind === 'config' ? ' or content' : ''}`,
    )
    return undefined
  }
  const text = draft.input.project.environment[object.environment]
  if (text === undefined) {
    draft.error(
      'unset-file-variable',
      path,
      `${named} takes its content from ${object.environment}, which is not set`,
      `set ${object.environment}, or give ${named} a file`,
    )
    return undefined
  }
  return { kind: 'text', text }
}

/** The engine copies nothing into a read-only root, and what it copies under a tmpfs is covered at start. */
function canCopy(draft: Draft, file: { target: string; path: Path; label: string }): boolean {
  const { service } = draft.input
  const under = (folder: string) => file.target.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
  const mounts = [
    ...(service.volumes ?? []).map(volume => ({ target: volume.target, tmpfs: volume.type === 'tmpfs' })),
    ...(service.tmpfs ?? []).map(text => ({ target: text.split(':')[0] ?? text, tmpfs: true })),
  ].filter(mount => under(mount.target))
  const nearest = mounts.sort((a, b) => b.target.length - a.target.length)[0]
  if (nearest?.tmpfs === true) {
    draft.error(
      'uncopyable-file',
      file.path,
      `${file.label} cannot be copied to ${file.target}: the tmpfs at ${nearest.target} covers it at start`,
      `choose a target outside ${nearest.target}, or give ${file.label} a file on the engine's host`,
    )
    return false
  }
  if (service.read_only === true && nearest === undefined) {
    draft.error(
      'uncopyable-file',
      file.path,
      `${file.label} cannot be copied to ${file.target}: the container's root is read-only`,
      `give ${file.label} a file on the engine's host, or mount a volume over its folder`,
    )
    return false
  }
  return true
}

function fileValue(file: FileSpec): FieldValue {
  if (file.by === 'copy') return { by: 'copy', uid: file.uid, gid: file.gid, mode: file.mode }
  return { by: 'bind', source: file.content.kind === 'file' ? file.content.path : null }
}

/** Fields with the digests of file contents, where they are known: path → sha256 hex. */
export function fieldsWithContent(
  spec: ContainerSpec,
  digests: ReadonlyMap<string, string | null> | undefined,
): readonly Field[] {
  if (digests === undefined || spec.files.length === 0) return spec.fields
  const added: Field[] = []
  for (const file of spec.files) {
    const digest = file.content.kind === 'file' ? digests.get(file.content.path) : undefined
    if (typeof digest !== 'string') continue
    const name = fileField(file)
    const place = spec.fields.find(field => field.name === name)?.place
    added.push({ name: `${name}.content`, value: digest, mode: 'applied', ...(place && { place }) })
  }
  return added.length === 0 ? spec.fields : [...spec.fields, ...added]
}

/** Located errors for the secret and config files that do not exist: path → digest, null where missing. */
export function missingFiles(
  spec: ContainerSpec,
  digests: ReadonlyMap<string, string | null>,
): readonly Problem[] {
  return spec.files.flatMap(file => {
    if (file.content.kind !== 'file' || digests.get(file.content.path) !== null) return []
    return [
      errorProblem(
        'mounted-file-not-found',
        `${file.kind} ${file.key}: ${file.content.path} cannot be read`,
        {
          hint: 'create the file, or correct its path',
          path: `${file.kind}s.${file.key}.file`,
          resource: `service ${spec.service}`,
          ...(file.place && { place: file.place }),
        },
      ),
    ]
  })
}
