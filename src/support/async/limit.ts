export type Limiter = <T>(task: () => Promise<T> | T, signal?: AbortSignal) => Promise<T>
export function limit(concurrency: number): Limiter { throw new Error(`being written ${concurrency}`) }
