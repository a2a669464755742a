// The public file of the room: the canonical types of a stack, its names, its graph, its rules.
export type { Build } from './build.ts'
export type { Deploy, DeviceRequest, GpuRequest, ResourceSet, UpdateConfig } from './deploy.ts'
export type { Develop, WatchRule } from './develop.ts'
export { builtImageName, composeLabel, containerName, gantryLabel, replicaCount } from './names.ts'
export { checkRules } from './rules/index.ts'
export type * from './service.ts'
export type * from './stack.ts'
export type * from './values.ts'
