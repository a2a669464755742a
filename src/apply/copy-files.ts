// Copies secrets and configs into a container that is created but not started: those that no bind can bring with the owner, the mode
// or the content that is asked for.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { TarEntry } from 'modern-tar'
import type { Engine } from '../engine/index.ts'
import type { ContainerSpec } from '../lower/index.ts'

export async function copyFilesIn(engine: Engine, id: string, spec: ContainerSpec): Promise<void> {
  const files = spec.files.filter(file => file.by === 'copy')
  if (files.length === 0) return
  const folders = new Set<string>()
  const entries: TarEntry[] = []
  for (const file of files) {
    const target = file.target.replace(/^\/+/, '')
    for (const folder of parents(target)) {
      if (folders.has(folder)) continue
      folders.add(folder)
      // Only folders that gantry itself brings: of others, owner and mode would be overwritten.
      if (folder === 'run/secrets')
        entries.push({ header: { name: `${folder}/`, type: 'directory', mode: 0o755, size: 0 } })
    }
    const body =
      file.content.kind === 'file' ? await readFile(file.content.path) : Buffer.from(file.content.text)
    entries.push({
      header: {
        name: target,
        size: body.length,
        mode: file.mode,
        uid: file.uid,
        gid: file.gid,
        mtime: new Date(0),
      },
      body,
    })
  }
  // Loaded here: most stacks copy nothing, and loading it takes as long as reading a stack file.
  const { packTar } = await import('modern-tar')
  const tar = await packTar(entries)
  // Without copyUidGid: with it, the engine looks up the container's user on its own host, which fails for `1000:1000` and for
  // names of the image, and gives that user every file, whatever the archive says.
  await engine.containers.putArchive(id, '/', once(tar))
}

function parents(target: string): string[] {
  const result: string[] = []
  for (let at = path.posix.dirname(target); at !== '.' && at !== '/'; at = path.posix.dirname(at))
    result.unshift(at)
  return result
}

async function* once(data: Uint8Array): AsyncGenerator<Uint8Array> {
  yield data
}
