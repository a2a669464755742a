/**
 * Success or failure as a value, for parsers whose failure is an ordinary answer.
 * Knows nothing of who reports the failure, or how.
 */

/** Either `{ ok: true, value }` or `{ ok: false, error }`. */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E }

/** A fault in a text: `offset` counts UTF-16 units from the start of the text that was parsed. */
export type TextFault = { readonly offset: number; readonly message: string }

/** Wraps a value as a success. */
export const success = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })

/** Wraps an error as a failure. */
export const failure = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error })
