// Volumes: made by name, removed only by a plan that was told to.
import type { EngineErrorKind } from '../../engine/index.ts'
import { volumeBody } from '../../lower/index.ts'
import type { Performer } from '../perform-context.ts'
import { tolerate } from './lifecycle.ts'

export const performCreateVolume: Performer<'createVolume'> = async (step, { engine }) => {
  const volume = await engine.volumes.create(volumeBody(step.spec))
  return { state: 'done', produced: volume.Name }
}

export const performRemoveVolume: Performer<'removeVolume'> = async (step, { engine }) => {
  const kinds: EngineErrorKind[] = []
  if (step.tolerateMissing) kinds.push('not-found')
  if (step.tolerateInUse) kinds.push('in-use', 'conflict')
  return await tolerate(engine.volumes.remove(step.name), ...kinds)
}
