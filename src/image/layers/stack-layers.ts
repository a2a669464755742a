// Layers put on each other: what each adds, changes and removes, and how many copies of each path there are.
// Pure. One tree of names serves both; it holds every path that any layer has.
import type { FileChange, FileKind, LayerFile, LayerListing } from './types.ts'

/** Every copy that layers have of one path. */
export interface PathCopies {
  readonly path: string
  readonly layers: readonly number[]
  readonly bytes: number
  readonly smallest: number
}

export interface StackedLayer {
  readonly size: number
  readonly changes: readonly FileChange[]
}

export interface Stacked {
  readonly layers: readonly StackedLayer[]
  readonly copies: readonly PathCopies[]
}

interface Standing {
  readonly kind: FileKind
  readonly size: number
  /** Absent for a folder that no layer has an entry of, only for what is in it. */
  readonly owner?: string
}

interface Name {
  readonly path: string
  children?: Map<string, Name>
  /** What one would see at the path, with the layers so far. */
  now?: Standing
  /** What stood there when the layer at hand took it away. */
  before?: Standing
  goneIn?: number
  copies?: Copies
}

interface Copies {
  readonly layers: number[]
  /** Without the last layer's. */
  bytesBelow: number
  smallestBelow: number
  last: number
}

/** From the base up. */
export function stackLayers(listings: readonly LayerListing[]): Stacked {
  const root: Name = { path: '', now: { kind: 'folder', size: 0 } }
  const layers = listings.map((listing, at) => putOn(root, listing, at + 1))
  return { layers, copies: allCopies(root) }
}

function putOn(root: Name, listing: LayerListing, layer: number): StackedLayer {
  // What a layer takes away is of the layers below, wherever in the tar the mark stands.
  const cleared: Name[] = []
  for (const path of listing.removed) {
    const name = find(root, path)
    if (name !== undefined) {
      takeAway(name, layer)
      cleared.push(name)
    }
  }
  for (const path of listing.emptied) {
    const name = find(root, path)
    for (const child of name?.children?.values() ?? []) takeAway(child, layer)
    if (name !== undefined) cleared.push(name)
  }

  const changes = new Map<Name, FileChange>()
  const sizes = new Map<Name, number>()
  for (const file of listing.files) {
    const name = reach(root, file.path, layer)
    if (file.kind !== 'folder' && name.now?.kind === 'folder') {
      for (const child of name.children?.values() ?? []) takeAway(child, layer)
      cleared.push(name)
    }
    // A tar may hold a path twice; the last one counts.
    const earlier = changes.get(name)
    const change = earlier ? again(earlier, file) : changeOf(name, file, layer)
    if (change !== undefined) changes.set(name, change)
    name.now = { kind: file.kind, size: file.size, owner: ownerOf(file) }
    if (file.kind !== 'folder') countCopy(name, layer, file.size)
    else if (name.copies !== undefined) countCopy(name, layer, 0)
    sizes.set(name, file.size)
  }
  let size = 0
  for (const bytes of sizes.values()) size += bytes
  const removals = new Map<Name, FileChange>()
  for (const name of cleared) collectRemovals(name, layer, removals)
  return {
    size,
    changes: [...changes.values(), ...removals.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
  }
}

function changeOf(name: Name, file: LayerFile, layer: number): FileChange | undefined {
  const { path, kind, size } = file
  const old = name.now ?? (name.goneIn === layer ? name.before : undefined)
  if (old === undefined) return { path, change: 'added', kind, size }
  // A layer has entries of all folders above what it changes: they say nothing where they are as they were.
  if (kind === 'folder' && old.kind === 'folder' && (old.owner === undefined || old.owner === ownerOf(file)))
    return undefined
  return { path, change: 'changed', kind, size, sizeBefore: old.size }
}

const again = (earlier: FileChange, { kind, size }: LayerFile): FileChange => ({ ...earlier, kind, size })

const ownerOf = ({ mode, uid, gid }: LayerFile): string => `${mode} ${uid} ${gid}`

/** The path and all beneath it are gone. */
function takeAway(name: Name, layer: number): void {
  if (name.now === undefined) return
  name.before = name.now
  name.goneIn = layer
  if (name.now.kind !== 'folder') countCopy(name, layer, 0)
  name.now = undefined
  for (const child of name.children?.values() ?? []) takeAway(child, layer)
}

/** A folder that is gone is one removal, with the bytes of all that was in it. */
function collectRemovals(name: Name, layer: number, removals: Map<Name, FileChange>): void {
  if (name.now !== undefined) {
    for (const child of name.children?.values() ?? []) collectRemovals(child, layer, removals)
  } else if (name.goneIn === layer && name.before !== undefined) {
    const { path, before } = name
    removals.set(name, { path, change: 'removed', kind: before.kind, size: bytesGone(name, layer) })
  }
}

function bytesGone(name: Name, layer: number): number {
  if (name.goneIn !== layer) return 0
  let bytes = name.before?.size ?? 0
  for (const child of name.children?.values() ?? []) bytes += bytesGone(child, layer)
  return bytes
}

/** A second copy in one layer takes the first one's place: a path that was taken away and put there anew has one. */
function countCopy(name: Name, layer: number, bytes: number): void {
  const copies = name.copies
  if (copies === undefined) {
    name.copies = { layers: [layer], bytesBelow: 0, smallestBelow: Number.POSITIVE_INFINITY, last: bytes }
    return
  }
  if (copies.layers.at(-1) !== layer) {
    copies.layers.push(layer)
    copies.bytesBelow += copies.last
    copies.smallestBelow = Math.min(copies.smallestBelow, copies.last)
  }
  copies.last = bytes
}

function allCopies(root: Name): readonly PathCopies[] {
  const found: PathCopies[] = []
  const visit = (name: Name): void => {
    if (name.copies !== undefined) {
      const { layers, bytesBelow, smallestBelow, last } = name.copies
      found.push({
        path: name.path,
        layers,
        bytes: bytesBelow + last,
        smallest: Math.min(smallestBelow, last),
      })
    }
    for (const child of name.children?.values() ?? []) visit(child)
  }
  visit(root)
  return found
}

function find(root: Name, path: string): Name | undefined {
  let name: Name | undefined = root
  for (const part of path.split('/').slice(1)) {
    if (part !== '') name = name?.children?.get(part)
  }
  return name
}

/** The name of a path, made where it is not there; what stands above it is a folder from now on. */
function reach(root: Name, path: string, layer: number): Name {
  let name = root
  for (const part of path.split('/').slice(1)) {
    if (name.now?.kind !== 'folder') {
      name.now = { kind: 'folder', size: 0 }
      if (name.copies !== undefined) countCopy(name, layer, 0)
    }
    name.children ??= new Map()
    let child = name.children.get(part)
    if (child === undefined) {
      child = { path: `${name.path}/${part}` }
      name.children.set(part, child)
    }
    name = child
  }
  return name
}
