import type { Result } from './result.ts'
export type ImageReference = { readonly domain: string; readonly path: string; readonly tag?: string; readonly digest?: string }
export function parseImageReference(text: string): Result<ImageReference, string> { throw new Error(`being written ${text}`) }
export function formatFamiliarName(reference: ImageReference): string { throw new Error(`being written ${reference}`) }
export function formatFamiliarReference(reference: ImageReference): string { throw new Error(`being written ${reference}`) }
export function formatCanonicalReference(reference: ImageReference): string { throw new Error(`being written ${reference}`) }
export function withDefaultTag(reference: ImageReference): ImageReference { throw new Error(`being written ${reference}`) }
