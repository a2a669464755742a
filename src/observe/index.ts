// The public file of the room: one snapshot of the engine and of the host.
export { observeProjectFromLabels } from './from-labels.ts'
export type { HostReader } from './host.ts'
export { inheritsAll, isOfStack } from './labels.ts'
export { type Machine, thisMachine } from './machine.ts'
export { type EngineLook, lookAtEngine, type ObserveRequest, observe } from './observe.ts'
export { listOfStack, orGone, type StackQuery, tellOfStack } from './of-stack.ts'
export type * from './types.ts'
