// Credentials that BuildKit asks for, registry by registry, while it builds. Only what is asked for is looked up.
import type { ConfigSources } from '../../credentials/config-file.ts'
import { registryAuth } from '../../credentials/credentials.ts'
import { type GrpcHandlers, unary } from './grpc-server.ts'
import type { Messages } from './messages.ts'

/** Serves moby.filesync.v1.Auth, without its tokens: BuildKit then fetches those itself. */
export function authService(messages: Messages, sources: ConfigSources): GrpcHandlers {
  return {
    '/moby.filesync.v1.Auth/Credentials': unary(async message => {
      const { host } = messages.decode<{ host: string }>('CredentialsRequest', message)
      const auth = await registryAuth(host, sources)
      const credentials =
        auth?.identitytoken === undefined
          ? { username: auth?.username ?? '', secret: auth?.password ?? '' }
          : { username: '', secret: auth.identitytoken }
      return messages.encode('CredentialsResponse', credentials)
    }),
  }
}
