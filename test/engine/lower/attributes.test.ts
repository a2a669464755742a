// Each attribute on a real engine: created, read back by inspect, compared with itself (nothing), changed, dropped (one difference).
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { apiAtLeast } from '../../../src/engine/index.ts'
import type { ContainerSpec, Lowered } from '../../../src/lower/index.ts'
import { compareContainer, type Difference, lowerStack } from '../../../src/lower/index.ts'
import { context, projectOf, type ServiceInput, type StackInput } from '../../unit/lower/builders.ts'
import { connect, engineHosts, ownedBy, uniqueName } from '../adapter/engines.ts'
import { type AttributeCase, attributeCases } from './attributes.ts'
import { createFromSpec, createSurroundings } from './created.ts'

const print = (differences: readonly Difference[]) =>
  differences.map(({ field, change, mend }) => `${field} ${change} ${mend}`)

describe.each(engineHosts)('attributes on the %s', async (_name, host) => {
  const engine = await connect(host)
  const info = await engine.info()
  const owned = ownedBy(engine)
  afterEach(() => owned.cleanUp())
  afterAll(() => engine.close())

  const lower = (name: string, service: ServiceInput): { spec: ContainerSpec; lowered: Lowered } => {
    const volumes: StackInput['volumes'] = JSON.stringify(service).includes('"source":"data"')
      ? { data: {} }
      : {}
    const project = projectOf({ name, volumes, services: { web: service } })
    const { lowered, problems } = lowerStack(project, { ...context, engine: info })
    expect(problems).toEqual([])
    return { spec: lowered.services.get('web')?.container(1) as ContainerSpec, lowered }
  }

  const available = Object.entries(attributeCases).filter(
    ([, { api }]) => api === undefined || apiAtLeast(info.apiVersion, api),
  )
  test.each(available)('%s', async (_attribute, given: AttributeCase) => {
    const name = uniqueName('lower')
    const { spec, lowered } = lower(name, given.set)
    await createSurroundings(engine, owned, lowered)
    const { live, context: known } = await createFromSpec(engine, owned, spec)

    expect(given.read(live)).toEqual(given.expect)
    expect(print(compareContainer(spec, live, known))).toEqual([])
    const change = Object.keys(given.changed).length === 0 ? 'dropped' : 'changed'
    const changeMend = change === 'dropped' ? given.dropMend : given.mend
    expect(print(compareContainer(lower(name, given.changed).spec, live, known))).toEqual([
      `${given.field} ${change} ${changeMend ?? 'recreate'}`,
    ])
    const bare: ServiceInput = given.set.command === undefined ? {} : { command: given.set.command }
    const dropped = print(
      compareContainer(lower(name, given.field === 'command' ? {} : bare).spec, live, known),
    )
    expect(dropped).toEqual([
      `${given.field} ${given.dropMend === 'connect' ? 'changed' : 'dropped'} ${given.dropMend ?? 'recreate'}`,
    ])

    // The same without the label of what was applied: as another tool left it.
    const labels = Object.entries(live.Config.Labels ?? {}).filter(([key]) => !key.startsWith('io.gantry.'))
    const adopted = { ...live, Config: { ...live.Config, Labels: Object.fromEntries(labels) } }
    expect(print(compareContainer(spec, adopted, known))).toEqual([])
    if (!given.silentDrop)
      expect(
        print(compareContainer(lower(name, given.field === 'command' ? {} : bare).spec, adopted, known)),
      ).toEqual(dropped)
  })
})
