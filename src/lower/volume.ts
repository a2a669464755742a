// A volume with its sides together: file → spec → create body, and inspect → the same fields. The engine updates nothing of it.
import { composeLabel, type Volume } from '../model/index.ts'
import type { ServiceInput } from './context.ts'
import type { Difference } from './difference.ts'
import { LocatedField } from './draft.ts'
import { compareFixed } from './fixed-fields.ts'
import { resourceLabels } from './identity.ts'
import { isReservedLabel } from './labels.ts'
import type { LiveVolume } from './live.ts'
import type { Field, FieldValue, VolumeSpec } from './spec.ts'

type Input = Omit<ServiceInput, 'service'>

export function lowerVolume(input: Input, key: string): VolumeSpec {
  const volume = input.stack.volumes[key] as Volume
  const driverOpts: Record<string, string> = {}
  for (const [name, value] of Object.entries(volume.driver_opts ?? {})) driverOpts[name] = String(value ?? '')
  const external = volume.external ?? false
  const fields: Field[] = []
  const add = (name: string, value: FieldValue, path: readonly string[]) => {
    const full = ['volumes', key, ...path]
    fields.push(new LocatedField(name, value, { origins: input.project.origins, path: full }))
  }
  if (!external) {
    if (volume.driver) add('driver', volume.driver, ['driver'])
    for (const [name, value] of Object.entries(driverOpts))
      add(`driver_opts.${name}`, value, ['driver_opts', name])
    for (const [name, value] of Object.entries(volume.labels ?? {}))
      if (!isReservedLabel(name)) add(`labels.${name}`, String(value ?? ''), ['labels', name])
  }
  return {
    key,
    name: volume.name,
    external,
    ...(volume.driver && { driver: volume.driver }),
    driverOpts,
    labels: resourceLabels(input, volume.labels, { label: composeLabel.volume, value: key }),
    fields,
  }
}

/** The body of `POST /volumes/create`. */
export function volumeBody(spec: VolumeSpec): Record<string, unknown> {
  return {
    Name: spec.name,
    Driver: spec.driver ?? 'local',
    DriverOpts: spec.driverOpts,
    Labels: spec.labels,
  }
}

/** What differs between the file's volume and the engine's. External volumes are not compared. */
export function compareVolume(spec: VolumeSpec, live: LiveVolume): readonly Difference[] {
  return spec.external ? [] : compareFixed(spec.fields, readVolume(spec, live))
}

/** Reads a live volume back in the form of fields. */
function readVolume(spec: VolumeSpec, live: LiveVolume): ReadonlyMap<string, FieldValue> {
  const read = new Map<string, FieldValue>()
  if (spec.driver || live.Driver !== 'local') read.set('driver', live.Driver)
  for (const [name, value] of Object.entries(live.Options ?? {})) read.set(`driver_opts.${name}`, value)
  for (const [name, value] of Object.entries(live.Labels ?? {}))
    if (!isReservedLabel(name)) read.set(`labels.${name}`, value)
  return read
}
