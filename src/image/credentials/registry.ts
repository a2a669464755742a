// Which registry a reference is at, and how docker writes registries in its settings.
import { errorProblem, ProblemError } from '../../problem/index.ts'
import { parseImageReference } from '../../support/index.ts'

/** The name under which docker keeps the credentials of its own hub. */
const hubAddress = 'https://index.docker.io/v1/'

/**
 * The key of a reference's registry in docker's settings: its host, or the hub's address.
 *
 * @throws ProblemError `image-reference` for what is no reference.
 */
export function registryOf(reference: string): string {
  const parsed = parseImageReference(reference)
  if (!parsed.ok) {
    throw new ProblemError(
      errorProblem('image-reference', `"${reference}" is no image reference: ${parsed.error}`, {
        hint: 'write NAME, NAME:TAG or HOST:PORT/NAME:TAG, in lower case',
      }),
    )
  }
  return parsed.value.domain === 'docker.io' ? hubAddress : parsed.value.domain
}

/** The key of a registry's host; the hub has several names. */
export const keyOf = (host: string): string =>
  host === 'registry-1.docker.io' || host === 'docker.io' ? hubAddress : host

/** The host of a key: settings may hold `https://host/v1/` as well as `host`. */
export function hostOf(key: string): string {
  const host = key.replace(/^https?:\/\//, '').split('/')[0] ?? ''
  return host === 'docker.io' ? 'index.docker.io' : host
}
