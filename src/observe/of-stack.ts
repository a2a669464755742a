// The containers of stacks, as lists and events of the engine tell of them, without those that only look like it: `docker commit` gives
// an image all labels of its container, and what somebody runs from that image by hand inherits them.
import {
  type ContainerSummary,
  type Engine,
  EngineError,
  type EngineEvent,
  type LiveImage,
} from '../engine/index.ts'
import { composeLabel } from '../model/index.ts'
import { inheritsAll, isOfStack } from './labels.ts'

export interface StackQuery {
  /** Absent: of every project. */
  readonly project?: string
  readonly service?: string
  /** Those that do not run, too. */
  readonly all?: boolean
  readonly status?: readonly string[]
}

/** One-offs are among them. One list, and an inspect for each image that may have passed its labels on: mostly none. */
export async function listOfStack(engine: Engine, query: StackQuery): Promise<readonly ContainerSummary[]> {
  const { project, service, all = false, status } = query
  const label = [
    project === undefined ? composeLabel.project : `${composeLabel.project}=${project}`,
    ...(service === undefined ? [] : [`${composeLabel.service}=${service}`]),
  ]
  const filters = { label, ...(status !== undefined && { status }) }
  const listed = await engine.containers.list({ all, filters })
  return await withoutHeirs(
    engine,
    listed.filter(one => isOfStack(one.Labels)),
  )
}

async function withoutHeirs(
  engine: Engine,
  listed: readonly ContainerSummary[],
): Promise<readonly ContainerSummary[]> {
  const ids = new Set(listed.filter(one => mayInherit(one.Labels, one.ImageID)).map(one => one.ImageID))
  if (ids.size === 0) return listed
  const images = new Map(
    await Promise.all([...ids].map(async id => [id, await imageOrGone(engine, id)] as const)),
  )
  return listed.filter(one => !inheritsAll(one.Labels, images.get(one.ImageID)))
}

/** Tells whether the container of an event is of a stack, or only its image was. Asks once a container, and trusts a replica's name. */
export function tellOfStack(engine: Engine): (event: EngineEvent) => Promise<boolean> {
  const known = new Map<string, boolean>()
  return async ({ id, attributes }) => {
    const before = known.get(id)
    if (before !== undefined) return before
    const answer = isOfStack(attributes) && (bearsOwnName(attributes) || !(await isHeir(engine, id)))
    known.set(id, answer)
    return answer
  }
}

/** What is gone already is taken for what its labels say. */
async function isHeir(engine: Engine, id: string): Promise<boolean> {
  const live = await orGone(engine.containers.inspect(id))
  if (live === undefined || !mayInherit(live.Config.Labels, live.Image)) return false
  return inheritsAll(live.Config.Labels, await imageOrGone(engine, live.Image))
}

/** `shop-web-1`, `shop_web_1`, or the name of a replacement until the replaced one is gone: nobody else can have it meanwhile. */
function bearsOwnName(attributes: EngineEvent['attributes']): boolean {
  const parts = [composeLabel.project, composeLabel.service, composeLabel.number].map(
    name => attributes[name],
  )
  const called = attributes.name?.replace(/^[0-9a-f]{12}_/, '')
  return called === parts.join('-') || called === parts.join('_')
}

/** The image that a container was made from stands in a label: one of another image may have it from there. */
function mayInherit(labels: Readonly<Record<string, string>> | null | undefined, image: string): boolean {
  return labels?.[composeLabel.image] !== image
}

async function imageOrGone(engine: Engine, id: string): Promise<LiveImage | undefined> {
  return id === '' ? undefined : await orGone(engine.images.inspect(id))
}

/** A 404 between list and inspect means gone, not failed. */
export async function orGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (error instanceof EngineError && error.kind === 'not-found') return undefined
    throw error
  }
}
