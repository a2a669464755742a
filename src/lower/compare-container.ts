// One container, compared three ways: the file, what was last applied, what runs. Only real differences come out: what the
// image and the engine set by themselves, and other ways to write the same, never do.
import { gantryLabel } from '../model/index.ts'
import { formatCanonicalReference, parseImageReference, withDefaultTag } from '../support/index.ts'
import { type Applied, type LaterApplied, parseApplied, wasApplied, wasSecret, withLater } from './applied.ts'
import { compareEndpoints } from './compare-endpoints.ts'
import { sameValue } from './concern.ts'
import { concernOf, concerns } from './concerns.ts'
import type { LiveContainer, LiveFields, LiveFieldValue, ReadContext } from './context.ts'
import type { Difference } from './difference.ts'
import { fieldsWithContent } from './files.ts'
import { isSecretName } from './secrecy.ts'
import type { ContainerSpec, Field, FieldMode } from './spec.ts'

export interface CompareContext extends ReadContext {
  /** Absolute path → sha256 of a secret's or config's content; null where it is missing. */
  readonly files?: ReadonlyMap<string, string | null>
  /** Container id → what was applied to it in place since its label was written, where that is known. */
  readonly later?: Readonly<Record<string, LaterApplied>>
}

/** Reads a container back in the form of fields; what nobody asked for is there too, marked by its origin. */
export function readContainer(live: LiveContainer, context: ReadContext): LiveFields {
  const fields: LiveFields = new Map()
  fields.set('image', { value: live.Config.Image, origin: 'set' })
  for (const concern of concerns) concern.read?.(live, context, fields)
  return fields
}

/** Every difference of one container from its spec. Empty: nothing is to be done. */
export function compareContainer(
  spec: ContainerSpec,
  live: LiveContainer,
  context: CompareContext,
): readonly Difference[] {
  const fileTargets = new Set(spec.files.map(file => file.target))
  const found = readContainer(live, fileTargets.size === 0 ? context : { ...context, fileTargets })
  const applied = lazily(() =>
    withLater(parseApplied(live.Config.Labels?.[gantryLabel.applied]), context.later?.[live.Id]),
  )
  const comparison: Comparison = { spec, live, context, found, applied }
  const wanted = fieldsWithContent(spec, context.files)
  const names = new Set(wanted.map(field => field.name))
  const differences = [...compareAllWanted(comparison, wanted), ...compareAllExtra(comparison, names)]
  if (UNREADABLE.test(live.Config.Labels?.[gantryLabel.applied] ?? ''))
    differences.push(...droppedUnreadable(applied(), names))
  const reported = new Set(differences.map(difference => difference.field))
  if (!reported.has('network_mode'))
    differences.push(...compareEndpoints(spec, live, { ...context, reported, applied }))
  return differences
}

interface Comparison {
  readonly spec: ContainerSpec
  readonly live: LiveContainer
  readonly context: CompareContext
  readonly found: LiveFields
  /** Parsed only when a difference is possible: an unchanged container costs no hash. */
  readonly applied: () => Applied | undefined
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function compareAllWanted(comparison: Comparison, wanted: readonly Field[]): readonly Difference[] {
  const differences: Difference[] = []
  for (const field of wanted) {
    // Those of networks are compared with their endpoints.
    if (field.name.startsWith('networks.') || isSame(field, comparison.found.get(field.name))) continue
    const difference = compareWanted(comparison, field)
    if (difference !== undefined) differences.push(difference)
  }
  return differences
}

function compareAllExtra(comparison: Comparison, wanted: ReadonlySet<string>): readonly Difference[] {
  const differences: Difference[] = []
  for (const [name, value] of comparison.found) {
    if (value.origin === 'default' || wanted.has(name)) continue
    const difference = compareExtra(comparison, name, value)
    if (difference !== undefined) differences.push(difference)
  }
  return differences
}

/** A field that runs with another value than the asked one, or with none. */
function compareWanted(comparison: Comparison, field: Field): Difference | undefined {
  const { found, spec, live } = comparison
  const present = found.get(field.name)
  const applied = comparison.applied()
  const unchanged = applied !== undefined && wasApplied(applied, field.name, field.value)
  const mode: FieldMode = field.mode ?? 'fixed'
  if (mode === 'applied') {
    if (unchanged || !isAppliedAnew(comparison, field)) return undefined
  } else if (mode === 'fixed') {
    // Only create sets it: where the file did not change, the engine wrote the same thing in its own way.
    if (unchanged) return undefined
  } else if (unchanged && present?.origin !== 'set' && concernOf(field.name)?.mayBeDropped === true)
    return undefined
  const update = concernOf(field.name)?.update?.(field.name, field.value, spec.host)
  const secret = field.secret === true
  const from = present?.origin === 'set' || present?.origin === 'engine' ? present.value : undefined
  const content = contentOf(spec, field.name)
  return {
    field: field.name,
    change: isAdded(comparison, field, from) ? 'added' : 'changed',
    ...(secret
      ? { secret }
      : mode === 'applied'
        ? {}
        : { ...(from !== undefined && { from }), to: field.value }),
    ...(field.place && { place: field.place }),
    ...(unchanged && mode === 'live' && { drift: true }),
    ...(update === undefined || live.State.Status === 'dead'
      ? { mend: 'recreate' }
      : { mend: 'update', update }),
    ...(content && { content }),
  }
}

function isSame(field: Field, present: LiveFieldValue | undefined): boolean {
  // null asks for absence.
  if (present === undefined) return field.value === null || field.value === false
  if (field.name === 'image') return sameImage(field.value, present.value)
  const equal = concernOf(field.name)?.equal
  return sameValue(field.value, present.value) || (equal?.(field.value, present.value, field.name) ?? false)
}

/** `redis`, `redis:latest` and `docker.io/library/redis` are one. */
function sameImage(wanted: unknown, present: unknown): boolean {
  if (wanted === present) return true
  const [a, b] = [canonicalImage(wanted), canonicalImage(present)]
  return a !== undefined && a === b
}

function canonicalImage(text: unknown): string | undefined {
  const reference = parseImageReference(String(text))
  return reference.ok ? formatCanonicalReference(withDefaultTag(reference.value)) : undefined
}

const isAdded = ({ applied }: Comparison, field: Field, from: unknown): boolean =>
  from === undefined && applied()?.fingerprints.has(field.name) !== true

/** Whether an unreadable field can be told to be new: against the label, or by a missing mount. */
function isAppliedAnew({ spec, live, applied }: Comparison, field: Field): boolean {
  const last = applied()
  if (last !== undefined) {
    // A content whose digest was not known when it was applied.
    if (field.name.endsWith('.content') && !last.fingerprints.has(field.name))
      return !last.fingerprints.has(field.name.slice(0, -'.content'.length))
    return true
  }
  const file = spec.files.find(candidate => field.name === `${candidate.kind}s.${candidate.target}`)
  if (file === undefined || file.by !== 'bind') return false
  return !(live.Mounts ?? []).some(mount => mount.Destination === file.target)
}

function contentOf(spec: ContainerSpec, name: string): Difference['content'] {
  if (!name.endsWith('.content')) return undefined
  const file = spec.files.find(candidate => name === `${candidate.kind}s.${candidate.target}.content`)
  return file && { what: file.kind, key: file.key }
}

/** What runs and the file does not ask for: dropped from it, set by hand, or the engine's own doing. */
function compareExtra(comparison: Comparison, name: string, present: LiveFieldValue): Difference | undefined {
  const applied = comparison.applied()
  const concern = concernOf(name)
  const wasAsked = applied?.fingerprints.has(name) === true
  if (!wasAsked) {
    if (present.origin === 'engine') return undefined
    if (applied !== undefined && concern?.mode !== 'live') return undefined
  }
  const update = concern?.update?.(name, undefined, comparison.spec.host)
  const secret = isSecretName(name) || (applied !== undefined && wasSecret(applied, name))
  return {
    field: name,
    change: 'dropped',
    ...(secret ? { secret } : { from: present.value }),
    ...(applied !== undefined && !wasAsked && { drift: true }),
    ...(update === undefined ? { mend: 'recreate' } : { mend: 'update', update }),
  }
}

/** Names of unreadable fields in the label's text, to parse it only where it matters. */
const UNREADABLE = /"(secrets\.|configs\.|mac_address\.|platform"|links")/

/** Secrets, configs and the platform cannot be read back: that the file dropped them shows in the label alone. */
function droppedUnreadable(applied: Applied | undefined, wanted: ReadonlySet<string>): readonly Difference[] {
  const dropped: Difference[] = []
  for (const name of applied?.fingerprints.keys() ?? [])
    if (
      /^(secrets\.|configs\.|mac_address\.|platform$|links$)/.test(name) &&
      !name.endsWith('.content') &&
      !wanted.has(name)
    )
      dropped.push({ field: name, change: 'dropped', mend: 'recreate' })
  return dropped
}
