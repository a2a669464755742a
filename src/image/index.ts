// The public file of the room: building, pulling, pushing, credentials.
export type { BakeFile } from './build/bake.ts'
export { type IgnoreRules, parseIgnoreRules, readIgnoreRules } from './build/ignore.ts'
export { authFor } from './credentials/credentials.ts'
export { readProxies } from './credentials/proxies.ts'
export {
  checkLimits,
  defaultLimits,
  type EfficiencyLimits,
  type LimitName,
  limitNames,
  parseLimit,
} from './layers/limits.ts'
export type { ImageLayers } from './layers/types.ts'
export { findPlugin } from './plugins.ts'
export type * from './types.ts'

// What works with the engine or a builder is loaded by its first use: most commands pull and build nothing.
type Bake = typeof import('./build/bake.ts')
type Build = typeof import('./build/build.ts')
type Layers = typeof import('./layers/inspect-layers.ts')
type Pull = typeof import('./transfer/pull.ts')
type Push = typeof import('./transfer/push.ts')
type Archive = typeof import('./transfer/archive.ts')
type Digest = typeof import('./transfer/digest.ts')
type Setup = typeof import('./setup.ts')

export const bakeFile: Bake['bakeFile'] = async (...given) =>
  (await import('./build/bake.ts')).bakeFile(...given)
export const buildImage: Build['buildImage'] = async (...given) =>
  (await import('./build/build.ts')).buildImage(...given)
export const inspectLayers: Layers['inspectLayers'] = async (...given) =>
  (await import('./layers/inspect-layers.ts')).inspectLayers(...given)
export const pullImage: Pull['pullImage'] = async (...given) =>
  (await import('./transfer/pull.ts')).pullImage(...given)
export const pushImage: Push['pushImage'] = async (...given) =>
  (await import('./transfer/push.ts')).pushImage(...given)
export const saveImages: Archive['saveImages'] = async function* (...given) {
  yield* (await import('./transfer/archive.ts')).saveImages(...given)
}
export const loadImages: Archive['loadImages'] = async (...given) =>
  (await import('./transfer/archive.ts')).loadImages(...given)
export const registryDigest: Digest['registryDigest'] = async (...given) =>
  (await import('./transfer/digest.ts')).registryDigest(...given)
export const inspectSetup: Setup['inspectSetup'] = async (...given) =>
  (await import('./setup.ts')).inspectSetup(...given)
