// What answers and broken connections are mapped to.
import { describe, expect, test } from 'vitest'
import { answerFault, readMessage, streamFault } from '../../../src/engine/docker/answer-fault.ts'
import { lostFault, unreachableFault } from '../../../src/engine/docker/connection-fault.ts'
import { type Endpoint, parseRoute } from '../../../src/engine/docker/endpoint.ts'
import { apiAtLeast } from '../../../src/engine/index.ts'

describe('answers of the engine', () => {
  test.each([
    [304, '', 'not-modified'],
    [400, 'invalid reference format', 'invalid'],
    [400, 'client version 1.99 is too new. Maximum supported API version is 1.41', 'unsupported'],
    [401, 'unauthorized', 'unauthorized'],
    [403, 'error while removing network: network a id b has active endpoints', 'in-use'],
    [403, 'plugin refused', 'forbidden'],
    [404, 'No such container: a', 'not-found'],
    [404, 'pull access denied for a, repository does not exist or may require "docker login"', 'not-found'],
    [409, 'Conflict. The container name "/a" is already in use by container "b".', 'conflict'],
    [409, 'network with name a already exists', 'conflict'],
    [409, 'remove a: volume is in use - [b]', 'in-use'],
    [
      409,
      'conflict: unable to remove repository reference "a" (must force) - container b is using its referenced image c',
      'in-use',
    ],
    [409, 'conflict: unable to delete a (cannot be forced) - image has dependent child images', 'in-use'],
    [
      409,
      'You cannot remove a running container a. Stop the container before attempting removal',
      'conflict',
    ],
    [500, 'driver failed programming external connectivity: port is already allocated', 'server'],
    [500, 'Get "https://a/v2/": unauthorized: authentication required', 'unauthorized'],
    [500, 'Get "https://a/v2/": context deadline exceeded', 'timeout'],
    [501, 'not here', 'unsupported'],
    [503, 'This node is not a swarm manager.', 'unsupported'],
  ])('%s %s: %s', (status, message, kind) => {
    expect(answerFault(status, message)).toMatchObject({ kind, status, message })
  })

  test('errors inside a stream go by their words', () => {
    expect(streamFault('denied: requested access to the resource is denied').kind).toBe('unauthorized')
    expect(streamFault('manifest for a:b not found: manifest unknown').kind).toBe('not-found')
    expect(streamFault('no space left on device').kind).toBe('server')
  })

  test('a message is the engine’s, or the body, or the status', () => {
    expect(readMessage('{"message":"No such image: a\\n"}', 404, 'Not Found')).toBe('No such image: a')
    expect(readMessage('page not found\n', 404, 'Not Found')).toBe('page not found')
    expect(readMessage('', 502, 'Bad Gateway')).toBe('status 502 Bad Gateway')
    expect(readMessage('<html>…</html>', 502, 'Bad Gateway')).toBe('status 502 Bad Gateway')
  })
})

describe('connections that fail', () => {
  const endpoint = (host: string, rest: Partial<Endpoint['address']> = {}): Endpoint => ({
    route: parseRoute(host, host.endsWith(':2376') ? { verify: true } : undefined, 'a test'),
    address: { host, source: 'default', local: true, ...rest },
  })
  const system = endpoint('unix:///var/run/docker.sock')
  const secure = endpoint('tcp://far.test:2376', { source: 'DOCKER_HOST' })
  const fault = (where: Endpoint, code: string) =>
    unreachableFault(where, Object.assign(new Error(`said ${code}`), { code })).problem

  test.each([
    [system, 'ENOENT', 'engine-unreachable', 'no such socket', 'systemctl start docker'],
    [system, 'ECONNREFUSED', 'engine-unreachable', 'nothing listens', 'systemctl start docker'],
    [system, 'EACCES', 'engine-permission', 'may not open', 'usermod -aG docker'],
    [
      endpoint('unix:///run/user/1/docker.sock'),
      'ENOENT',
      'engine-unreachable',
      '/run/user/1',
      'correct the address',
    ],
    [
      endpoint('unix:///colima.sock', { source: 'context', context: 'colima' }),
      'ENOENT',
      'engine-unreachable',
      'docker context "colima"',
      'docker context use',
    ],
    [secure, 'ENOTFOUND', 'engine-unreachable', 'cannot be resolved', 'host name'],
    [secure, 'ETIMEDOUT', 'engine-unreachable', 'cannot be reached', 'firewall'],
    [secure, 'ERR_SSL_WRONG_VERSION_NUMBER', 'engine-tls', 'does not speak TLS', 'unset DOCKER_TLS_VERIFY'],
    [secure, 'ERR_TLS_CERT_ALTNAME_INVALID', 'engine-tls', 'another host name', 'certificate'],
    [secure, 'CERT_HAS_EXPIRED', 'engine-tls', 'has expired', 'clock'],
    [secure, 'SELF_SIGNED_CERT_IN_CHAIN', 'engine-tls', 'not known here', 'ca.pem'],
    [secure, 'ECONNRESET', 'engine-tls', "this client's certificate", 'cert.pem'],
    [system, 'EWHATEVER', 'engine-unreachable', 'no engine answers', 'systemctl'],
  ])('%# %o %s', (where, code, problem, words, hint) => {
    expect(fault(where, code)).toMatchObject({
      code: problem,
      message: expect.stringContaining(words),
      hint: expect.stringContaining(hint),
      cause: `said ${code}`,
    })
  })

  test('several addresses of one host are told as one line', () => {
    const several = new AggregateError([new Error('connect ::1'), new Error('connect 127.0.0.1')])
    expect(unreachableFault(secure, several).problem?.cause).toBe('connect ::1; connect 127.0.0.1')
  })

  test('a lost connection is not an absent engine', () => {
    expect(lostFault(secure, new Error('aborted'))).toMatchObject({
      kind: 'unreachable',
      problem: { code: 'engine-connection-lost', message: expect.stringContaining('tcp://far.test:2376') },
    })
  })
})

test('API versions compare by their numbers', () => {
  expect(apiAtLeast('1.41', '1.41')).toBe(true)
  expect(apiAtLeast('1.9', '1.41')).toBe(false)
  expect(apiAtLeast('2.0', '1.41')).toBe(true)
})
