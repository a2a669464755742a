// Networks and volumes on a real engine.
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { connect, engineHosts, kindOf, ownedBy, uniqueName } from './engines.ts'

describe.each(engineHosts)('networks and volumes on the %s', async (_name, host) => {
  const engine = await connect(host)
  const owned = ownedBy(engine)
  const { networks, volumes, containers } = engine
  afterEach(() => owned.cleanUp())
  afterAll(() => engine.close())

  test('makes a network, connects, disconnects and removes it', async () => {
    const name = uniqueName('net')
    const { id } = await networks.create({ Name: name, Driver: 'bridge', Labels: { project: name } })
    owned.later(() => networks.remove(id))
    expect(await networks.list({ name: [name] })).toMatchObject([{ Id: id, Name: name, EnableIPv4: true }])
    expect(await networks.list({ label: [`project=${uniqueName('none')}`] })).toEqual([])

    const container = await owned.running()
    await networks.connect(id, container, { Aliases: ['other-name'] })
    const endpoint = (await containers.inspect(container)).NetworkSettings?.Networks?.[name]
    // The engine's own addition, the short id, is not part of what was asked for.
    expect(endpoint).toMatchObject({ NetworkID: id, Aliases: ['other-name'], GwPriority: 0 })
    expect(Object.keys((await networks.inspect(name)).Containers ?? {})).toEqual([container])
    expect(await kindOf(networks.remove(id))).toBe('in-use')
    await networks.disconnect(id, container, true)
    await networks.remove(id)
    expect(await kindOf(networks.inspect(id))).toBe('not-found')
  })

  test('refuses a second network of the same name, also where the engine would allow it', async () => {
    const Name = uniqueName('net')
    const { id } = await networks.create({ Name })
    owned.later(() => networks.remove(id))
    expect(await kindOf(networks.create({ Name }))).toBe('conflict')
  })

  test('makes, lists, finds and removes a volume', async () => {
    const Name = uniqueName('vol')
    const made = await volumes.create({ Name, Labels: { project: Name } })
    owned.later(() => volumes.remove(Name, true))
    expect(made).toMatchObject({ Name, Driver: 'local', Labels: { project: Name }, Options: {} })
    expect(await volumes.list({ name: [Name] })).toMatchObject([{ Name }])
    expect(await volumes.list({ label: [`project=${uniqueName('none')}`] })).toEqual([])
    expect((await volumes.inspect(Name)).Mountpoint).toContain(Name)

    const user = await owned.container(['true'], { HostConfig: { Binds: [`${Name}:/data`] } })
    expect(await kindOf(volumes.remove(Name))).toBe('in-use')
    await containers.remove(user)
    await volumes.remove(Name)
    expect(await kindOf(volumes.inspect(Name))).toBe('not-found')
  })
})
