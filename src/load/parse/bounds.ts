// How much a text may ask of the machine: depth, aliases, size. Shared by both readers.

/** Deeper than any stack; far below what would exhaust the call stack. */
export const maxDepth = 200
/** In UTF-16 units. A stack of 5,000 services has some three million; loading takes some 60 bytes of memory for each. */
export const maxTextLength = 16 * 1024 * 1024
/** What the library is given: it takes far more memory, for hostile texts hundreds of bytes for each unit. */
export const maxLibraryLength = 4 * 1024 * 1024
/** Brackets or dashes within each other that are refused unread, before they cost memory. */
export const maxRawDepth = 2_000
/** More problems than this in one file tell nobody more. */
export const maxProblems = 200

/** Counts values as aliases multiply them, and tells an alias bomb from honest reuse. */
export interface AliasBudget {
  /** Values so far, with aliases written out. */
  total: number
  /** Those of them that aliases added. */
  aliased: number
}

/**
 * Adds an alias of a value with `size` values below; false where it is too much. The measure is the one of the YAML reader that
 * Compose uses: nearly all of a small file may be aliases, but only a tenth of a very large one.
 */
export function spendAlias(budget: AliasBudget, size: number): boolean {
  budget.total += size
  budget.aliased += size
  if (budget.aliased <= 100 || budget.total <= 1000) return true
  return budget.aliased / budget.total <= allowedShare(budget.total)
}

function allowedShare(total: number): number {
  if (total <= 400_000) return 0.99
  if (total >= 4_000_000) return 0.1
  return 0.99 - 0.89 * ((total - 400_000) / 3_600_000)
}
