// The public file of the room: from the stack to what the engine is asked for, and back for comparison.
export type * from './live.ts'
export type * from './spec.ts'
