// What a registry or the engine said, as a problem that tells what to do. The one place that reads their words about images.
import { EngineError } from '../engine/index.ts'
import { errorProblem, type ProblemCode, ProblemError } from '../problem/index.ts'
import { parseImageReference } from '../support/index.ts'

export interface TransferSubject {
  readonly verb: 'pull' | 'push' | 'look up' | 'save' | 'load'
  readonly reference: string
  readonly platform?: string
  /** Why there were no credentials, where a helper failed. */
  readonly trouble?: string
}

/**
 * The problem of a failed transfer. What is no matter of images passes as it is: the engine lost, a cancelled call, a full
 * disk.
 */
export function transferFault(error: unknown, subject: TransferSubject): unknown {
  if (!(error instanceof EngineError)) return error
  if (error.problem !== undefined || error.kind === 'cancelled' || error.kind === 'unreachable') return error
  if (/no space left on device/.test(error.message)) return error
  const registry = registryHost(subject.reference)
  const { code, said, hint } = classify(error, subject, registry)
  return new ProblemError(
    errorProblem(code, `cannot ${subject.verb} ${subject.reference}: ${said}`, {
      hint,
      cause: [error.message, subject.trouble].filter(Boolean).join('; '),
    }),
  )
}

/** Whether a transfer broke underway, so that it may well succeed when it is tried again. */
export function isBrokenTransfer(error: unknown): boolean {
  if (!(error instanceof EngineError) || error.kind === 'cancelled' || error.kind === 'unreachable')
    return false
  return !dialFailed.test(error.message) && brokenTransfer.test(error.message)
}

const dialFailed = /\bdial tcp\b|no such host|connection refused|no route to host|network is unreachable/i

const brokenTransfer =
  /unexpected EOF|\bEOF$|connection reset|broken pipe|use of closed network connection|TLS handshake timeout|i\/o timeout|Client\.Timeout exceeded|layer verification failed|status(?: code)?:? 50[0234]|\b50[0234] (?:Internal|Bad Gateway|Service|Gateway)|http2: .*(?:GOAWAY|stream error)/i

interface Reading {
  readonly code: ProblemCode
  readonly said: string
  readonly hint: string
}

function classify({ kind, message }: EngineError, subject: TransferSubject, registry: string): Reading {
  const local = ['push', 'save', 'load'].includes(subject.verb)
  const login = registry === 'docker.io' ? 'docker login' : `docker login ${registry}`
  if (/no matching manifest|does not match the specified platform|no match for platform/i.test(message)) {
    const wanted = subject.platform ? ` for ${subject.platform}` : ''
    return {
      code: 'image-platform',
      said: `the image is not there${wanted || " for the engine's platform"}`,
      hint: 'name a platform that the image has by `platform:`, or another image',
    }
  }
  if (/toomanyrequests|too many requests|rate limit/i.test(message)) {
    return {
      code: 'registry-limit',
      said: `${registry} allows no more transfers for now`,
      hint: `wait, or ${login}: accounts are allowed more`,
    }
  }
  if (kind === 'unauthorized' || kind === 'forbidden') {
    return {
      code: 'registry-unauthorized',
      said: `${registry} refused the credentials, or wants some`,
      hint: `${login}, with an account that may ${subject.verb === 'push' ? 'write' : 'read'} it`,
    }
  }
  if (/http response to https client/i.test(message)) {
    return {
      code: 'registry-unreachable',
      said: `${registry} speaks plain HTTP, and the engine wants HTTPS`,
      hint: `add "${registry}" to insecure-registries in the engine's daemon.json, or give the registry a certificate`,
    }
  }
  if (/x509:|certificate/i.test(message)) {
    return {
      code: 'registry-unreachable',
      said: `the engine does not trust the certificate of ${registry}`,
      hint: `put its authority into /etc/docker/certs.d/${registry}/ca.crt at the engine`,
    }
  }
  if (kind === 'timeout' || dialFailed.test(message)) {
    return {
      code: 'registry-unreachable',
      said: `the engine cannot reach ${registry}`,
      hint: 'see that the registry runs, and that the engine (not only this machine) has a way to it',
    }
  }
  if (kind === 'not-found' || /does not exist locally|^tag does not exist/.test(message)) {
    return {
      code: 'image-not-found',
      said: local ? 'the engine has no such image' : `${registry} has no such image`,
      hint: local
        ? 'build or pull it first'
        : `correct the name or tag; where the image is private, ${login}`,
    }
  }
  if (subject.verb === 'load') {
    return {
      code: 'image-archive',
      said: 'the engine finds no whole images in it',
      hint: 'gantry save and docker save write one; where it was copied here, copy it again',
    }
  }
  if (brokenTransfer.test(message)) {
    return {
      code: 'transfer-broken',
      said: `the connection to ${registry} broke, each time it was tried`,
      hint: 'run the same command again: what has arrived is kept',
    }
  }
  const whose = local && subject.verb !== 'push' ? 'engine' : 'registry'
  return { code: 'transfer-failed', said: message.trim(), hint: `mend what the ${whose} says` }
}

/** As a user writes it. */
function registryHost(reference: string): string {
  const parsed = parseImageReference(reference)
  return parsed.ok ? parsed.value.domain : 'the registry'
}
