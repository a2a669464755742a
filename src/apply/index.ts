// The public file of the room: runs a plan, and holds the project's lock while it does.
export { type ApplyRequest, apply } from './apply.ts'
export { runHooks } from './hooks.ts'
export { type FoundLock, type LockHolder, listLocks, lockProject } from './lock.ts'
export type { ImageOperations } from './perform-context.ts'
export { rehearse } from './rehearse.ts'
export { startProblem } from './start-fault.ts'
export type * from './types.ts'
export { type Verb, verbs } from './verbs.ts'
