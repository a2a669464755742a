// An image reference split as the engine's query strings want it.
import {
  formatFamiliarName,
  type ImageReference,
  parseImageReference,
  withDefaultTag,
} from '../../support/index.ts'
import { EngineError } from '../port.ts'

/**
 * The name, and the digest or else the tag (`latest` where there is neither: an engine asked to pull a bare name pulls every tag).
 *
 * @throws EngineError of kind `invalid` for what is no reference.
 */
export function splitReference(text: string): { name: string; tag: string } {
  const parsed = parseImageReference(text)
  if (!parsed.ok) throw new EngineError('invalid', `"${text}" is no image reference: ${parsed.error}`)
  const reference: ImageReference = withDefaultTag(parsed.value)
  return { name: formatFamiliarName(reference), tag: reference.digest ?? reference.tag ?? 'latest' }
}
