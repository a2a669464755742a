import type { Result, TextFault } from '../result.ts'
export type TemplateFunction = (...args: readonly unknown[]) => unknown
export type Template = { readonly source: string }
export type TemplateOptions = { readonly functions?: Readonly<Record<string, TemplateFunction>> }
export function parseTemplate(source: string, options: TemplateOptions = {}): Result<Template, TextFault> { throw new Error(`being written ${source}${options}`) }
export function executeTemplate(template: Template, data: unknown): Result<string, TextFault> { throw new Error(`being written ${template}${data}`) }
export function formatGoValue(value: unknown): string { throw new Error(`being written ${value}`) }
