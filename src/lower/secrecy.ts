// Which values are never shown in clear. Knows names and origins, no attribute.
import type { ValueOrigin } from '../model/index.ts'

const SECRET_NAME =
  /passw(or)?d|passphrase|secret|token|credential|private|api_?key|access_?key|(^|[_.-])(key|pwd|pass|auth|dsn|cert)($|[_.-])/i
const CREDENTIALS_IN_URL = /:\/\/[^/\s:@]*:[^/\s@]+@/

/** Whether a name such as `DB_PASSWORD`, `api-key` or `GITHUB_TOKEN` tells that its value is secret. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name)

/** Whether a text holds a user and a password in a URL. */
export const holdsCredentials = (text: string): boolean => CREDENTIALS_IN_URL.test(text)

/** Whether a value came from where secrets are kept: an env file, the environment, or a variable with a secret-like name. */
export function hasSecretOrigin(origin: ValueOrigin | undefined): boolean {
  if (origin === undefined) return false
  if (origin.from === 'env_file' || origin.from === 'environment') return true
  return origin.variables?.some(isSecretName) ?? false
}
