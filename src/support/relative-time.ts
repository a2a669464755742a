export function formatHumanDuration(milliseconds: number): string { throw new Error(`being written ${milliseconds}`) }
export function formatTimeAgo(thenMs: number, nowMs: number): string { throw new Error(`being written ${thenMs}${nowMs}`) }
export function parseTimestamp(text: string, nowMs: number): string | undefined { throw new Error(`being written ${text}${nowMs}`) }
