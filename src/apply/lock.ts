// One gantry at a time on a project. The lock is a file on this machine, named after the engine and the project: it does not reach
// gantrys on other machines that drive the same engine. A holder that died is recognised by its process's start time.
import { randomBytes } from 'node:crypto'
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { errorProblem, ProblemError } from '../problem/index.ts'
import { shortDigestJson } from '../support/index.ts'

export interface LockRequest {
  /** Folder for lock files, made where it is missing. */
  readonly directory: string
  /** Address of the engine, as text. */
  readonly engine: string
  readonly project: string
  /** What the holder says of itself, e.g. `gantry up`. */
  readonly command: string
  /** Told once, when the lock is held by another. */
  readonly onWait?: (holder: LockHolder) => void
  readonly signal?: AbortSignal
}

export interface LockHolder {
  readonly pid: number
  readonly started: string
  readonly command: string
}

/** Milliseconds between two looks at a lock that another process holds: files give no reliable sign of a process's death. */
const lookEvery = 200

/** Takes the lock, waiting for a living holder, and returns how to give it back. */
export async function lockProject(request: LockRequest): Promise<() => Promise<void>> {
  await mkdir(request.directory, { recursive: true, mode: 0o700 }).catch(error => {
    throw cannotLock(request, error)
  })
  const name = `${request.project}-${shortDigestJson([request.engine, request.project])}.lock`
  const file = path.join(request.directory, name)
  const mine: LockHolder = {
    pid: process.pid,
    started: await processStart(process.pid),
    command: request.command,
  }
  let told = false
  while (true) {
    const taken = await tryTake(file, mine).catch(error => {
      throw cannotLock(request, error)
    })
    if (taken) return () => release(file, mine)
    const holder = await readHolder(file)
    if (holder === undefined || (await processStart(holder.pid)) !== holder.started) {
      await dropStale(file, holder)
      continue
    }
    if (!told) request.onWait?.(holder)
    told = true
    await pause(lookEvery, request.signal, holder, request.project)
  }
}

/** Without a lock two could change the project at once, each by a plan that the other makes wrong. */
function cannotLock({ directory, project }: LockRequest, error: NodeJS.ErrnoException): ProblemError {
  return new ProblemError(
    errorProblem('cannot-lock', `cannot keep the lock of project ${project} in ${directory}`, {
      cause: error.message,
      hint: 'make room there, or set XDG_RUNTIME_DIR to a folder that can be written to',
    }),
  )
}

/** A lock file, and who has it. */
export interface FoundLock {
  readonly file: string
  readonly project: string
  readonly holder: LockHolder | undefined
  /** Whether the holder lives; the next gantry takes a lock over whose holder does not. */
  readonly alive: boolean
}

/** The lock files of a folder; none where there is no such folder. Takes and removes nothing. */
export async function listLocks(directory: string): Promise<readonly FoundLock[]> {
  const names = await readdir(directory).catch(() => [])
  return await Promise.all(
    names
      .filter(name => name.endsWith('.lock'))
      .map(async name => {
        const file = path.join(directory, name)
        const holder = await readHolder(file)
        const alive = holder !== undefined && (await processStart(holder.pid)) === holder.started
        return { file, project: name.replace(/-[0-9a-f]+\.lock$/, ''), holder, alive }
      }),
  )
}

/** Written beside its place and linked there: whoever finds the lock finds its holder in it, however late the disk is. */
async function tryTake(file: string, mine: LockHolder): Promise<boolean> {
  const written = besides(file)
  try {
    await writeFile(written, JSON.stringify(mine), { mode: 0o600, flag: 'wx' })
    await link(written, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(written, { force: true })
  }
}

/** Undefined where there is no lock any more, and where nobody can be read from it. */
async function readHolder(file: string): Promise<LockHolder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as LockHolder
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Renames first: of two that find the same stale lock, one wins, and a fresh lock taken in between is put back. */
async function dropStale(file: string, stale: LockHolder | undefined): Promise<void> {
  const aside = besides(file)
  try {
    await rename(file, aside)
    const moved = await readHolder(aside)
    const fresh = moved !== undefined && JSON.stringify(moved) !== JSON.stringify(stale)
    if (fresh) await rename(aside, file)
    else await rm(aside, { force: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** A name of one's own, which listing the locks passes over. */
const besides = (file: string): string => `${file}.${process.pid}-${randomBytes(4).toString('hex')}`

async function release(file: string, mine: LockHolder): Promise<void> {
  const holder = await readHolder(file)
  if (holder?.pid === mine.pid && holder.started === mine.started) await rm(file, { force: true })
}

/** A process's start time, or an empty text where there is no such process. Off Linux: whether it lives. */
async function processStart(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // Field 22, counted after the command name, which may hold spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    if (process.platform === 'linux') return ''
    try {
      process.kill(pid, 0)
      return 'alive'
    } catch {
      return ''
    }
  }
}

async function pause(
  time: number,
  signal: AbortSignal | undefined,
  holder: LockHolder,
  project: string,
): Promise<void> {
  try {
    await setTimeout(time, undefined, { signal })
  } catch {
    throw new ProblemError(
      errorProblem(
        'project-locked',
        `project ${project} is in use by ${holder.command} (process ${holder.pid})`,
        {
          hint: 'wait for it to end, then run the same command again',
        },
      ),
    )
  }
}
