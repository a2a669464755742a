// Finds a container engine that answers: at DOCKER_HOST, at the current docker context, at the default sockets.
// Prints its address and versions as NAME=value lines and exits 0; exits 1 in silence when none answers.
// Starts and installs nothing.
//
//   node scripts/find-engine.mjs [ADDRESS]   asks at ADDRESS alone

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { homedir } from 'node:os'
import { join } from 'node:path'

const env = process.env
const patience = 5_000

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** The docker CLI keeps a context's address under the SHA-256 of its name. */
function contextAddress() {
  const config = env.DOCKER_CONFIG || join(homedir(), '.docker')
  const name = env.DOCKER_CONTEXT || readJson(join(config, 'config.json'))?.currentContext
  if (!name || name === 'default') return undefined
  const id = createHash('sha256').update(name).digest('hex')
  return readJson(join(config, 'contexts', 'meta', id, 'meta.json'))?.Endpoints?.docker?.Host
}

function candidates() {
  if (process.argv[2]) return [process.argv[2]]
  const sockets = ['/var/run/docker.sock']
  if (env.XDG_RUNTIME_DIR) sockets.push(join(env.XDG_RUNTIME_DIR, 'docker.sock'))
  sockets.push(join(homedir(), '.docker', 'run', 'docker.sock'))
  const local = sockets.filter(existsSync).map(path => `unix://${path}`)
  return [env.DOCKER_HOST, contextAddress(), ...local].filter(Boolean)
}

function requestOptions(address) {
  if (address.startsWith('unix://')) return { socketPath: address.slice('unix://'.length) }
  const url = new URL(address.replace(/^tcp:/, 'http:'))
  const options = { host: url.hostname, port: url.port || 2375 }
  if (!env.DOCKER_TLS_VERIFY) return options
  const certs = env.DOCKER_CERT_PATH || join(homedir(), '.docker')
  const file = name => readFileSync(join(certs, name))
  return { ...options, secure: true, ca: file('ca.pem'), cert: file('cert.pem'), key: file('key.pem') }
}

function askHttp(address) {
  return new Promise((resolve, reject) => {
    const options = requestOptions(address)
    const request = (options.secure ? https : http).get({ ...options, path: '/version', timeout: patience })
    request.on('timeout', () => request.destroy(new Error('no answer')))
    request.on('error', reject)
    request.on('response', async response => {
      let body = ''
      for await (const part of response.setEncoding('utf8')) body += part
      const { Version, ApiVersion } = JSON.parse(body)
      if (!ApiVersion) return reject(new Error('not an engine'))
      resolve({ version: Version, api: ApiVersion })
    })
  })
}

function askSsh(address) {
  const format = '{{.Server.Version}} {{.Server.APIVersion}}'
  const out = execFileSync('docker', ['--host', address, 'version', '--format', format], {
    encoding: 'utf8',
    timeout: 4 * patience,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [version, api] = out.trim().split(' ')
  return { version, api }
}

for (const address of candidates()) {
  try {
    const { version, api } = address.startsWith('ssh://') ? askSsh(address) : await askHttp(address)
    console.log(`DOCKER_HOST=${address}\nENGINE_VERSION=${version}\nENGINE_API=${api}`)
    process.exit(0)
  } catch {
    // The next candidate may answer.
  }
}
process.exit(1)
