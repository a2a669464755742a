// The build's secrets, which a step of the Dockerfile asks for by their ids.
import { readFile } from 'node:fs/promises'
import { errorProblem, ProblemError } from '../../../problem/index.ts'
import type { BuildSecret } from '../inputs.ts'
import { GrpcError, grpcCode } from './grpc-frames.ts'
import { type GrpcHandlers, unary } from './grpc-server.ts'
import type { Messages } from './messages.ts'

/** Serves moby.buildkit.secrets.v1.Secrets. */
export function secretService(messages: Messages, secrets: readonly BuildSecret[]): GrpcHandlers {
  return {
    '/moby.buildkit.secrets.v1.Secrets/GetSecret': unary(async message => {
      const { id } = messages.decode<{ id: string }>('GetSecretRequest', message)
      const secret = secrets.find(secret => secret.id === id)
      if (secret === undefined) throw new GrpcError(grpcCode.notFound, `secret ${id}: not found`)
      const data = secret.file === undefined ? Buffer.from(secret.value ?? '') : await read(id, secret.file)
      return messages.encode('GetSecretResponse', { data })
    }),
  }
}

async function read(id: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ProblemError(
      errorProblem('build-secret', `the file of secret ${id} cannot be read (${code}): ${file}`, {
        hint: 'correct `file:` under the top-level `secrets:`',
      }),
    )
  }
}
