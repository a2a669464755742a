// What the engine says with a status, as the closed set of errors. The one place that reads the engine's words.
import { EngineError, type EngineErrorKind } from '../port.ts'

/** The engine's message of an error answer; its status line where the body is not the API's. */
export function readMessage(body: string, status: number, statusText: string | undefined): string {
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed === 'object' && parsed !== null && 'message' in parsed)
      return String(parsed.message).trim()
  } catch {
    // Not the API's form: a proxy, or an engine older than that form.
  }
  // A proxy's page is of no use to a reader, its status is.
  const words = /^\s*</.test(body) ? '' : body.trim().slice(0, 500)
  return words || `status ${status}${statusText ? ` ${statusText}` : ''}`
}

/** An error answer of the engine. The message is the engine's own. */
export function answerFault(status: number, message: string): EngineError {
  return new EngineError(answerKind(status, message), message, { status })
}

/** An error inside a stream that had begun well: pull, push, build, load. It carries no status. */
export function streamFault(message: string): EngineError {
  return new EngineError(wordsKind(message) ?? 'server', message)
}

function answerKind(status: number, message: string): EngineErrorKind {
  switch (status) {
    case 304:
      return 'not-modified'
    case 400:
      return unsupportedWords.test(message) ? 'unsupported' : 'invalid'
    case 401:
      return 'unauthorized'
    case 403:
      // The engine says "forbidden" of a network that still has containers.
      return inUseWords.test(message) ? 'in-use' : 'forbidden'
    case 404:
      return 'not-found'
    case 408:
    case 504:
      return 'timeout'
    case 409:
      return inUseWords.test(message) && !nameTaken.test(message) ? 'in-use' : 'conflict'
    case 501:
      return 'unsupported'
    default:
      return wordsKind(message) ?? 'server'
  }
}

/** Kinds that an engine hides in a general error: what a registry told it, mostly. */
function wordsKind(message: string): EngineErrorKind | undefined {
  if (
    /\bunauthorized\b|authentication required|no basic auth credentials|incorrect username or password/i.test(
      message,
    )
  ) {
    return 'unauthorized'
  }
  if (/pull access denied|manifest (for .* )?(unknown|not found)|repository .* not found/i.test(message)) {
    return 'not-found'
  }
  if (/requested access to the resource is denied/i.test(message)) return 'unauthorized'
  if (/not a swarm manager|is not supported by|not implemented/i.test(message)) return 'unsupported'
  if (/context deadline exceeded|i\/o timeout|Client\.Timeout exceeded/i.test(message)) return 'timeout'
  return undefined
}

/** Whether somebody else, mostly the engine itself, removes the container already. */
export function isRemovalUnderWay(error: unknown): boolean {
  return error instanceof EngineError && error.kind === 'conflict' && removalWords.test(error.message)
}

const removalWords = /removal of container .* is already in progress/i

const unsupportedWords = /not supported|unsupported|client version .* is too (new|old)|requires API version/i

const inUseWords =
  /\bin use\b|being used by|is using|active endpoints|dependent child|referenced in|still has .*containers|already in use/i

const nameTaken = /container name .* already in use/i
