import { describe, expect, test } from 'vitest'
import { readStartFault, withoutRuntime } from '../../../src/apply/start-fault.ts'
import type { Service } from '../../../src/model/index.ts'

const before20 = 'OCI runtime create failed: container_linux.go:380: starting container process caused: '
const runc =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: '
const service = { image: 'app:1', entrypoint: ['/start'] } as unknown as Service

describe('the words of the runtime', () => {
  test.each([
    [
      `${before20}exec: "nosuch": executable file not found in $PATH: unknown`,
      'its image has no program nosuch',
      'command',
    ],
    [
      `${runc}exec: "nosuch": executable file not found in $PATH: unknown`,
      'its image has no program nosuch',
      'command',
    ],
    [
      `${runc}exec: "/start": stat /start: no such file or directory: unknown`,
      'its image has no program /start',
      'entrypoint',
    ],
    [`${runc}exec: "/start": permission denied: unknown`, '/start is nothing that can be run', 'entrypoint'],
    [
      `${runc}exec: "/etc": is a directory: unknown: permission denied`,
      '/etc is nothing that can be run',
      'command',
    ],
    [
      `${runc}exec /start: exec format error: unknown`,
      'its program is made for another kind of machine, or is a script without its first line',
      'platform',
    ],
    ['unable to find user app: no matching entries in passwd file', 'its image has no user app', 'user'],
    [
      'unable to find group app: no matching entries in group file',
      'its image has no group app',
      'group_add',
    ],
    [
      `${runc}error during container init: error mounting "/a/b" to rootfs at "/bin": mount /a/b:/bin (via /proc/self/fd/6), flags: 0x5000: not a directory: unknown: Are you trying to mount a directory onto a file (or vice-versa)?`,
      '/a/b cannot be mounted at /bin: one is a folder and the other is not',
      'volumes',
    ],
    [
      'error gathering device information while adding custom device "/dev/nosuch": no such file or directory',
      "the engine's machine has no device /dev/nosuch",
      'devices',
    ],
    [
      `${runc}error during container init: open /proc/sys/net/core/nosuch: no such file or directory: unknown`,
      "the kernel of the engine's machine has no setting net.core.nosuch",
      'sysctls',
    ],
    [
      'Cannot mkdir: /bin/sh is not a directory',
      'its working folder /bin/sh cannot be entered',
      'working_dir',
    ],
  ])('%s', (text, message, key) => {
    const fault = readStartFault(text, service)
    expect(fault?.message).toBe(message)
    expect(fault?.keys[0]).toBe(key)
    expect(fault?.hint).not.toBe('')
  })

  test('what is not known stays as it is, without the programs that passed it on', () => {
    expect(readStartFault('driver failed programming external connectivity', service)).toBeUndefined()
    expect(withoutRuntime(`${runc}error during container init: some words: unknown`)).toBe('some words')
    expect(withoutRuntime(`${before20}some words: unknown`)).toBe('some words')
  })
})
