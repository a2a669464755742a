// What a failed connection means: what was tried, what is wrong, what to type. Knows error codes of sockets, TLS and ssh.
import { errorProblem, type ProblemCode } from '../../problem/index.ts'
import { EngineError } from '../port.ts'
import type { Endpoint, Route } from './endpoint.ts'

interface Explanation {
  readonly code: ProblemCode
  readonly message: string
  readonly hint: string
}

/** No connection could be made, or no answer came over it. */
export function unreachableFault(endpoint: Endpoint, error: unknown): EngineError {
  const { code, message, hint } = explain(endpoint, error as NodeJS.ErrnoException)
  const problem = errorProblem(code, message, { hint, cause: wordsOf(error) })
  return new EngineError('unreachable', message, { problem, cause: error })
}

/** A connection that had answered broke. */
export function lostFault(endpoint: Endpoint, error: unknown): EngineError {
  const message = `the connection to the engine at ${placeOf(endpoint)} was lost`
  const problem = errorProblem('engine-connection-lost', message, {
    hint: 'see that the engine runs, then run the same command again',
    cause: wordsOf(error),
  })
  return new EngineError('unreachable', message, { problem, cause: error })
}

/** The engine took a connection but gave no answer within so many milliseconds. */
export function silentFault(endpoint: Endpoint, patience: number): EngineError {
  const message = `the engine at ${placeOf(endpoint)} gave no answer within ${patience / 1000} s`
  const problem = errorProblem('engine-timeout', message, {
    hint: isSystemEngine(endpoint)
      ? 'see its log with "journalctl -u docker", and restart it with "sudo systemctl restart docker"'
      : 'see whether that machine is busy or its engine hangs',
  })
  return new EngineError('timeout', message, { problem })
}

/** Something answered that speaks no engine API. */
export function strangerFault(endpoint: Endpoint, status: number, words: string): EngineError {
  const place = placeOf(endpoint)
  const wantsTls = /HTTP request to an HTTPS server/i.test(words)
  const problem = wantsTls
    ? errorProblem('engine-tls', `the engine at ${place} wants TLS`, { hint: tlsHint, cause: words })
    : errorProblem('engine-unreachable', `what answers at ${place} is no container engine`, {
        hint: 'correct the address',
        cause: words.startsWith(`status ${status}`) ? words : `status ${status}${words ? `: ${words}` : ''}`,
      })
  return new EngineError('unreachable', problem.message, { problem })
}

const tlsHint = 'set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the folder of ca.pem, cert.pem and key.pem'

/** The address as the user would find it again: where it is and where it came from. */
export function placeOf({ address }: Endpoint): string {
  const origin = {
    flag: ' (from --host)',
    DOCKER_HOST: ' (from DOCKER_HOST)',
    context: ` (from docker context "${address.context}")`,
    default: '',
  }[address.source]
  return `${address.host}${origin}`
}

function explain(endpoint: Endpoint, error: NodeJS.ErrnoException): Explanation {
  const { route } = endpoint
  const place = placeOf(endpoint)
  if (isTlsCode(error)) return explainTls(place, error)
  if (route.kind === 'ssh') return explainSsh(place, route, error)
  const unreachable = (message: string, hint: string): Explanation => ({
    code: 'engine-unreachable',
    message,
    hint,
  })
  const tls = route.kind === 'tcp' && route.tls !== undefined
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return unreachable(`no engine answers at ${place}: there is no such socket`, startHint(endpoint))
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'engine-permission',
        message: `this user may not open the engine's socket at ${place}`,
        hint: 'join its group with "sudo usermod -aG docker $USER" and log in again, or use a rootless engine',
      }
    case 'ECONNREFUSED':
      return unreachable(`no engine answers at ${place}: nothing listens there`, startHint(endpoint))
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return unreachable(
        `no engine answers at ${place}: the host name cannot be resolved`,
        'correct the host name, or see whether the network and its DNS work',
      )
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return unreachable(
        `no engine answers at ${place}: the host cannot be reached`,
        'see whether that machine is up, and whether a firewall stands between',
      )
    case 'ECONNRESET':
    case 'EPIPE':
      return tls
        ? explainTls(place, error)
        : unreachable(`the engine at ${place} closed the connection without an answer`, startHint(endpoint))
    default:
      // A TLS engine answers a plain request with bytes that are no HTTP.
      return error.code?.startsWith('HPE_')
        ? unreachable(
            `what answers at ${place} does not speak HTTP`,
            `correct the address; for TLS ${tlsHint}`,
          )
        : unreachable(`no engine answers at ${place}`, startHint(endpoint))
  }
}

const tlsCodes = /^(ERR_SSL_|ERR_TLS_|ERR_OSSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$)/

const isTlsCode = (error: NodeJS.ErrnoException): boolean => tlsCodes.test(error.code ?? '')

function explainTls(place: string, error: NodeJS.ErrnoException): Explanation {
  const tls = (message: string, hint: string): Explanation => ({ code: 'engine-tls', message, hint })
  const code = error.code ?? ''
  if (/WRONG_VERSION|PACKET_LENGTH|EPROTO|INVALID_/.test(code)) {
    return tls(
      `the engine at ${place} does not speak TLS`,
      'unset DOCKER_TLS_VERIFY, or use the port that has TLS',
    )
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return tls(
      `the certificate of the engine at ${place} is for another host name`,
      'use a name that the certificate holds, or have one made for this name',
    )
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return tls(
      `the certificate of the engine at ${place} has expired`,
      'have it renewed, and see this machine’s clock',
    )
  }
  if (/ALERT|ECONNRESET|EPIPE/.test(code)) {
    return tls(
      `the engine at ${place} does not accept this client's certificate`,
      'let DOCKER_CERT_PATH name the folder with the cert.pem and key.pem that its authority signed',
    )
  }
  if (/^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/.test(code)) {
    return tls(
      `the certificate of the engine at ${place} was signed by an authority that is not known here`,
      'let DOCKER_CERT_PATH name the folder with the ca.pem of that authority',
    )
  }
  return tls(`TLS with the engine at ${place} fails`, tlsHint)
}

function explainSsh(
  place: string,
  { host, user, port }: Route & { kind: 'ssh' },
  error: NodeJS.ErrnoException,
): Explanation {
  if (error.code === 'ESSHSTART') {
    return {
      code: 'engine-unreachable',
      message: `no engine answers at ${place}: the ssh program cannot be started`,
      hint: 'install the OpenSSH client',
    }
  }
  const said = wordsOf(error)
  const hint = /command not found|docker: not found|dial-stdio/.test(said)
    ? `install docker on ${host}: its docker command passes the connection on`
    : /permission denied.*socket|docker\.sock.*permission denied/is.test(said)
      ? `let the user on ${host} use docker there: sudo usermod -aG docker USER`
      : `see whether "ssh ${port ? `-p ${port} ` : ''}${user ? `${user}@` : ''}${host} docker version" works without asking anything`
  return { code: 'engine-unreachable', message: `no engine answers at ${place} through ssh`, hint }
}

function startHint(endpoint: Endpoint): string {
  if (isSystemEngine(endpoint)) {
    return 'start it with "sudo systemctl start docker", or point DOCKER_HOST or a docker context at one that runs'
  }
  const { address } = endpoint
  if (address.source === 'context') {
    return `start the engine of that context, or choose another: "docker context use NAME" or DOCKER_CONTEXT`
  }
  return 'start the engine there, or correct the address'
}

const isSystemEngine = ({ route }: Endpoint): boolean =>
  route.kind === 'unix' && /^\/(var\/)?run\/docker\.sock$/.test(route.path)

function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
