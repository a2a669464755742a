// What is not one attribute: containers in every state, several networks, other services' namespaces, images that set things
// themselves, updates in place, changes by hand. Each on a real engine, compared with the spec that made it.

import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { watchContainers } from '../../../src/apply/watcher.ts'
import {
  type ContainerSpec,
  compareContainer,
  type Difference,
  endpointBody,
  type LiveContainer,
  type Lowered,
  lowerStack,
} from '../../../src/lower/index.ts'
import { context, projectOf, type StackInput } from '../../unit/lower/builders.ts'
import { collect, connect, engineHosts, ownedBy, uniqueName } from '../adapter/engines.ts'
import { contextOf, createFromSpec, createSurroundings } from './created.ts'

const print = (differences: readonly Difference[]) =>
  differences.map(({ field, change, mend, drift }) => `${field} ${change} ${mend}${drift ? ' drift' : ''}`)

describe.each(engineHosts)('a container on the %s', async (_name, host) => {
  const engine = await connect(host)
  const info = await engine.info()
  const owned = ownedBy(engine)
  afterEach(() => owned.cleanUp())
  afterAll(() => engine.close())

  const lower = (input: StackInput): Lowered => {
    const { lowered, problems } = lowerStack(projectOf(input), { ...context, engine: info })
    expect(problems).toEqual([])
    return lowered
  }
  const specOf = (lowered: Lowered, service = 'web') =>
    lowered.services.get(service)?.container(1) as ContainerSpec
  const start = async (lowered: Lowered, service = 'web', others: Record<string, LiveContainer> = {}) =>
    createFromSpec(engine, owned, specOf(lowered, service), { start: true, others })
  const again = async (id: string, others: Record<string, LiveContainer> = {}) => {
    const live = await engine.containers.inspect(id)
    return { live, known: await contextOf(engine, { live, others }) }
  }
  const run = async (id: string, command: readonly string[]): Promise<string> => {
    const session = await engine.containers.exec(id, { command })
    const chunks = await collect(session.output)
    return chunks.map(chunk => Buffer.from(chunk.data).toString()).join('')
  }
  const command = ['sleep', '600']

  test('differs in no state from the spec that made it', async () => {
    const lowered = lower({
      name: uniqueName('lower'),
      services: { web: { command, stop_grace_period: '1s' } },
    })
    const spec = specOf(lowered)
    await createSurroundings(engine, owned, lowered)
    const { id } = await createFromSpec(engine, owned, spec)
    const watcher = watchContainers(engine)
    const changes: [string, () => Promise<unknown>][] = [
      ['created', async () => undefined],
      ['running', () => engine.containers.start(id)],
      ['paused', () => engine.containers.pause(id)],
      ['running', () => engine.containers.unpause(id)],
      ['exited', () => engine.containers.stop(id)],
    ]
    for (const [state, change] of changes) {
      await change()
      // The engine answers an unpause before its own record of the state follows.
      await watcher.until(id, live => (live.State.Status === state ? true : undefined))
      const { live, known } = await again(id)
      expect(print(compareContainer(spec, live, known))).toEqual([])
    }
    watcher.close()
  })

  test('keeps addresses, aliases and links on several networks; what is disconnected is connected again', async () => {
    const name = uniqueName('lower')
    const octet = 16 + Math.floor(Math.random() * 200)
    const lowered = lower({
      name,
      networks: { back: { ipam: { config: [{ subnet: `10.213.${octet}.0/24` }] } } },
      services: {
        db: { command, networks: { back: null } },
        web: {
          command,
          links: ['db:store'],
          networks: {
            default: { priority: 5 },
            back: { aliases: ['front'], ipv4_address: `10.213.${octet}.77` },
          },
        },
      },
    })
    await createSurroundings(engine, owned, lowered)
    const db = await start(lowered, 'db')
    const others = { db: db.live }
    const web = await start(lowered, 'web', others)
    const spec = specOf(lowered)
    expect(print(compareContainer(spec, web.live, web.context))).toEqual([])
    expect(web.live.HostConfig.NetworkMode).toBe(`${name}_default`)
    expect(web.live.NetworkSettings?.Networks?.[`${name}_back`]?.IPAddress).toBe(`10.213.${octet}.77`)
    expect(await run(db.id, ['nslookup', 'front'])).toContain(`10.213.${octet}.77`)
    expect(await run(web.id, ['nslookup', 'store'])).toContain(
      db.live.NetworkSettings?.Networks?.[`${name}_back`]?.IPAddress,
    )

    await engine.networks.disconnect(`${name}_back`, web.id)
    const cut = await again(web.id, others)
    const [difference, ...rest] = compareContainer(spec, cut.live, cut.known)
    expect(print([difference as Difference, ...rest])).toEqual(['networks.back added connect drift'])
    await engine.networks.connect(
      `${name}_back`,
      web.id,
      endpointBody(difference?.endpoint?.spec as never, {
        apiVersion: info.apiVersion,
      }),
    )
    const mended = await again(web.id, others)
    expect(print(compareContainer(spec, mended.live, mended.known))).toEqual([])
    expect(await run(db.id, ['nslookup', 'front'])).toContain(`10.213.${octet}.77`)

    const stray = uniqueName('stray')
    await engine.networks.create({ Name: stray })
    owned.later(() => engine.networks.remove(stray))
    await engine.networks.connect(stray, web.id)
    owned.later(() => engine.networks.disconnect(stray, web.id, true))
    const extra = await again(web.id, others)
    expect(print(compareContainer(spec, extra.live, extra.known))).toEqual([
      `networks.${stray} dropped connect drift`,
    ])
  })

  test('sees that the network under a stopped container is another one', async () => {
    const name = uniqueName('lower')
    const lowered = lower({ name, services: { web: { command, stop_grace_period: '1s' } } })
    await createSurroundings(engine, owned, lowered)
    const web = await start(lowered)
    await engine.containers.stop(web.id)
    await engine.networks.remove(`${name}_default`)
    await engine.networks.create({ Name: `${name}_default` })
    const { live, known } = await again(web.id)
    const [difference, ...rest] = compareContainer(specOf(lowered), live, known)
    expect(rest).toEqual([])
    expect(difference?.endpoint?.action).toBe('reconnect')
    await engine.networks.disconnect(`${name}_default`, web.id, true).catch(() => undefined)
    await engine.networks.connect(
      `${name}_default`,
      web.id,
      endpointBody(difference?.endpoint?.spec as never, { apiVersion: info.apiVersion }),
    )
    await engine.containers.start(web.id)
    const mended = await again(web.id)
    expect(print(compareContainer(specOf(lowered), mended.live, mended.known))).toEqual([])
  })

  test('shares namespaces and volumes with other services, and sees that the owner was replaced', async () => {
    const lowered = lower({
      name: uniqueName('lower'),
      volumes: { data: {} },
      services: {
        db: {
          command,
          ipc: 'shareable',
          volumes: [
            { type: 'volume', source: 'data', target: '/data' },
            { type: 'volume', target: '/cache' },
          ],
        },
        web: {
          command,
          network_mode: 'service:db',
          ipc: 'service:db',
          pid: 'service:db',
          volumes_from: ['db:ro'],
        },
      },
    })
    await createSurroundings(engine, owned, lowered)
    const db = await start(lowered, 'db')
    expect(print(compareContainer(specOf(lowered, 'db'), db.live, db.context))).toEqual([])
    const web = await start(lowered, 'web', { db: db.live })
    expect(print(compareContainer(specOf(lowered), web.live, web.context))).toEqual([])
    expect(web.live.HostConfig.NetworkMode).toBe(`container:${db.id}`)
    expect(await run(web.id, ['ps'])).toMatch(/sleep 600[\s\S]*sleep 600/)

    const replaced = { ...db.live, Id: 'f'.repeat(64) }
    const known = await contextOf(engine, { live: web.live, others: { db: replaced } })
    expect(print(compareContainer(specOf(lowered), web.live, known))).toEqual([
      'network_mode changed recreate drift',
      'volumes_from.db changed recreate drift',
      'ipc changed recreate drift',
      'pid changed recreate drift',
    ])
  })

  test('subtracts what its image sets, and sees what is set over it', async () => {
    const base = await owned.container(['true'])
    const image = uniqueName('image')
    await engine.containers.commit(base, {
      repo: image,
      tag: 'latest',
      changes: [
        'ENV COLOUR=blue SHAPE=round',
        'LABEL maker=someone',
        'USER 7',
        'WORKDIR /srv',
        'ENTRYPOINT ["sleep"]',
        'CMD ["600"]',
        'EXPOSE 8080',
        'VOLUME /data',
        'HEALTHCHECK --interval=5s --retries=7 CMD true',
      ],
    })
    owned.later(() => engine.images.remove(image, { force: true }))
    const name = uniqueName('lower')
    const plain = lower({ name, services: { web: { image } } })
    await createSurroundings(engine, owned, plain)
    const web = await start(plain)
    expect(print(compareContainer(specOf(plain), web.live, web.context))).toEqual([])

    const written = lower({
      name,
      services: {
        web: {
          image: `docker.io/library/${image}:latest`,
          environment: { COLOUR: 'blue' },
          labels: { maker: 'someone' },
          user: '7',
          working_dir: '/srv',
          entrypoint: ['sleep'],
          command: ['600'],
          expose: ['8080'],
          stop_signal: '15',
          healthcheck: { interval: '5s', timeout: '30s' },
          shm_size: '67108864',
          restart: 'no',
          tty: false,
          ipc: 'private',
          logging: { driver: info.loggingDriver },
        },
      },
    })
    // Written out is what it was anyway. (That 20.10 says shareable for private is the daemon's setting.)
    expect(print(compareContainer(specOf(written), web.live, web.context))).toEqual([])

    const over = lower({
      name,
      services: {
        web: {
          image,
          environment: { COLOUR: 'red', SHAPE: null },
          user: '8',
          healthcheck: { disable: true },
        },
      },
    })
    expect(print(compareContainer(specOf(over), web.live, web.context))).toEqual([
      'user added recreate',
      'environment.COLOUR added recreate',
      'environment.SHAPE added recreate',
      'healthcheck.test added recreate',
    ])
    const renamed = { ...specOf(over), name: `${name}-over-1` }
    const made = await createFromSpec(engine, owned, renamed)
    expect(made.live.Config.Env?.filter(entry => /COLOUR|SHAPE=/.test(entry))).toEqual(['COLOUR=red'])
    expect(print(compareContainer(renamed, made.live, made.context))).toEqual([])
  })

  test('has its command cleared by an entrypoint, or by an empty command', async () => {
    const base = await owned.container(['true'])
    const image = uniqueName('image')
    await engine.containers.commit(base, {
      repo: image,
      tag: 'latest',
      changes: ['ENTRYPOINT ["sleep"]', 'CMD ["600"]'],
    })
    owned.later(() => engine.images.remove(image, { force: true }))
    const lowered = lower({
      name: uniqueName('lower'),
      services: {
        a: { image, entrypoint: ['true'] },
        b: { image, command: [] },
        c: { image, command: ['1'] },
      },
    })
    await createSurroundings(engine, owned, lowered)
    const lines: string[] = []
    for (const service of ['a', 'b', 'c']) {
      const { live, context: known } = await createFromSpec(engine, owned, specOf(lowered, service))
      lines.push(`${live.Config.Entrypoint?.join()} ${live.Config.Cmd?.join() ?? ''}`)
      expect(print(compareContainer(specOf(lowered, service), live, known))).toEqual([])
    }
    expect(lines).toEqual(['true ', 'sleep ', 'sleep 1'])
  })

  test('is updated in place to what the file says, and what was updated by hand is drift', async () => {
    const name = uniqueName('lower')
    const before = lower({
      name,
      services: {
        web: { command, mem_limit: '67108864', pids_limit: 50, restart: 'on-failure:2', cpus: 0.5 },
      },
    })
    await createSurroundings(engine, owned, before)
    const web = await start(before)
    const mend = async (lowered: Lowered) => {
      const { live, known } = await again(web.id)
      const differences = compareContainer(specOf(lowered), live, known)
      expect(differences.every(difference => difference.mend === 'update')).toBe(true)
      await engine.containers.update(
        web.id,
        Object.assign({}, ...differences.map(difference => difference.update)),
      )
      const after = await again(web.id)
      expect(print(compareContainer(specOf(lowered), after.live, after.known))).toEqual([])
      return print(differences)
    }
    const after = lower({
      name,
      services: { web: { command, mem_limit: '134217728', restart: 'always', cpus: 0.25, cpu_shares: 256 } },
    })
    expect(await mend(after)).toEqual([
      'restart changed update',
      'cpus changed update',
      'mem_limit changed update',
      'cpu_shares added update',
      'pids_limit dropped update',
    ])

    await engine.containers.update(web.id, { RestartPolicy: { Name: 'unless-stopped' }, PidsLimit: 33 })
    expect(await mend(after)).toEqual(['restart changed update', 'pids_limit dropped update'])
  })

  test('sees the content of a bound secret change', async () => {
    const lowered = lower({
      name: uniqueName('lower'),
      secrets: { token: { name: 'token', file: '/etc/hostname' } },
      services: { web: { command, secrets: [{ source: 'token', target: '/run/secrets/token' }] } },
    })
    await createSurroundings(engine, owned, lowered)
    const spec = specOf(lowered)
    const made = await createFromSpec(engine, owned, spec, {
      start: true,
      files: new Map([['/etc/hostname', 'aa']]),
    })
    const compare = (digest: string | null) =>
      compareContainer(spec, made.live, { ...made.context, files: new Map([['/etc/hostname', digest]]) })
    expect(compare('aa')).toEqual([])
    expect(compare(null)).toEqual([])
    expect(compare('bb')).toMatchObject([
      {
        field: 'secrets./run/secrets/token.content',
        change: 'changed',
        mend: 'recreate',
        content: { what: 'secret', key: 'token' },
      },
    ])
    expect((await run(made.id, ['cat', '/run/secrets/token'])).length).toBeGreaterThan(1)
    const without = lower({ name: lowered.project, services: { web: { command } } })
    expect(print(compareContainer(specOf(without), made.live, made.context))).toEqual([
      'secrets./run/secrets/token dropped recreate',
    ])
  })
})
