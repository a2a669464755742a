// Problem codes of talking to the engine.
import { defineCodes } from '../code-entry.ts'

export const engineCodes = defineCodes({
  'engine-unreachable': {
    title: 'The engine does not answer',
    meaning: 'No container engine answered at the address that was tried.',
    remedy: 'Start the engine, or point DOCKER_HOST or the docker context at one that runs.',
    example: {
      kind: 'shell',
      wrong: 'DOCKER_HOST=unix:///no/such.sock gantry ps',
      right: 'sudo systemctl start docker && gantry ps',
    },
  },
  'engine-connection-lost': {
    title: 'The connection to the engine was lost',
    meaning:
      'The engine answered at first, then the connection broke: it was stopped, or the way to it failed.',
    remedy: 'See that the engine runs, then run the same command again: it goes on from what is there.',
  },
  'engine-failed': {
    title: 'The engine refused',
    meaning: 'The engine answered that it will not, or cannot, do what it was asked.',
    remedy: 'Mend what its message says.',
  },
  'engine-permission': {
    title: 'The engine may not be used',
    meaning: 'The engine has a socket here, but this user may not open it.',
    remedy: 'Join the group that owns the socket (mostly docker) and log in again, or use a rootless engine.',
    example: {
      kind: 'shell',
      wrong: 'gantry up',
      right: 'sudo usermod -aG docker "$USER" && newgrp docker && gantry up',
    },
  },
  'engine-tls': {
    title: 'TLS to the engine fails',
    meaning:
      'One side speaks TLS and the other does not, or one does not accept the certificate of the other.',
    remedy:
      'Set DOCKER_TLS_VERIFY=1 for an engine with TLS and unset it for one without; DOCKER_CERT_PATH names the folder of ca.pem, cert.pem and key.pem.',
  },
  'engine-timeout': {
    title: 'The engine takes too long to answer',
    meaning: 'A connection stands, but no answer came in time: the engine hangs or is very busy.',
    remedy: 'See the engine’s log and its load, and restart it where it hangs.',
  },
  'engine-address': {
    title: 'The engine’s address makes no sense',
    meaning:
      'DOCKER_HOST, --host, DOCKER_API_VERSION or the docker context holds something that no connection can be made of.',
    remedy:
      'Write unix:///path/to/docker.sock, tcp://host:port or ssh://user@host, or name a context that exists.',
    example: {
      kind: 'shell',
      wrong: 'DOCKER_HOST=docker.sock:// gantry ps',
      right: 'DOCKER_HOST=unix:///var/run/docker.sock gantry ps',
    },
  },
})
