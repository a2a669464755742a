// The socket by which docker (25 and later) tells its plugins to end: it closes its side (docker/cli, cli-plugins/socket). Signals reach
// docker alone where there is no terminal, so without this an attached `docker gantry up` would outlive the docker that began it.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'

/** Calls `terminate` when docker closes the socket at `address`; a socket that is not there means nothing. Keeps no process alive. */
export function followPluginSocket(address: string, terminate: () => void): void {
  // Linux's abstract sockets are written with an @ in place of their first byte, which is 0.
  const socket = connect({ path: address.replace(/^@/, '\0') })
  let connected = false
  socket.on('connect', () => {
    connected = true
  })
  // Its end is all that is awaited; an error is followed by `close`, too.
  socket.on('error', () => {})
  socket.on('close', () => {
    if (connected) terminate()
    else if (address.startsWith('@')) followName(address, terminate)
  })
  socket.resume()
  socket.unref()
}

const lookEveryMs = 400

/** Node 20 fills abstract names up with zeros and so never meets docker's: there the name is watched among the kernel's sockets. */
function followName(address: string, terminate: () => void): void {
  if (!isListed(address)) return
  const timer = setInterval(() => {
    if (isListed(address)) return
    clearInterval(timer)
    terminate()
  }, lookEveryMs)
  timer.unref()
}

function isListed(address: string): boolean {
  try {
    return readFileSync('/proc/net/unix', 'utf8').includes(` ${address}\n`)
  } catch {
    return false
  }
}
