// The peer of `up`: a Node process that makes the same raw calls at its best concurrency, no more.
//   node raw-up.mjs SOCKET PROJECT COUNT
import { closeCalls, engineCall } from './engine-calls.mjs'

const [socketPath, project, count] = process.argv.slice(2)
const call = (...words) => engineCall(socketPath, ...words)

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
closeCalls()
