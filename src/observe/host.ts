// The host's facts that a plan needs: what the files of secrets and configs hold (as digests), and which bind sources exist.
// Must not know what they are compared with. Content never leaves this file.
import { createHash } from 'node:crypto'
import type { Lowered } from '../lower/index.ts'
import type { HostFacts } from './types.ts'

/** The host as observing sees it. Passed in; all paths are absolute. */
export interface HostReader {
  /** The bytes of a file; throws as node:fs does. */
  readFile(path: string): Promise<Uint8Array>
  kind(path: string): Promise<'file' | 'folder' | 'other' | 'missing'>
}

/** Reads the facts for every file and bind source of a lowered stack. Bind sources only where this host is the engine's. */
export async function readHostFacts(
  host: HostReader,
  lowered: Lowered | undefined,
  local: boolean,
): Promise<HostFacts> {
  const files = new Set<string>()
  const binds = new Set<string>()
  for (const service of lowered?.services.values() ?? []) {
    const spec = service.container(1)
    for (const file of spec.files) if (file.content.kind === 'file') files.add(file.content.path)
    for (const mount of spec.mounts) if (mount.type === 'bind') binds.add(mount.source)
  }
  const [digests, presence] = await Promise.all([
    Promise.all([...files].map(async path => [path, await digest(host, path)] as const)),
    Promise.all(
      [...(local ? binds : [])].map(async path => [path, (await host.kind(path)) !== 'missing'] as const),
    ),
  ])
  return { files: new Map(digests), binds: new Map(presence) }
}

async function digest(host: HostReader, path: string): Promise<string | null> {
  try {
    return createHash('sha256')
      .update(await host.readFile(path))
      .digest('hex')
  } catch {
    // Missing, a folder, or not ours to read: preflight tells, this only says that there is no content.
    return null
  }
}
