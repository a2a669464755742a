// One layer's tar as a listing. A file named `.wh.NAME` takes NAME away, `.wh..wh..opq` empties its folder (OCI image layout,
// "Whiteouts").
import { readTar } from './read-tar.ts'
import type { LayerFile, LayerListing } from './types.ts'

const mark = '.wh.'
const emptied = '.wh..wh..opq'

/** Holds names and sizes, never content. @throws ArchiveFault */
export async function readLayer(source: AsyncIterable<Uint8Array>): Promise<LayerListing> {
  const files: LayerFile[] = []
  const removed: string[] = []
  const emptiedFolders: string[] = []
  for await (const { name, kind, size, mode, uid, gid } of readTar(source)) {
    const path = absolute(name)
    if (path === '/') continue
    const slash = path.lastIndexOf('/')
    const base = path.slice(slash + 1)
    if (!base.startsWith(mark)) files.push({ path, kind, size, mode, uid, gid })
    else if (base === emptied) emptiedFolders.push(path.slice(0, slash) || '/')
    // Other doubled marks are notes of old storage drivers.
    else if (!base.startsWith(`${mark}${mark}`))
      removed.push(path.slice(0, slash + 1) + base.slice(mark.length))
  }
  return { files, removed, emptied: emptiedFolders }
}

/** `./etc/` → `/etc`. */
function absolute(name: string): string {
  const parts = name.split('/').filter(part => part !== '' && part !== '.')
  return `/${parts.join('/')}`
}
