// Images that a rebuild left without a name. Only those that carry the project's label: others' are not ours to remove.
import { type Engine, EngineError } from '../../engine/index.ts'
import { composeLabel, type Project } from '../../model/index.ts'
import { isOfStack } from '../../observe/index.ts'

/** Those that are still used stay, and those that somebody committed from a container: no build makes them again. */
export async function pruneImages(engine: Engine, project: Project): Promise<void> {
  const images = await engine.images.list({
    filters: { dangling: ['true'], label: [`${composeLabel.project}=${project.stack.name}`] },
  })
  for (const image of images) {
    if (isOfStack(image.Labels)) continue
    await engine.images.remove(image.Id).catch((error: unknown) => {
      if (!(error instanceof EngineError) || !['conflict', 'in-use', 'not-found'].includes(error.kind))
        throw error
    })
  }
}
