// The public file of the room: one use case a file, the stages in order.
export type { AppContext, ProjectOptions } from './context.ts'
