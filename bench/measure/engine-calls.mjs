// Raw calls of the engine over its socket, at their best concurrency: what the raw peers of the measurements are made of.
import http from 'node:http'

const agent = new http.Agent({ keepAlive: true, maxSockets: 32 })

/** Answers with the parsed body, or rejects with the engine's words. */
export function engineCall(socketPath, method, path, body) {
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

export function closeCalls() {
  agent.destroy()
}
