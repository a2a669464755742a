// The digest that a reference has at its registry now, without pulling.
import { errorProblem, ProblemError } from '../../problem/index.ts'
import { findCredentials } from '../credentials/credentials.ts'
import { transferFault } from '../fault.ts'
import type { ImageContext } from '../types.ts'

/**
 * Asks the registry, through the engine: `sha256:…` of the manifest, or of the list of manifests where the image has
 * several platforms. With a platform (`linux/arm64`), the image must have it; of a single OCI manifest the engine tells none.
 *
 * @throws ProblemError as `pullImage`.
 */
export async function registryDigest(
  context: Pick<ImageContext, 'engine' | 'environment' | 'homeDirectory'>,
  reference: string,
  platform?: string,
): Promise<string> {
  const { auth, trouble } = await findCredentials(reference, context)
  let answer: Awaited<ReturnType<typeof context.engine.images.distribution>>
  try {
    answer = await context.engine.images.distribution(reference, auth)
  } catch (error) {
    throw transferFault(error, { verb: 'look up', reference, platform, trouble })
  }
  const told = answer.platforms.length > 0
  if (platform !== undefined && told && !answer.platforms.some(one => matches(one, platform))) {
    const has = answer.platforms.map(({ os, architecture }) => `${os}/${architecture}`).join(', ')
    throw new ProblemError(
      errorProblem('image-platform', `${reference} is not there for ${platform}`, {
        hint: has === '' ? 'name another image' : `it is there for ${has}`,
      }),
    )
  }
  return answer.digest
}

function matches(one: { os?: string; architecture?: string; variant?: string }, platform: string): boolean {
  const [os, architecture, variant] = platform.split('/')
  return (
    one.os === os &&
    one.architecture === architecture &&
    (!variant || !one.variant || one.variant === variant)
  )
}
