export function stripAnsi(text: string): string { throw new Error(`being written ${text}`) }
export function cellWidth(text: string): number { throw new Error(`being written ${text}`) }
export function truncateText(text: string, width: number, ellipsis = '…'): string { throw new Error(`being written ${text}${width}${ellipsis}`) }
export function padText(text: string, width: number, side: 'left' | 'right' = 'right'): string { throw new Error(`being written ${text}${width}${side}`) }
export function wrapText(text: string, width: number): readonly string[] { throw new Error(`being written ${text}${width}`) }
