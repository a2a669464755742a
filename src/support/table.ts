export type TableOptions = { readonly header?: readonly string[]; readonly minWidth?: number; readonly padding?: number }
export function formatTable(rows: Iterable<readonly string[]>, options: TableOptions = {}): string { throw new Error(`being written ${rows}${options}`) }
