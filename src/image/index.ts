// The public file of the room: building, pulling, pushing, credentials.
export { buildImage } from './build/build.ts'
export { type IgnoreRules, parseIgnoreRules, readIgnoreRules } from './build/ignore.ts'
export { authFor } from './credentials/credentials.ts'
export { readProxies } from './credentials/proxies.ts'
export { loadImages, saveImages } from './transfer/archive.ts'
export { inspectLayers } from './layers/inspect-layers.ts'
export {
  checkLimits,
  defaultLimits,
  type EfficiencyLimits,
  type LimitName,
  limitNames,
  parseLimit,
} from './layers/limits.ts'
export type { ImageLayers } from './layers/types.ts'
export { registryDigest } from './transfer/digest.ts'
export { pullImage } from './transfer/pull.ts'
export { pushImage } from './transfer/push.ts'
export type * from './types.ts'
