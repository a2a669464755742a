// The session: files are watched, changes gathered, and batch after batch acted upon, in order. A batch that fails is told; the next one
// comes all the same.

import type { Engine } from '../../engine/index.ts'
import type { Project } from '../../model/index.ts'
import { createAsyncQueue, raceAbort } from '../../support/index.ts'
import { createBatcher } from './batch.ts'
import { decide } from './decide.ts'
import { watchFiles } from './file-watch.ts'
import { pruneImages } from './prune.ts'
import { isSync, skipsFor } from './rules.ts'
import { runInReplicas } from './run-in-replicas.ts'
import { syncAll, syncItems } from './sync.ts'
import type { Actions, BatchedChange, Rule, SyncScene, WatchDesk } from './types.ts'

export interface WatchRequest {
  readonly engine: Engine
  readonly project: Project
  readonly rules: readonly Rule[]
  readonly desk: WatchDesk
  /** Remove images that a rebuild left without a name. */
  readonly prune: boolean
  /** Ends the watching once what is being done is done. */
  readonly signal: AbortSignal
  /** Told once everything that happens to files from now on is seen. */
  readonly seeing?: () => void
  /** What is seen is acted upon only then: the containers have to be there. Absent: at once. */
  readonly begin?: Promise<void>
}

/** Resolves when the signal has aborted and nothing is being done any more. */
export async function watchProject(request: WatchRequest): Promise<void> {
  const { rules, desk, signal } = request
  const batches = createAsyncQueue<readonly BatchedChange[]>(Number.POSITIVE_INFINITY)
  const batcher = createBatcher(changes => void batches.push(changes))
  const told = new Set<string>()
  const files = await watchFiles({
    paths: rules.map(rule => rule.path),
    skips: skipsFor(rules),
    onChange: change => batcher.add(change),
    onFault(folder, error) {
      // A limit that is reached is reached for every folder.
      const line = faultLine(folder, error)
      if (!told.has(line)) void desk.say(line)
      told.add(line)
    },
  })
  const end = () => batches.close()
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  try {
    request.seeing?.()
    if (request.begin !== undefined) await raceAbort(request.begin, signal).catch(() => {})
    if (signal.aborted) return
    await initialSync(request, rules)
    if (!signal.aborted) await desk.say('Watch enabled')
    for await (const changes of batches) {
      if (signal.aborted) break
      await act(request, decide(changes, rules)).catch(async error => {
        if (!signal.aborted) await desk.say(`Error handling changed files: ${(error as Error).message}`)
      })
    }
  } finally {
    signal.removeEventListener('abort', end)
    batcher.close()
    files.close()
  }
}

async function initialSync(scene: SyncScene, rules: readonly Rule[]): Promise<void> {
  for (const rule of rules)
    if (rule.initialSync && isSync(rule) && !scene.signal.aborted) await syncAll(scene, rule)
}

async function act(request: WatchRequest, actions: Actions): Promise<void> {
  const { desk, signal } = request
  if (actions.rebuild.length > 0) await rebuild(request, actions.rebuild)
  for (const [service, items] of actions.sync) {
    if (signal.aborted) return
    await desk.say(`Syncing service ${JSON.stringify(service)} after ${items.length} changes were detected`)
    await syncItems(request, service, items)
  }
  if (actions.restart.length > 0 && !signal.aborted) {
    if (await desk.restart(actions.restart)) await desk.say(`service(s) ${named(actions.restart)} restarted`)
  }
  if (!signal.aborted)
    await Promise.all(actions.exec.map(({ service, hook }) => runInReplicas(request, service, hook)))
}

async function rebuild(request: WatchRequest, services: readonly string[]): Promise<void> {
  const { desk, engine, project, signal } = request
  await desk.say(`Rebuilding service(s) ${named(services)} after changes were detected...`)
  if (!(await desk.rebuild(services))) {
    if (!signal.aborted)
      await desk.say(
        `service(s) ${named(services)} not rebuilt: what ran before was left; the next change tries again`,
      )
    return
  }
  if (request.prune) await pruneImages(engine, project)
  // What was synced went with the containers; what the image does not hold has to come again.
  await initialSync(
    request,
    request.rules.filter(rule => services.includes(rule.service)),
  )
  await desk.say(`service(s) ${named(services)} successfully built`)
}

/** `["web" "db"]` */
const named = (services: readonly string[]): string =>
  `[${services.map(one => JSON.stringify(one)).join(' ')}]`

function faultLine(folder: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOSPC' || error.code === 'EMFILE') {
    return `not every folder can be watched (${error.code}): raise fs.inotify.max_user_watches and max_user_instances, or ignore folders`
  }
  return `cannot watch ${folder} (${error.code}): changes in it are not seen`
}
