// The peer of an unchanged `up`: a Node process that makes the same reads at its best concurrency, no more.
//   node raw-reads.mjs SOCKET PROJECT COUNT
import http from 'node:http'

const [socketPath, project, count] = process.argv.slice(2)
const agent = new http.Agent({ keepAlive: true, maxSockets: 32 })

function read(path) {
  return new Promise((resolve, reject) => {
    http
      .get({ agent, socketPath, path }, response => {
        let text = ''
        response.on('data', chunk => {
          text += chunk
        })
        response.on('end', () =>
          response.statusCode < 400 ? resolve(text ? JSON.parse(text) : undefined) : reject(new Error(text)),
        )
      })
      .on('error', reject)
  })
}

const version = '/v1.41'
const [all] = await Promise.all([
  read(`${version}/containers/json?all=1`),
  read(`${version}/networks`),
  read(`${version}/volumes`),
  read(`${version}/info`),
  read(`${version}/images/gantry/tiny/json`),
])
const mine = all.filter(one => one.Labels['com.docker.compose.project'] === project)
if (mine.length !== Number(count)) throw new Error(`${mine.length} containers, not ${count}`)
await Promise.all(mine.map(one => read(`${version}/containers/${one.Id}/json`)))
agent.destroy()
