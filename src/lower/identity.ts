// The labels by which gantry, Docker Compose and other tools know a container, and what was last applied to it.
// They are made when first asked for: an unchanged container never needs them.
import { composeLabel, gantryLabel } from '../model/index.ts'
import { digestJson } from '../support/index.ts'
import { printApplied, saltOf } from './applied.ts'
import type { ServiceInput } from './context.ts'
import type { Field } from './spec.ts'

/** Labels of every replica alike: the file's own, then those of the project. The image's id is added at apply. */
export function serviceLabels(input: ServiceInput, fields: readonly Field[]): Record<string, string> {
  const { project, stack, service, context } = input
  const labels: Record<string, string> = {}
  for (const [name, value] of Object.entries(service.labels ?? {})) labels[name] = String(value ?? '')
  labels[composeLabel.project] = stack.name
  labels[composeLabel.service] = service.name
  labels[composeLabel.oneoff] = 'False'
  labels[composeLabel.configHash] = digestJson(fields.map(field => [field.name, field.value]).sort(byName))
  labels[composeLabel.dependsOn] = printDependencies(input)
  labels[composeLabel.version] = context.version
  labels[composeLabel.workingDir] = project.directory
  labels[composeLabel.configFiles] = project.files.join(',')
  if (project.envFiles.length > 0) labels[composeLabel.environmentFile] = project.envFiles.join(',')
  labels[gantryLabel.version] = context.version
  labels[gantryLabel.applied] = printApplied(saltOf(stack.name, service.name), fields)
  return labels
}

const byName = (a: readonly unknown[], b: readonly unknown[]): number =>
  String(a[0]) < String(b[0]) ? -1 : 1

/** `db:service_healthy:false,cache:service_started:true`, by name. */
function printDependencies({ service }: ServiceInput): string {
  return Object.entries(service.depends_on ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, dependency]) => `${name}:${dependency.condition}:${dependency.restart ?? false}`)
    .join(',')
}

/** Labels of networks and volumes: the file's own, then those of the project. */
export function resourceLabels(
  input: Omit<ServiceInput, 'service'>,
  own: Readonly<Record<string, unknown>> | undefined,
  key: { label: string; value: string },
): Record<string, string> {
  const labels: Record<string, string> = {}
  for (const [name, value] of Object.entries(own ?? {})) labels[name] = String(value ?? '')
  labels[composeLabel.project] = input.stack.name
  labels[key.label] = key.value
  labels[composeLabel.version] = input.context.version
  labels[gantryLabel.version] = input.context.version
  return labels
}
