// The public file of the room: runs a plan.
export type * from './types.ts'
