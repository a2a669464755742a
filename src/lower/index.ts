// The public file of the room: from the stack to what the engine is asked for, and back for comparison.

export { applyLater, type LaterApplied } from './applied.ts'
export { type CompareContext, compareContainer, readContainer } from './compare-container.ts'
export type {
  EngineFacts,
  LiveFields,
  LiveFieldValue,
  LiveOrigin,
  LiveReplica,
  LowerContext,
  ReadContext,
} from './context.ts'
export { createBody, endpointBody, endpointsToConnect, type Resolved } from './create-body.ts'
export type { Difference } from './difference.ts'
export { missingFiles } from './files.ts'
export { lowerHook } from './hooks.ts'
export type * from './live.ts'
export { lowerStack } from './lower-stack.ts'
export { compareNetwork, networkBody } from './network.ts'
export { holdsCredentials, isSecretName } from './secrecy.ts'
export type * from './spec.ts'
export { compareVolume, volumeBody } from './volume.ts'
