// What no orchestrator can avoid of a chain: a Node process that makes the raw calls, and starts each container the moment the engine's
// event says that the one before it is healthy.
//   node raw-chain.mjs SOCKET PROJECT COUNT
import http from 'node:http'
import { closeCalls, engineCall } from './engine-calls.mjs'

const [socketPath, project, count] = process.argv.slice(2)
const call = (...words) => engineCall(socketPath, ...words)

/** Container id → what to call when it is healthy. */
const waiting = new Map()
const filters = encodeURIComponent(JSON.stringify({ event: ['health_status'] }))
const events = http.request({ socketPath, path: `/v1.41/events?filters=${filters}` }, response => {
  response.on('data', chunk => {
    for (const line of String(chunk).split('\n').filter(Boolean)) {
      const event = JSON.parse(line)
      if (event.status === 'health_status: healthy') waiting.get(event.id)?.()
    }
  })
})
events.end()

const labels = { 'com.docker.compose.project': project }
await call('POST', '/networks/create', { Name: `${project}_default`, CheckDuplicate: true, Labels: labels })
const ids = await Promise.all(
  Array.from({ length: Number(count) }, async (_, index) => {
    const { Id: id } = await call('POST', `/containers/create?name=${project}-s${index}-1`, {
      Image: 'gantry/tiny',
      Cmd: ['sh', '-c', "trap 'exit 0' TERM; while :; do sleep 3600 & wait; done"],
      Labels: { ...labels, 'com.docker.compose.service': `s${index}` },
      Healthcheck: { Test: ['CMD', 'true'], Interval: 300e6 },
      HostConfig: { NetworkMode: `${project}_default` },
      NetworkingConfig: { EndpointsConfig: { [`${project}_default`]: { Aliases: [`s${index}`] } } },
    })
    return id
  }),
)
for (const [index, id] of ids.entries()) {
  const healthy = new Promise(resolve => {
    waiting.set(id, resolve)
  })
  await call('POST', `/containers/${id}/start`)
  if (index < ids.length - 1) await healthy
}
events.destroy()
closeCalls()
