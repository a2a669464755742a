// The public file of the room: building, pulling, pushing, credentials.
export type * from './types.ts'
