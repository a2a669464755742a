// An image's layers for programs. The keys are promised: docs/image.md says what each means.
import type { ShownImage, ShownLimit } from './types.ts'

export interface LayersJsonView {
  /** With what each layer does to which files. */
  readonly files: boolean
  /** Of the most wasteful paths; absent: all. */
  readonly top?: number
  readonly layer?: number
  readonly limits?: readonly ShownLimit[]
}

export function renderLayersJson(image: ShownImage, { files, top, layer, limits }: LayersJsonView): string {
  const layers = image.layers
    .filter(one => layer === undefined || one.number === layer)
    .map(({ number, digest, size, command, changes }) => {
      const count = (change: string) => changes.filter(one => one.change === change).length
      return {
        number,
        digest,
        size,
        command,
        added: count('added'),
        changed: count('changed'),
        removed: count('removed'),
        ...((files || layer !== undefined) && {
          files: changes.map(({ path, change, kind, size, sizeBefore }) => ({
            path,
            change,
            kind,
            size,
            sizeBefore,
          })),
        }),
      }
    })
  const value = {
    image: { names: image.names, id: image.id, platform: image.platform, created: image.created },
    size: image.size,
    efficiency: image.efficiency,
    wastedBytes: image.wastedBytes,
    userWastedRatio: image.userWastedRatio,
    layers,
    history: image.history.map(({ layer, command, createdBy, comment, created }) => ({
      layer: layer ?? null,
      command,
      createdBy,
      comment,
      created,
    })),
    wasteful: image.wasteful
      .slice(0, top)
      .map(({ path, bytes, copies, layers }) => ({ path, bytes, copies, layers })),
    ...(limits && { passed: limits.every(one => one.passed), limits }),
  }
  return `${JSON.stringify(value, undefined, 2)}\n`
}
