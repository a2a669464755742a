// How credentials travel to the engine: as JSON in a header, base64 in its URL form with padding (Go's base64.URLEncoding).
import type { RegistryAuth } from '../port.ts'

/** For pull, push and distribution. An engine wants the header also where there is nothing to say. */
export const authHeader = (auth: RegistryAuth | undefined): Record<string, string> => ({
  'X-Registry-Auth': encode(auth ?? {}),
})

/** For build: credentials by registry. */
export const authsHeader = (
  auths: Readonly<Record<string, RegistryAuth>> | undefined,
): Record<string, string> => (auths === undefined ? {} : { 'X-Registry-Config': encode(auths) })

const encode = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
