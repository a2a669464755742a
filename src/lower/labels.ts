// The file's own labels and annotations, for comparison. The labels that gantry itself leaves are in `identity.ts`.
import { type Concern, mapAttribute } from './concern.ts'

const RESERVED = ['com.docker.compose.', 'io.gantry.', 'desktop.docker.io/']

/** Labels that tools leave, which no file asks for. */
export const isReservedLabel = (name: string): boolean => RESERVED.some(prefix => name.startsWith(prefix))

const labelsConcern: Concern = {
  heads: ['labels'],
  lower(draft) {
    for (const [name, value] of Object.entries(draft.input.service.labels ?? {}))
      if (!isReservedLabel(name)) draft.field(`labels.${name}`, String(value ?? ''), ['labels', name])
  },
  read(live, context, fields) {
    const inherited = context.image?.Config?.Labels ?? {}
    for (const [name, value] of Object.entries(live.Config.Labels ?? {})) {
      if (isReservedLabel(name)) continue
      const origin = inherited[name] === value ? 'default' : context.image === undefined ? 'engine' : 'set'
      fields.set(`labels.${name}`, { value, origin })
    }
  },
}

const annotationsConcern = mapAttribute({
  name: 'annotations',
  value: (service, draft) => {
    const annotations = service.annotations
    if (annotations === undefined || Object.keys(annotations).length === 0) return undefined
    return draft.needsApi('1.43', ['annotations'], 'annotations') ? annotations : undefined
  },
  write: (draft, value) => {
    draft.host.Annotations = value
  },
  read: live => live.HostConfig.Annotations,
})

export const labelConcerns: readonly Concern[] = [labelsConcern, annotationsConcern]
