// The public file of the room: one snapshot of the engine and of the host.
export type * from './types.ts'
