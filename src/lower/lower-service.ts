// One service → the specs of its replicas. All concerns run once; a replica adds only its number and name.
import { builtImageName, composeLabel, containerName, replicaCount, type Service } from '../model/index.ts'
import type { Problem } from '../problem/index.ts'
import { concerns } from './concerns.ts'
import type { ServiceInput } from './context.ts'
import { Draft } from './draft.ts'
import { lowerHooks } from './hooks.ts'
import { serviceLabels } from './identity.ts'
import type { ContainerSpec, ImageSource, LoweredService } from './spec.ts'

export function lowerService(input: ServiceInput): { lowered: LoweredService; problems: readonly Problem[] } {
  const { service } = input
  const image = imageSource(input)
  // A provider makes what the service stands for: there is no container.
  if (service.provider !== undefined) {
    const spec = (number: number) => replica(number, { draft: new Draft(input), image, labels: () => ({}) })
    return { lowered: { name: service.name, replicas: 0, image, container: spec }, problems: [] }
  }
  const draft = new Draft(input)
  draft.field('image', image.reference, ['image'])
  if (service.platform) draft.field('platform', service.platform, ['platform'], 'applied')
  for (const concern of concerns) concern.lower(draft)
  let labels: Record<string, string> | undefined
  const sharedLabels = () => (labels ??= serviceLabels(input, draft.fields))
  // Asked for by every look at a replica.
  const specs = new Map<number, ContainerSpec>()
  const specOf = (number: number) => {
    const known = specs.get(number) ?? replica(number, { draft, image, labels: sharedLabels })
    specs.set(number, known)
    return known
  }
  return {
    lowered: {
      name: service.name,
      replicas: replicasOf(service),
      image,
      container: specOf,
    },
    problems: draft.problems,
  }
}

/** A global service has one container on one engine. */
const replicasOf = (service: Service): number =>
  service.deploy?.mode === 'global' && service.scale === undefined ? 1 : replicaCount(service)

function imageSource({ stack, service, context }: ServiceInput): ImageSource {
  if (service.build === undefined) return { kind: 'reference', reference: service.image ?? '' }
  const reference = service.image ?? builtImageName(stack.name, service.name, context.separator)
  return { kind: 'built', service: service.name, reference }
}

interface Shared {
  readonly draft: Draft
  readonly image: ImageSource
  readonly labels: () => Readonly<Record<string, string>>
}

function replica(number: number, { draft, image, labels }: Shared): ContainerSpec {
  const { service, stack, context } = draft.input
  return {
    project: stack.name,
    service: service.name,
    number,
    name: service.container_name || containerName(stack.name, service.name, number, context.separator),
    image,
    ...(service.platform && { platform: service.platform }),
    // Made when asked for: labels hold hashes of every field.
    get labels() {
      return { ...labels(), [composeLabel.number]: String(number) }
    },
    config: draft.config,
    host: draft.host,
    mounts: draft.mounts,
    volumesFrom: draft.volumesFrom,
    networking: draft.networking,
    ...draft.namespaces,
    files: draft.files,
    ...draft.bridge,
    fields: draft.fields,
    hooks: lowerHooks(service),
  }
}
