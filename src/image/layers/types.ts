// What is known of an image's layers. Sizes are bytes of files' content, unpacked: what the layer takes at the engine.

export type FileKind = 'file' | 'hardlink' | 'symlink' | 'folder' | 'other'

/** What one layer holds of one path. Paths are absolute, without a final slash. */
export interface LayerFile {
  readonly path: string
  readonly kind: FileKind
  readonly size: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** A layer by itself, as its tar has it. */
export interface LayerListing {
  readonly files: readonly LayerFile[]
  /** Paths that it takes away from the layers below. */
  readonly removed: readonly string[]
  /** Folders of which nothing shows that the layers below have in them. */
  readonly emptied: readonly string[]
}

/** What a layer does to a path, seen from the layers below. */
export interface FileChange {
  readonly path: string
  readonly change: 'added' | 'changed' | 'removed'
  readonly kind: FileKind
  /** Of what is new; of a removed path: what it and all beneath it had. */
  readonly size: number
  /** Of what was there, where it was changed. */
  readonly sizeBefore?: number
}

/** A path of which two or more layers have a copy. A removal counts as a copy of 0 bytes. */
export interface WastefulPath {
  readonly path: string
  /** Of all copies together. */
  readonly bytes: number
  readonly copies: number
  /** Numbers of the layers that hold one, from 1 at the base. */
  readonly layers: readonly number[]
}

/** How well an image uses its bytes. */
export interface Efficiency {
  /** The sum over paths of the smallest copy, divided by the sum of all copies; 1 where there are no bytes. */
  readonly efficiency: number
  /** Bytes of every copy of every path that two or more layers have. */
  readonly wastedBytes: number
  /** `wastedBytes`, as a share of what stands above the base layer; 0 where nothing does. */
  readonly userWastedRatio: number
  /** Most bytes first; without those of 0 bytes. */
  readonly wasteful: readonly WastefulPath[]
}

export interface Layer {
  /** From 1 at the base. */
  readonly number: number
  /** Of the unpacked tar: `sha256:…`, the image's `diff_id`. */
  readonly digest: string
  readonly size: number
  /** As a Dockerfile would say it; empty where the history does not tell. */
  readonly command: string
  readonly changes: readonly FileChange[]
}

/** A line of the image's history, oldest first. */
export interface HistoryStep {
  readonly command: string
  /** As the builder wrote it. */
  readonly createdBy: string
  readonly comment: string
  /** RFC 3339; empty where it was not told. */
  readonly created: string
  /** The number of the layer that it made; absent where it changed settings alone. */
  readonly layer?: number
}

export interface ImageLayers extends Efficiency {
  /** Its names; none for an image without. */
  readonly names: readonly string[]
  /** `sha256:…` */
  readonly id: string
  /** `linux/amd64`. */
  readonly platform: string
  readonly created: string
  /** Of all layers together. */
  readonly size: number
  readonly layers: readonly Layer[]
  readonly history: readonly HistoryStep[]
}
