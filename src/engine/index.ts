// The public file of the room: the engine as plain types, its errors and its versions. Must not know the adapter in
// docker/, which has a public file of its own for the one place that wires it.
export * from './port.ts'
export { defaultSocket, usualSockets } from './usual-sockets.ts'
