// The variables that a stack's files use, through includes and extends: for `config --variables`.
import { type LoadRequest, load } from './load.ts'
import { listTemplateVariables, type TemplateVariable } from './template-value.ts'

export type { TemplateVariable } from './template-value.ts'

/** One entry a name, sorted by name. Empty where the files do not load. */
export async function listVariables(request: LoadRequest): Promise<readonly TemplateVariable[]> {
  const result = await load({
    ...request,
    interpolate: false,
    normalize: false,
    consistency: false,
    resolveEnvironment: false,
    allResources: true,
    profiles: ['*'],
  })
  if (!result.ok) return []
  const found = new Map<string, TemplateVariable>()
  const walk = (value: unknown): void => {
    if (typeof value === 'string') {
      for (const variable of listTemplateVariables(value)) {
        // Where a variable is used several times, what says more is kept.
        const known = found.get(variable.name)
        found.set(variable.name, {
          name: variable.name,
          required: variable.required || known?.required === true,
          defaultValue: known?.defaultValue ?? variable.defaultValue,
          alternateValue: known?.alternateValue ?? variable.alternateValue,
        })
      }
    } else if (Array.isArray(value)) value.forEach(walk)
    else if (value !== null && typeof value === 'object') Object.values(value).forEach(walk)
  }
  walk(result.project.stack)
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}
