export function raceAbort<T>(promise: PromiseLike<T>, signal: AbortSignal | undefined): Promise<T> { throw new Error(`being written ${promise}${signal}`) }
