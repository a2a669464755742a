// Copies files between this machine and the containers of a service, as tar streams: nothing is held in memory.
import { lchown, lstat, mkdir, readdir, realpath, rm, stat, symlink } from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { TarSource } from 'modern-tar/fs'
import { type Engine, EngineError, type PathStat } from '../../engine/index.ts'
import { composeLabel, type Project } from '../../model/index.ts'
import { listOfStack } from '../../observe/index.ts'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import { type CopySource, type CopyTarget, landingOf, renameEntry } from './copy-paths.ts'

export interface CopyOptions {
  /** Keep owners: of the container's user where files go there, of the files where they come from there. */
  readonly archive: boolean
  readonly followLink: boolean
}

export interface CopyContainer {
  readonly id: string
  readonly name: string
}

/** Where files are copied to: every container of the service, or the one with the number. One-offs where asked for. */
export async function copyContainers(
  engine: Engine,
  project: Project,
  wanted: { readonly service: string; readonly number?: number; readonly oneOffs: boolean },
): Promise<readonly CopyContainer[]> {
  const all = await listOfStack(engine, { project: project.stack.name, service: wanted.service, all: true })
  const found = all
    .filter(one => {
      if (one.Labels[composeLabel.oneoff] === 'True') return wanted.oneOffs && wanted.number === undefined
      return wanted.number === undefined || Number(one.Labels[composeLabel.number]) === wanted.number
    })
    .map(one => ({ id: one.Id, name: (one.Names[0] ?? '').replace(/^\//, '') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  if (found.length > 0) return found
  throw new ProblemError(
    errorProblem('not-running', `no container found for service ${JSON.stringify(wanted.service)}`, {
      hint: `create one with gantry up -d ${wanted.service}`,
    }),
  )
}

/** From this machine into a container. `stdin`: a tar, in place of `from`. */
export async function copyInto(
  engine: Engine,
  container: CopyContainer,
  request: {
    readonly from: string
    readonly to: string
    readonly stdin?: AsyncIterable<Uint8Array>
  } & CopyOptions,
): Promise<void> {
  const target = await containerTarget(engine, container.id, request.to)
  const upload = { copyUidGid: request.archive }
  if (request.stdin !== undefined) {
    if (target.kind !== 'folder') throw refusal(`${request.to} of ${container.name} is no folder`)
    return await engine.containers.putArchive(container.id, target.path, request.stdin, upload)
  }
  const source = await localSource(request.from, request.followLink)
  const landing = landingOf(source, target, path.posix)
  const { packTar } = await import('modern-tar/fs')
  const tar = packTar(await sourcesOf(source, landing.name))
  await engine.containers.putArchive(container.id, landing.folder, tar, upload).catch(error => {
    throw isMissing(error) ? refusal(`there is no folder ${landing.folder} in ${container.name}`) : error
  })
}

/** What goes into the tar, under the name that it gets where it lands. Owners stay as they are here. */
async function sourcesOf(source: CopySource, name: string): Promise<TarSource[]> {
  const one = async (file: string, target: string): Promise<TarSource> => {
    const { uid, gid } = await lstat(file)
    return { type: 'file', source: file, target, uid, gid }
  }
  if (!source.isFolder) return [await one(source.path, name)]
  if (name !== '') return [{ type: 'directory', source: source.path, target: name }]
  const entries = await readdir(source.path, { withFileTypes: true })
  return await Promise.all(
    entries.map(async (entry): Promise<TarSource> => {
      const file = path.join(source.path, entry.name)
      return entry.isDirectory()
        ? { type: 'directory', source: file, target: entry.name }
        : await one(file, entry.name)
    }),
  )
}

/** From a container to this machine. `stdout` takes the tar as it is, in place of `to`. */
export async function copyOut(
  engine: Engine,
  container: CopyContainer,
  request: {
    readonly from: string
    readonly to: string
    readonly stdout?: (data: Uint8Array) => Promise<void>
  } & CopyOptions,
): Promise<void> {
  const contentOnly = /(^|\/)\.$/.test(request.from)
  let from = path.posix.resolve('/', request.from)
  const told = await engine.containers.statArchive(container.id, from).catch(error => {
    throw isMissing(error) ? refusal(`there is no ${from} in ${container.name}`) : error
  })
  if (isLink(told) && request.followLink) from = linkTarget(from, told)
  const { stat: found, tar } = await engine.containers.getArchive(container.id, from)
  if (request.stdout !== undefined) {
    for await (const chunk of tar) await request.stdout(chunk)
    return
  }
  const root = path.posix.basename(from)
  const source: CopySource = {
    path: request.from,
    isFolder: isFolder(found),
    contentOnly: contentOnly || from === '/',
    name: path.posix.basename(path.posix.resolve('/', request.from)) || root,
  }
  let landing: ReturnType<typeof landingOf>
  try {
    landing = landingOf(source, await localTarget(request.to), path)
    if (source.isFolder && landing.name !== '')
      await mkdir(path.join(landing.folder, landing.name), { recursive: true })
    await stat(landing.folder)
  } catch (error) {
    // The stream holds a connection until it is left.
    for await (const _ of tar) break
    throw (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? refusal(`there is no folder ${path.dirname(request.to)}`)
      : error
  }
  const { unpackTar } = await import('modern-tar/fs')
  const rename = (name: string) => renameEntry(name, root, landing.name)
  const owners: { file: string; uid: number; gid: number }[] = []
  const links: { file: string; to: string }[] = []
  await pipeline(
    Readable.from(tar),
    unpackTar(landing.folder, {
      // Links come last, and by our own hand: they may lead anywhere, as long as nothing is written through them.
      filter: header => {
        if (header.type !== 'symlink') return true
        links.push({ file: path.join(landing.folder, rename(header.name)), to: header.linkname ?? '' })
        return false
      },
      map: header => {
        const name = rename(header.name)
        owners.push({ file: path.join(landing.folder, name), uid: header.uid ?? 0, gid: header.gid ?? 0 })
        // Only hard links name files of the tar; a symbolic link's text is left as it is.
        const linkname = header.type === 'link' && header.linkname && rename(header.linkname)
        return { ...header, name, ...(linkname && { linkname }) }
      },
    }),
  )
  for (const { file, to } of links) {
    await rm(file, { force: true })
    await symlink(to, file)
  }
  // Only root may give files away.
  if (request.archive && process.getuid?.() === 0)
    for (const { file, uid, gid } of owners) await lchown(file, uid, gid)
}

async function localSource(written: string, followLink: boolean): Promise<CopySource> {
  const contentOnly = /(^|\/)\.$/.test(written)
  const plain = path.resolve(written)
  try {
    const throughLink = followLink || /\/\.?$/.test(written)
    const info = throughLink ? await stat(plain) : await lstat(plain)
    return {
      path: throughLink ? await realpath(plain) : plain,
      isFolder: info.isDirectory(),
      contentOnly,
      name: path.basename(plain),
    }
  } catch (error) {
    throw refusal(`cannot read ${written}`, (error as Error).message)
  }
}

async function localTarget(written: string): Promise<CopyTarget> {
  const plain = path.resolve(written) + (/\/$/.test(written) ? '/' : '')
  const info = await stat(plain).catch(() => undefined)
  return { path: plain, kind: info === undefined ? 'missing' : info.isDirectory() ? 'folder' : 'other' }
}

/** What stands at the path, behind the link where there is one. */
async function containerTarget(engine: Engine, id: string, written: string): Promise<CopyTarget> {
  const slash = /.\/\.?$/.test(written) ? '/' : ''
  let at = path.posix.resolve('/', written)
  for (let hops = 0; hops < 16; hops += 1) {
    try {
      const found = await engine.containers.statArchive(id, at)
      if (!isLink(found)) return { path: at + slash, kind: isFolder(found) ? 'folder' : 'other' }
      at = linkTarget(at, found)
    } catch (error) {
      if (error instanceof EngineError && error.kind === 'not-found')
        return { path: at + slash, kind: 'missing' }
      throw error
    }
  }
  throw refusal(`${written} is a link that leads to itself`)
}

const isMissing = (error: unknown): boolean => error instanceof EngineError && error.kind === 'not-found'

// Bits of Go's file mode.
const isFolder = (found: PathStat): boolean => (found.mode & 0x8000_0000) !== 0
const isLink = (found: PathStat): boolean => (found.mode & 0x0800_0000) !== 0

const linkTarget = (at: string, found: PathStat): string =>
  path.posix.resolve(path.posix.dirname(at), found.linkTarget ?? '')

function refusal(message: string, cause?: string): ProblemError {
  return new ProblemError(
    errorProblem('cannot-copy', message, {
      hint: 'check both paths: SERVICE:PATH is in the container, the other on this machine',
      ...(cause !== undefined && { cause }),
    }),
  )
}
