/** Runs a template in one call, for the tests of this folder. */
import { executeTemplate, parseTemplate } from '../../../../src/support/index.ts'

/** The text that the template prints, or `fault at OFFSET: MESSAGE`. */
export function run(source: string, data: unknown = {}, options: { strict?: boolean } = {}): string {
  const parsed = parseTemplate(source)
  const result = parsed.ok ? executeTemplate(parsed.value, data, options) : parsed
  return result.ok ? result.value : `fault at ${result.error.offset}: ${result.error.message}`
}
