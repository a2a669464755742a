// Whose files are inside of a container: the user's that its process runs as, so that it can read, write and remove what was synced.
import type { Engine } from '../../engine/index.ts'

export interface Owner {
  readonly uid: number
  readonly gid: number
}

const root: Owner = { uid: 0, gid: 0 }

/** `user` as the container has it: empty, `1000`, `1000:1000`, `app`, `app:staff`. Names are looked up in the container's own files. */
export async function ownerIn(engine: Engine, container: string, user: string): Promise<Owner> {
  const [name = '', group = ''] = user.split(':')
  if (name === '') return root
  if (/^\d+$/.test(name) && /^\d+$/.test(group)) return { uid: Number(name), gid: Number(group) }
  if (user === 'root' || user === '0') return root
  const found = fieldsOf(await readSmallFile(engine, container, '/etc/passwd')).find(
    fields => fields[0] === name || fields[2] === name,
  )
  const uid = Number(found?.[2] ?? (/^\d+$/.test(name) ? name : 0))
  if (group === '') return { uid, gid: Number(found?.[3] ?? 0) }
  if (/^\d+$/.test(group)) return { uid, gid: Number(group) }
  const groups = fieldsOf(await readSmallFile(engine, container, '/etc/group'))
  return { uid, gid: Number(groups.find(fields => fields[0] === group)?.[2] ?? 0) }
}

const fieldsOf = (text: string): string[][] => text.split('\n').map(line => line.split(':'))

/** Empty where there is no such file. */
async function readSmallFile(engine: Engine, container: string, file: string): Promise<string> {
  try {
    const { unpackTar } = await import('modern-tar')
    const { tar } = await engine.containers.getArchive(container, file)
    const parts: Uint8Array[] = []
    for await (const part of tar) parts.push(part)
    const [entry] = await unpackTar(Buffer.concat(parts))
    return Buffer.from(entry?.data ?? []).toString()
  } catch {
    return ''
  }
}
