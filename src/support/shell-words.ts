import type { Result, TextFault } from './result.ts'
export type ShellWords = { readonly words: readonly string[]; readonly cut?: { readonly offset: number; readonly character: string } }
export function splitShellWords(text: string): Result<ShellWords, TextFault> { throw new Error(`being written ${text}`) }
export function quoteShellWord(word: string): string { throw new Error(`being written ${word}`) }
export function joinShellWords(words: Iterable<string>): string { throw new Error(`being written ${words}`) }
