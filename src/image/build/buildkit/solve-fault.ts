// Why a solve failed, out of what BuildKit sends beside its words.
import type { GrpcError } from './grpc-frames.ts'
import type { Messages } from './messages.ts'

/** A place in the Dockerfile that an error names; JSON under a name that ends in `errdefs.Source`. */
interface SourceDetail {
  readonly ranges?: readonly { readonly start?: { readonly line?: number } }[]
}

/** The Dockerfile's line that failed, from 1, where BuildKit says it. */
export function lineOfFault(error: GrpcError, messages: Messages): number | undefined {
  if (error.details === undefined) return undefined
  const { details } = messages.decode<{ details: readonly { typeUrl: string; value: Uint8Array }[] }>(
    'Status',
    error.details,
  )
  for (const { typeUrl, value } of details) {
    if (!/errdefs\.Source\b/.test(typeUrl)) continue
    const line = readJson(value)?.ranges?.[0]?.start?.line
    if (line !== undefined && line > 0) return line
  }
  return undefined
}

function readJson(value: Uint8Array): SourceDetail | undefined {
  try {
    return JSON.parse(Buffer.from(value).toString()) as SourceDetail
  } catch {
    // Another version's form: the line is then found by the step's name.
    return undefined
  }
}
