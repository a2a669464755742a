// Accounts of registries, from every place where docker keeps them; and that nobody ever gets to see them.
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import {
  containerRunning,
  docker,
  exitCode,
  gantry,
  gantryWith,
  noContainers,
  noNetworks,
  type Step,
  scenario,
  theme,
  warns,
} from '../dsl/index.ts'
import {
  account,
  basic,
  credentialHelper,
  dockerConfig,
  elsewhere,
  imagesAre,
  keepsSecret,
  registry,
  registryHolds,
} from './registry.ts'

const stack = `
services:
  web:
    image: \${REGISTRY}/\${PROJECT}/web:v1
    build: { dockerfile_inline: FROM gantry/tiny }
    init: true
    stop_grace_period: 0s
    command: sleep 3600
`

const right = dockerConfig(host => ({ auths: { [host]: basic(account.username, account.password) } }))
const wrong = dockerConfig(host => ({ auths: { [host]: basic(account.username, 'wrong-password') } }))
const secrets = [account.password, 'wrong-password', `${account.username}:${account.password}`]
const hidden = keepsSecret(secrets)
const debug = { environment: { GANTRY_DEBUG: '1' } }

/** Refused: said by name, with what to type, and nothing is there that was not there before. */
const refused = (line: string): Step =>
  gantryWith(
    debug,
    line,
    exitCode(1),
    warns('/$PROJECT/web:v1: 127.0.0.1:'),
    warns('refused the credentials, or wants some'),
    warns('docker login 127.0.0.1:'),
    hidden,
    noContainers,
    noNetworks,
  )

theme('accounts', () => {
  scenario('none and a wrong one are refused, the right one is taken, and none of them is told', {
    stack,
    steps: [
      registry({ locked: true }),
      gantry('build -q'),
      refused('push'),
      wrong,
      refused('push'),
      right,
      gantryWith(debug, 'push', registryHolds('web:v1'), hidden),
      elsewhere,
      wrong,
      refused('up -d --no-build'),
      gantryWith(debug, '--progress json up -d --no-build', exitCode(1), hidden, noContainers),
      gantryWith(debug, 'config --resolve-image-digests', exitCode(1), warns('docker login'), hidden),
      right,
      gantryWith(debug, 'config --resolve-image-digests', hidden),
      gantryWith(debug, 'config', hidden),
      gantryWith(debug, 'plan --no-build', hidden),
      gantryWith(debug, 'plan --no-build --format json --out saved.json', keepsSecret(secrets, 'saved.json')),
      gantryWith(debug, 'apply saved.json', containerRunning('web'), hidden),
      docker('inspect $PROJECT-web-1', hidden),
    ],
  })

  const answer = `echo '{"Username":"${account.username}","Secret":"${account.password}"}'`
  const none = `echo 'credentials not found in native keychain'; exit 1`
  const knowing = (host: string) => `read registry; [ "$registry" = ${host} ] && ${answer} || { ${none}; }`
  const places: Record<string, readonly Step[]> = {
    'a store': [
      credentialHelper('keeper', knowing),
      dockerConfig(host => ({ auths: { [host]: {} }, credsStore: 'keeper' })),
    ],
    "a registry's own helper, before the store": [
      credentialHelper('keeper', knowing),
      credentialHelper('stranger', () => answer.replace(account.password, 'wrong-password')),
      dockerConfig(host => ({ credHelpers: { [host]: 'keeper' }, credsStore: 'stranger' })),
    ],
    'auths of the registry, where a store knows nothing': [
      credentialHelper('empty', () => none),
      dockerConfig(host => ({
        auths: { [host]: basic(account.username, account.password), 'other.example': basic('x', 'y') },
        credsStore: 'empty',
      })),
    ],
  }
  for (const [place, steps] of Object.entries(places)) {
    scenario(`from ${place}`, {
      stack,
      steps: [
        registry({ locked: true }),
        ...steps,
        gantry('build -q'),
        gantryWith(debug, 'push', registryHolds('web:v1'), hidden),
        elsewhere,
        gantryWith(debug, 'pull', imagesAre('web:v1'), hidden),
      ],
    })
  }

  scenario('a helper that is not there is named where the registry refuses', {
    stack,
    steps: [
      registry({ locked: true }),
      dockerConfig(() => ({ credsStore: 'absent' })),
      gantry('build -q'),
      gantry('push', exitCode(1), warns('docker-credential-absent is not installed')),
    ],
  })

  scenario('an identity token', {
    stack,
    steps: [
      registry({ before: host => tokenFront(host, 'the-identity-token') }),
      gantry('build -q'),
      dockerConfig(host => ({ auths: { [host]: { identitytoken: 'another-token' } } })),
      gantryWith(debug, 'push', exitCode(1), warns('docker login'), keepsSecret(['another-token'])),
      dockerConfig(host => ({ auths: { [host]: { identitytoken: 'the-identity-token' } } })),
      gantryWith(debug, 'push', keepsSecret(['the-identity-token'])),
      elsewhere,
      gantryWith(debug, 'pull', imagesAre('web:v1'), keepsSecret(['the-identity-token'])),
    ],
  })
})

/** A registry that takes bearers of a token alone, as it is given for an identity token. */
async function tokenFront(registryHost: string, identity: string) {
  const bearer = 'Bearer given-for-the-identity-token'
  const server = createServer(async (incoming, answer) => {
    if (incoming.url?.startsWith('/token')) {
      let form = ''
      for await (const part of incoming) form += part
      const fields = new URLSearchParams(form)
      const known = fields.get('grant_type') === 'refresh_token' && fields.get('refresh_token') === identity
      answer.writeHead(known ? 200 : 401, { 'content-type': 'application/json' })
      answer.end(
        known ? JSON.stringify({ access_token: bearer.slice('Bearer '.length), expires_in: 300 }) : '{}',
      )
      return
    }
    if (incoming.headers.authorization !== bearer) {
      const realm = `http://${incoming.headers.host}/token`
      answer.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="test"` }).end()
      return
    }
    const [hostname, port] = registryHost.split(':')
    const { authorization: _authorization, ...headers } = incoming.headers
    const onward = request(
      { hostname, port, path: incoming.url, method: incoming.method, headers },
      reply => {
        answer.writeHead(reply.statusCode ?? 500, reply.headers)
        reply.pipe(answer)
      },
    )
    onward.on('error', () => answer.destroy())
    incoming.pipe(onward)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    host: `127.0.0.1:${(server.address() as { port: number }).port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
