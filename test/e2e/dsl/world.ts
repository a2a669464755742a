// What one scenario lives in: a project of its own, a folder, an environment, and what the last step did. Made
// before the first step, removed after the last, whatever happened in between.
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import type { RecordedCall } from '../../faults/proxy.ts'
import { ignoreGone, nothing, removeProject, type Snapshot, takeSnapshot } from './engine.ts'
import type { Finished } from './run.ts'

export interface World {
  /** The project's name, `e2e-` and random letters: also the folder's name, so that gantry finds it by itself. */
  readonly project: string
  readonly folder: string
  readonly environment: Record<string, string>
  /** State before the last step began. */
  before: Snapshot
  /** State when it was last looked at. */
  after: Snapshot
  /** Every program that the last step ran; most steps run one. */
  runs: readonly Finished[]
  /** Calls to the engine that the last step made, where a check asked to record them. */
  calls: readonly RecordedCall[] | undefined
  /** Removals of what does not carry the project's label. */
  readonly later: (() => Promise<unknown>)[]
}

export interface WorldRequest {
  readonly files: Readonly<Record<string, string>>
  readonly environment?: Readonly<Record<string, string>>
}

const inherited = ['PATH', 'DOCKER_HOST', 'DOCKER_CERT_PATH', 'DOCKER_TLS_VERIFY', 'SSH_AUTH_SOCK', 'LANG']

export async function makeWorld(request: WorldRequest): Promise<World> {
  const project = `e2e-${randomBytes(5).toString('hex')}`
  // A folder within a folder: `mkdtemp` makes the outer one unique, the inner one has the project's name.
  const outer = await mkdtemp(join(tmpdir(), 'gantry-e2e-'))
  const folder = join(outer, project)
  await mkdir(join(outer, 'home'), { recursive: true })
  const environment: Record<string, string> = { HOME: join(outer, 'home') }
  for (const name of inherited) {
    const value = process.env[name]
    if (value !== undefined) environment[name] = value
  }
  Object.assign(environment, { FREE_PORT: String(await freePort()), PROJECT: project }, request.environment)
  const world: World = {
    project,
    folder,
    environment,
    before: nothing,
    after: nothing,
    runs: [],
    calls: undefined,
    later: [() => rm(outer, { recursive: true, force: true })],
  }
  await mkdir(folder)
  for (const [name, content] of Object.entries(request.files)) await writeWorldFile(world, name, content)
  return world
}

export async function writeWorldFile(world: World, name: string, content: string): Promise<void> {
  const file = join(world.folder, name)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.new`, content)
  await rename(`${file}.new`, file)
}

export function readWorldFile(world: World, name: string): Promise<string> {
  return readFile(join(world.folder, name), 'utf8')
}

export async function look(world: World): Promise<Snapshot> {
  world.after = await takeSnapshot(world.project)
  return world.after
}

/** Only what the project's label or a `later` of this world names. */
export async function removeWorld(world: World): Promise<void> {
  await removeProject(world.project)
  for (const remove of [...world.later].reverse()) await remove().catch(ignoreGone)
}

/** A port that nothing listens on now; it is given back, so another program may take it in between. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
