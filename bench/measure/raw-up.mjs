// The peer of `up`: a Node process that makes the same raw calls at its best concurrency, no more.
//   node raw-up.mjs SOCKET PROJECT COUNT
import http from 'node:http'

const [socketPath, project, count] = process.argv.slice(2)
const agent = new http.Agent({ keepAlive: true, maxSockets: 32 })

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : JSON.stringify(body)
    const headers =
      payload === undefined
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(payload) }
    const request = http.request({ agent, socketPath, method, path: `/v1.41${path}`, headers }, response => {
      let text = ''
      response.on('data', chunk => {
        text += chunk
      })
      response.on('end', () =>
        response.statusCode < 400 ? resolve(text ? JSON.parse(text) : undefined) : reject(new Error(text)),
      )
    })
    request.on('error', reject)
    request.end(payload)
  })
}

const labels = { 'com.docker.compose.project': project }
await call('POST', '/networks/create', { Name: `${project}_default`, CheckDuplicate: true, Labels: labels })
await Promise.all(
  Array.from({ length: Number(count) }, async (_, index) => {
    const name = `${project}-s${index}-1`
    const { Id: id } = await call('POST', `/containers/create?name=${name}`, {
      Image: 'gantry/tiny',
      Cmd: ['sh', '-c', "trap 'exit 0' TERM; while :; do sleep 3600 & wait; done"],
      Labels: { ...labels, 'com.docker.compose.service': `s${index}` },
      HostConfig: { NetworkMode: `${project}_default` },
      NetworkingConfig: { EndpointsConfig: { [`${project}_default`]: { Aliases: [`s${index}`] } } },
    })
    await call('POST', `/containers/${id}/start`)
  }),
)
agent.destroy()
