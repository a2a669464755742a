// The further contexts of a build, which its Dockerfile calls by names: `additional_contexts`. Reads no files.
import { resolve } from 'node:path'
import { builtImageName } from '../../model/index.ts'
import type { BuildInputs } from './inputs.ts'
import { isRemoteContext } from './remote-context.ts'

export interface NamedContext {
  readonly name: string
  readonly target:
    | { readonly kind: 'folder'; readonly path: string }
    /** A git or archive URL, or one of BuildKit's own: `docker-image://`, `oci-layout://`, `target:`. */
    | { readonly kind: 'url'; readonly url: string }
}

/** The contexts in the file's order; `service:NAME` is the image that the other service was built or taken from. */
export function namedContexts({ request }: BuildInputs): NamedContext[] {
  const { build, project } = request
  return Object.entries(build.additional_contexts ?? {}).map(([name, value]) => {
    if (value.startsWith('service:')) {
      const service = value.slice('service:'.length)
      const { image } = project.stack.services[service] ?? project.disabled[service] ?? {}
      const url = `docker-image://${image ?? builtImageName(project.stack.name, service)}`
      return { name, target: { kind: 'url', url } }
    }
    return /^[a-z][a-z+-]*:/.test(value) || isRemoteContext(value)
      ? { name, target: { kind: 'url', url: value } }
      : { name, target: { kind: 'folder', path: resolve(project.directory, value) } }
  })
}
