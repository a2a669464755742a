// The keys that leave a container running behind: typed on the terminal, never passed on.
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { usage } from './usage.ts'

/** Those that docker's own settings name, as for `docker attach`. */
export function configuredDetachKeys(environment: Readonly<Record<string, string>>): string | undefined {
  const folder = environment.DOCKER_CONFIG || path.join(environment.HOME || homedir(), '.docker')
  try {
    const { detachKeys } = JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8'))
    return typeof detachKeys === 'string' && detachKeys !== '' ? detachKeys : undefined
  } catch {
    // No settings, or none that can be read: docker itself would complain of them.
    return undefined
  }
}

export const defaultDetachKeys = 'ctrl-p,ctrl-q'

/** `ctrl-p,ctrl-q`, `ctrl-@`, `a`: the bytes that a terminal sends. @throws ProblemError */
export function parseDetachKeys(written: string): Uint8Array {
  return Uint8Array.from(
    written.split(',').map(key => {
      const control = /^ctrl-([a-z@[\\\]^_])$/i.exec(key)?.[1]
      if (control !== undefined) return control.toLowerCase().charCodeAt(0) & 0x1f
      if (key.length === 1 && key.charCodeAt(0) < 128) return key.charCodeAt(0)
      throw usage(`unknown detach key ${JSON.stringify(key)}`, 'write keys such as ctrl-p,ctrl-q or ctrl-x')
    }),
  )
}

export interface DetachWatch {
  /** What is to be passed on: a sequence that has only begun is held back. `detached`: it was typed whole. */
  feed(data: Uint8Array): { readonly pass: Uint8Array; readonly detached: boolean }
}

export function watchDetachKeys(keys: Uint8Array): DetachWatch {
  let seen = 0
  return {
    feed(data) {
      const pass: number[] = []
      for (const byte of data) {
        if (byte === keys[seen]) {
          seen += 1
          if (seen === keys.length) return { pass: Uint8Array.from(pass), detached: true }
          continue
        }
        pass.push(...keys.subarray(0, seen))
        seen = byte === keys[0] ? 1 : 0
        if (seen === 0) pass.push(byte)
        else if (keys.length === 1) return { pass: Uint8Array.from(pass), detached: true }
      }
      return { pass: Uint8Array.from(pass), detached: false }
    },
  }
}
