// What registries and engines say, and what a user is told.
import { describe, expect, test } from 'vitest'
import { EngineError, type EngineErrorKind } from '../../../src/engine/index.ts'
import { isBrokenTransfer, transferFault } from '../../../src/image/fault.ts'
import { errorProblem, type ProblemError } from '../../../src/problem/index.ts'

const subject = { verb: 'pull', reference: 'r.example:5000/x:1' } as const

describe('transferFault', () => {
  const cases: [EngineErrorKind, string, string, string][] = [
    [
      'not-found',
      'manifest for r.example:5000/x:1 not found: manifest unknown',
      'image-not-found',
      'docker login r.example:5000',
    ],
    [
      'unauthorized',
      'Head "https://r.example:5000/v2/x/manifests/1": no basic auth credentials',
      'registry-unauthorized',
      'docker login r.example:5000',
    ],
    [
      'server',
      'Get "https://r.example:5000/v2/": dial tcp 10.0.0.1:5000: connect: connection refused',
      'registry-unreachable',
      'has a way to it',
    ],
    [
      'server',
      'Get "https://r.example:5000/v2/": dial tcp: lookup r.example: no such host',
      'registry-unreachable',
      'has a way to it',
    ],
    [
      'timeout',
      'net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
      'registry-unreachable',
      'has a way to it',
    ],
    [
      'server',
      'Get "https://r.example:5000/v2/": x509: certificate signed by unknown authority',
      'registry-unreachable',
      '/etc/docker/certs.d/r.example:5000/ca.crt',
    ],
    [
      'server',
      'http: server gave HTTP response to HTTPS client',
      'registry-unreachable',
      'insecure-registries',
    ],
    [
      'not-found',
      'no matching manifest for linux/arm64 in the manifest list entries',
      'image-platform',
      'platform:',
    ],
    [
      'server',
      'toomanyrequests: You have reached your pull rate limit.',
      'registry-limit',
      'docker login r.example:5000',
    ],
    ['server', 'unexpected EOF', 'transfer-broken', 'run the same command again'],
    ['server', 'quota exceeded', 'transfer-failed', 'mend'],
  ]
  test('a push of what is not there, in the words of either image store', () => {
    for (const words of [
      'An image does not exist locally with the tag: r.example:5000/x',
      'tag does not exist: r.example:5000/x:1',
    ]) {
      const fault = transferFault(new EngineError('server', words), { ...subject, verb: 'push' })
      expect((fault as ProblemError).problems).toMatchObject([
        { code: 'image-not-found', hint: 'build or pull it first' },
      ])
    }
  })
  test.each(cases)('%s: %s', (kind, message, code, hint) => {
    const fault = transferFault(new EngineError(kind, message), subject)
    expect((fault as ProblemError).problems).toMatchObject([
      {
        code,
        hint: expect.stringContaining(hint),
        cause: message,
        message: expect.stringMatching(/^cannot pull r\.example:5000\/x:1: /),
      },
    ])
  })

  test("the hub's login has no name", () => {
    const fault = transferFault(new EngineError('unauthorized', 'no'), { verb: 'push', reference: 'team/x' })
    expect((fault as ProblemError).problems[0]?.hint).toBe('docker login, with an account that may write it')
  })

  test('what is no matter of images passes as it is', () => {
    const problem = errorProblem('engine-unreachable', 'gone')
    for (const error of [
      new EngineError('cancelled', 'cancelled'),
      new EngineError('unreachable', 'gone'),
      new EngineError('server', 'gone', { problem }),
      new EngineError('server', 'write /var/lib/docker: no space left on device'),
      new TypeError('a fault of ours'),
    ]) {
      expect(transferFault(error, subject)).toBe(error)
    }
  })
})

describe('isBrokenTransfer', () => {
  test.each([
    ['unexpected EOF', true],
    ['Get "https://r/v2/": EOF', true],
    ['read tcp 10.0.0.1:3->10.0.0.2:443: read: connection reset by peer', true],
    ['net/http: TLS handshake timeout', true],
    ['received unexpected HTTP status: 503 Service Unavailable', true],
    ['filesystem layer verification failed for digest sha256:0', true],
    ['dial tcp 10.0.0.1:443: i/o timeout', false],
    ['dial tcp 10.0.0.1:443: connect: connection refused', false],
    ['manifest unknown', false],
    ['no basic auth credentials', false],
  ])('%s: %s', (message, broken) => {
    expect(isBrokenTransfer(new EngineError('server', message))).toBe(broken)
  })

  test('not where the engine is gone or the user has given up', () => {
    expect(isBrokenTransfer(new EngineError('unreachable', 'unexpected EOF'))).toBe(false)
    expect(isBrokenTransfer(new EngineError('cancelled', 'unexpected EOF'))).toBe(false)
    expect(isBrokenTransfer(new Error('unexpected EOF'))).toBe(false)
  })
})
