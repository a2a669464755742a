// What the pools of connections have in common: that of short answers (reads.ts), and those of node:http (route-agent.ts).
import type { Duplex } from 'node:stream'

/** Opens a connection, or says why there is none. */
export type OpenConnection = (done: (error: Error | null, socket?: Duplex) => void) => void

/** Idle connections that a pool keeps: as many as the most steps that run at once. */
export const keptIdle = 32
