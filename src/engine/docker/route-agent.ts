// A pool of node:http whose connections are a route's. Loading it loads node:http, which an unchanged `up` never needs.
import { Agent } from 'node:http'
import { keptIdle, type OpenConnection } from './pooling.ts'

export class RouteAgent extends Agent {
  readonly #open: OpenConnection

  constructor(open: OpenConnection, maxSockets: number) {
    super({ keepAlive: true, maxSockets, maxFreeSockets: keptIdle, scheduling: 'lifo' })
    this.#open = open
  }

  override createConnection(_options: unknown, done?: unknown): undefined {
    this.#open(done as Parameters<OpenConnection>[0])
  }
}
