export type AsyncQueue<T> = AsyncIterable<T> & { readonly push: (value: T) => Promise<boolean>; readonly close: () => void; readonly fail: (error: unknown) => void }
export function createAsyncQueue<T>(capacity: number): AsyncQueue<T> { throw new Error(`being written ${capacity}`) }
export function mergeAsync<T>(sources: Iterable<AsyncIterable<T>>, capacity?: number): AsyncIterable<T> { throw new Error(`being written ${sources}${capacity}`) }
