// Values that look secret: told of, or left out in favour of a variable. Never printed in a message.
import { holdsCredentials, isSecretName } from '../../lower/index.ts'
import type { Plain } from './service.ts'

/** A variable of a service whose value looks secret. */
export interface SecretValue {
  readonly service: string
  readonly name: string
}

/** What looks secret in the services' environments. */
export function findSecrets(services: Readonly<Record<string, Plain>>): readonly SecretValue[] {
  return Object.entries(services).flatMap(([service, { environment }]) =>
    Object.entries((environment ?? {}) as Record<string, string | null>)
      .filter(
        ([name, value]) => value !== null && value !== '' && (isSecretName(name) || holdsCredentials(value)),
      )
      .map(([name]) => ({ service, name })),
  )
}

/**
 * Puts `${NAME}` in the place of each, under the service's name where two services have different values for one name.
 *
 * @returns the names that have to be set.
 */
export function leaveOut(
  services: Readonly<Record<string, Plain>>,
  secrets: readonly SecretValue[],
): readonly string[] {
  const value = ({ service, name }: SecretValue) => variablesOf(services, service)[name]
  const differ = new Set(
    secrets
      .filter(one => secrets.some(other => other.name === one.name && value(other) !== value(one)))
      .map(one => one.name),
  )
  const placed = secrets.map(one => ({
    ...one,
    variable: variableName(differ.has(one.name) ? `${one.service}_${one.name}` : one.name),
  }))
  for (const { service, name, variable } of placed) variablesOf(services, service)[name] = `\${${variable}}`
  return [...new Set(placed.map(one => one.variable))].sort()
}

const variablesOf = (services: Readonly<Record<string, Plain>>, service: string): Plain =>
  services[service]?.environment as Plain

/** Interpolation knows letters, digits and underscores. */
const variableName = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[^A-Z0-9_]/g, '_')
    .replace(/^(?=\d)/, '_')
