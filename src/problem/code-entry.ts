// The shape of a problem code's page, and the way to list codes.

/** What `docs/problems.md` says of a code. */
export interface CodeEntry {
  /** A short title in sentence case. */
  readonly title: string
  /** What it means and what will happen, one to three sentences. */
  readonly meaning: string
  /** The way out, in words. */
  readonly remedy: string
  /** A stack file (or a command line, where `kind` is `shell`) that shows the problem, and one that mends it. Stack-file examples are tests. */
  readonly example?: {
    readonly kind: 'stack' | 'shell'
    readonly wrong: string
    readonly right: string
    /** Other files that the examples need, by name. */
    readonly files?: Readonly<Record<string, string>>
    readonly environment?: Readonly<Record<string, string>>
  }
}

/** Keeps the literal keys of a list of codes. */
export function defineCodes<const T extends Record<string, CodeEntry>>(codes: T): T {
  return codes
}
