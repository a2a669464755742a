// The short calls on containers, each on a real engine.
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { connect, engineHosts, kindOf, ownedBy, tiny, uniqueName } from './engines.ts'

describe.each(engineHosts)('containers on the %s', async (name, host) => {
  const engine = await connect(host)
  const owned = ownedBy(engine)
  const { containers } = engine
  afterEach(() => owned.cleanUp())
  afterAll(() => engine.close())

  test('says who it is, in a version that both sides know', async () => {
    await engine.ping()
    const info = await engine.info()
    expect(info).toMatchObject({ os: 'linux', rootless: false, swarmManager: false })
    expect(info.apiVersion).toMatch(/^1\.(4[1-9]|5[01])$/)
    expect(info.version).toMatch(/^\d+\.\d+/)
    expect(['amd64', 'arm64']).toContain(info.arch)
    expect(info.runtimes).toContain('runc')
  })

  test('creates, finds, renames and removes one', async () => {
    const label = uniqueName('list')
    const id = await owned.container(['sleep', '600'], { Labels: { project: label } })
    const renamed = uniqueName('renamed')
    await containers.rename(id, renamed)

    const [summary, ...others] = await containers.list({
      all: true,
      size: true,
      filters: { label: [`project=${label}`] },
    })
    expect(others).toEqual([])
    expect(summary).toMatchObject({ Id: id, Names: [`/${renamed}`], State: 'created', Ports: [], Mounts: [] })
    expect(summary?.SizeRootFs).toBeGreaterThan(0)
    expect(await containers.list({ filters: { label: [`project=${label}`] } })).toEqual([])

    const live = await containers.inspect(renamed)
    expect(live).toMatchObject({
      Id: id,
      Name: `/${renamed}`,
      Config: { Image: tiny, Labels: { project: label } },
    })
    await containers.remove(id)
    expect(await kindOf(containers.inspect(id))).toBe('not-found')
  })

  test('starts, pauses, restarts, kills and stops one; a state it already has is no error', async () => {
    const id = await owned.container(['sleep', '600'])
    const status = async () => (await containers.inspect(id)).State.Status
    await containers.start(id)
    await containers.start(id)
    expect(await status()).toBe('running')
    await containers.pause(id)
    expect(await status()).toBe('paused')
    await containers.unpause(id)
    await containers.restart(id, { timeout: 0 })
    expect(await status()).toBe('running')
    const exit = containers.wait(id, 'not-running')
    await containers.kill(id, 'SIGKILL')
    expect(await exit).toEqual({ exitCode: 137 })
    await containers.start(id)
    await containers.stop(id, { timeout: 0 })
    await containers.stop(id, { timeout: 0 })
    expect(await status()).toBe('exited')
  })

  test('waits for an exit code, for a removal, and no longer than the signal', async () => {
    const id = await owned.container(['sh', '-c', 'exit 7'])
    const exit = containers.wait(id, 'next-exit')
    await containers.start(id)
    expect((await exit).exitCode).toBe(7)
    const removed = containers.wait(id, 'removed')
    await containers.remove(id)
    await removed

    const lasting = await owned.running()
    const leaving = new AbortController()
    const waiting = kindOf(containers.wait(lasting, 'not-running', leaving.signal))
    leaving.abort()
    expect(await waiting).toBe('cancelled')
    expect(await kindOf(containers.wait(lasting, 'not-running', leaving.signal))).toBe('cancelled')
  })

  test('changes limits in place', async () => {
    const id = await owned.running()
    await containers.update(id, { Memory: 64 * 1024 * 1024, MemorySwap: 64 * 1024 * 1024 })
    expect((await containers.inspect(id)).HostConfig.Memory).toBe(64 * 1024 * 1024)
  })

  // The engine runs the ps of its own machine, and the newer one's tree has none.
  test.runIf(name === 'engine')('lists processes', async () => {
    const id = await owned.running(['sleep', '599'])
    const top = await containers.top(id)
    expect(top.Titles).toContain('CMD')
    // A container runs for the engine a moment before runc has become its command.
    await expect
      .poll(async () => (await containers.top(id)).Processes.flat().join(' '))
      .toContain('sleep 599')
    const chosen = await containers.top(id, '-o pid,comm')
    expect(chosen.Titles).toHaveLength(2)
    expect(await kindOf(containers.top('test-no-such-container'))).toBe('not-found')
  })

  test('commits the file system as an image', async () => {
    const id = await owned.running()
    const repo = uniqueName('commit')
    const image = await containers.commit(id, {
      repo,
      tag: 'one',
      comment: 'why',
      pause: false,
      changes: ['ENV A=b', 'LABEL c=d'],
    })
    owned.later(() => engine.images.remove(`${repo}:one`))
    const live = await engine.images.inspect(`${repo}:one`)
    expect(live).toMatchObject({ Id: image.id, Config: { Labels: { c: 'd' } } })
    expect(live.Config?.Env).toContain('A=b')
  })

  test('tells a taken name, a bad value, an absent one and one in the wrong state apart', async () => {
    const id = await owned.running()
    const taken = (await containers.inspect(id)).Name.slice(1)
    expect(await kindOf(containers.create(taken, { Image: tiny }))).toBe('conflict')
    expect(
      await kindOf(containers.create(uniqueName('bad'), { Image: tiny, HostConfig: { Memory: 1 } })),
    ).toBe('invalid')
    expect(await kindOf(containers.create(uniqueName('bad'), { Image: 'test-no-such-image' }))).toBe(
      'not-found',
    )
    expect(await kindOf(containers.start('test-no-such-container'))).toBe('not-found')
    expect(await kindOf(containers.remove(id))).toBe('conflict')
  })

  test('refuses to remove an image that runs', async () => {
    const repo = uniqueName('used')
    // An image with one name: of several, one could be taken off the image under a container.
    await containers.commit(await owned.running(), { repo, pause: false })
    owned.later(() => engine.images.remove(repo))
    await owned.running(['sleep', '600'], { Image: repo })
    expect(await kindOf(engine.images.remove(repo))).toBe('in-use')
  })

  test('a thousand short calls, thirty-two at a time, keep to few connections', async () => {
    const id = await owned.container(['true'])
    let left = 1000
    const worker = async () => {
      while (left-- > 0) expect((await containers.inspect(id)).Id).toBe(id)
    }
    await Promise.all(Array.from({ length: 32 }, worker))
    expect(left).toBeLessThan(0)
  })
})
