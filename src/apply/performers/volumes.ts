// Volumes: made by name, removed only by a plan that was told to.
import { volumeBody } from '../../lower/index.ts'
import { done, type Performer } from '../perform-context.ts'
import { tolerate } from './lifecycle.ts'

export const performCreateVolume: Performer<'createVolume'> = async (step, { engine }) => {
  const volume = await engine.volumes.create(volumeBody(step.spec))
  return { state: 'done', produced: volume.Name }
}

export const performRemoveVolume: Performer<'removeVolume'> = async (step, { engine }) => {
  if (step.tolerateMissing) return await tolerate(engine.volumes.remove(step.name), 'not-found')
  await engine.volumes.remove(step.name)
  return done
}
