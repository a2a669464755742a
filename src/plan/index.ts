// The public file of the room: plans, their steps, their reasons, the planners.
export type * from './types.ts'
export { isEmpty } from './types.ts'
