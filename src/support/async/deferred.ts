export type Deferred<T> = { readonly promise: Promise<T>; readonly resolve: (value: T | PromiseLike<T>) => void; readonly reject: (reason: unknown) => void }
export function deferred<T = void>(): Deferred<T> { throw new Error('being written') }
