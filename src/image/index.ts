// The public file of the room: building, pulling, pushing, credentials.
export { buildImage } from './build/build.ts'
export { authFor } from './credentials/credentials.ts'
export { pullImage } from './transfer/pull.ts'
export type * from './types.ts'
