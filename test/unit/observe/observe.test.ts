// The snapshot: which calls it makes, whose things are whose, and what a cut-short run left.
import { describe, expect, it } from 'vitest'
import { type Engine, EngineError } from '../../../src/engine/index.ts'
import {
  type HostReader,
  lookAtEngine,
  type ObserveRequest,
  observe,
  observeProjectFromLabels,
} from '../../../src/observe/index.ts'
import { type Answers, countingEngine, liveContainer } from '../../builders/engine.ts'
import { loweredOf } from '../../builders/input.ts'
import { projectOf } from '../../builders/project.ts'

const label = 'com.docker.compose.'
const own = (service: string, number: number, more: Readonly<Record<string, string>> = {}) => ({
  [`${label}project`]: 'shop',
  [`${label}service`]: service,
  [`${label}container-number`]: String(number),
  [`${label}oneoff`]: 'False',
  ...more,
})
const id = (digit: string) => digit.repeat(64)
const noFiles: HostReader = {
  readFile: () => Promise.reject(new Error('ENOENT')),
  kind: async () => 'missing',
}

/** The whole look, as use cases take it. */
async function see(
  engine: Engine,
  host: HostReader,
  request: Omit<ObserveRequest, 'look' | 'info'>,
  signal?: AbortSignal,
) {
  const look = lookAtEngine(engine, request.project, signal)
  look.catch(() => {})
  return await observe(engine, host, { ...request, look, info: await engine.info() }, signal)
}

async function snapshot(answers: Answers, images: readonly string[] = []) {
  const { engine, calls } = countingEngine(answers)
  const project = projectOf({ web: {} })
  const observed = await see(engine, noFiles, { project, images, local: true })
  return { observed, calls }
}

describe('observe', () => {
  it('makes three lists, one inspect a container and one an image', async () => {
    const containers = Array.from({ length: 20 }, (_, at) =>
      liveContainer(at.toString(16).padStart(64, '0'), `shop-web-${at + 1}`, own('web', at + 1)),
    )
    const image = { Id: 'sha256:web' }
    const { observed, calls } = await snapshot({ containers, images: { 'web:1': image } }, [
      'web:1',
      'web:1',
      'gone:1',
    ])
    expect(observed.containers).toHaveLength(20)
    expect(observed.containers[0]?.image).toBe(image)
    expect(observed.images).toEqual(
      new Map([
        ['web:1', image],
        ['gone:1', null],
      ]),
    )
    expect(calls.filter(call => call !== 'containers.inspect').sort()).toEqual([
      'containers.list',
      'images.inspect gone:1',
      'images.inspect web:1',
      'info',
      'networks.list',
      'volumes.list',
    ])
    expect(calls.filter(call => call === 'containers.inspect')).toHaveLength(20)
  })

  it('looks at the image that a container was made from where its tag has moved on', async () => {
    const containers = [liveContainer(id('a'), 'shop-web-1', own('web', 1), 'sha256:old')]
    const images = { 'web:1': { Id: 'sha256:new' }, 'sha256:old': { Id: 'sha256:old' } }
    const { observed } = await snapshot({ containers, images }, ['web:1'])
    expect(observed.containers[0]?.image?.Id).toBe('sha256:old')
  })

  it('takes what is gone between list and inspect for gone', async () => {
    const vanishing = [liveContainer(id('b'), 'shop-web-2', own('web', 2))]
    const { observed } = await snapshot({
      containers: [liveContainer(id('a'), 'shop-web-1', own('web', 1))],
      vanishing,
    })
    expect(observed.containers.map(one => one.name)).toEqual(['shop-web-1'])
  })

  it('rejects with what the engine said otherwise', async () => {
    const { engine } = countingEngine({ containers: [liveContainer(id('a'), 'shop-web-1', own('web', 1))] })
    const broken = {
      ...engine,
      containers: { ...engine.containers, inspect: () => Promise.reject(new EngineError('server', 'boom')) },
    }
    await expect(
      see(broken, noFiles, { project: projectOf({ web: {} }), images: [], local: true }),
    ).rejects.toThrow('boom')
  })

  it('stops at the signal', async () => {
    const { engine, calls } = countingEngine({})
    const request = { project: projectOf({ web: {} }), images: [], local: true }
    await expect(see(engine, noFiles, request, AbortSignal.abort(new Error('enough')))).rejects.toThrow(
      'enough',
    )
    // Asked by this test itself; the snapshot asks nothing.
    expect(calls).toEqual(['info'])
  })

  it('tells whose a thing is', async () => {
    const { observed } = await snapshot({
      containers: [
        liveContainer(id('a'), 'shop-web-1', own('web', 1)),
        liveContainer(id('b'), 'shop-web-2', {}),
        liveContainer(id('c'), 'shop-web-3', { [`${label}project`]: 'other' }),
        liveContainer(id('d'), 'elsewhere', {}),
      ],
      networks: [
        { Id: 'n1', Name: 'shop_default', Driver: 'bridge', IPAM: { Config: [{ Subnet: '10.1.0.0/16' }] } },
        { Id: 'n2', Name: 'far', Driver: 'bridge', IPAM: { Config: null } },
        {
          Id: 'n3',
          Name: 'shop_old',
          Driver: 'bridge',
          Labels: { [`${label}project`]: 'shop', [`${label}network`]: 'old' },
        },
      ],
      volumes: [
        { Name: 'v', Driver: 'local', Labels: { [`${label}project`]: 'shop', [`${label}volume`]: 'data' } },
      ],
    })
    expect(observed.containers.map(one => [one.name, one.ownership])).toEqual([
      ['shop-web-1', 'managed'],
      ['shop-web-2', 'unlabelled'],
      ['shop-web-3', 'foreign'],
    ])
    expect(observed.networks.map(one => [one.live.Name, one.ownership, one.key])).toEqual([
      ['shop_default', 'unlabelled', undefined],
      ['shop_old', 'managed', 'old'],
    ])
    expect(observed.volumes.map(one => one.key)).toEqual(['data'])
    expect(observed.subnets.get('shop_default')).toEqual(['10.1.0.0/16'])
    expect(observed.subnets.get('far')).toEqual([])
  })

  it('knows the ports that others hold, not our own', async () => {
    const containers = [
      liveContainer(id('a'), 'shop-web-1', own('web', 1)),
      liveContainer(id('b'), 'theirs', {}),
    ]
    const { observed } = await snapshot({ containers, ports: { [id('a')]: 80, [id('b')]: 8080 } })
    expect(observed.portsHeld).toEqual([
      { port: 8080, protocol: 'tcp', hostIp: '0.0.0.0', container: 'theirs' },
    ])
  })

  it('reads files of secrets as digests, and which bind sources exist', async () => {
    const services = {
      web: {
        secrets: [{ source: 'token' }],
        volumes: [
          { type: 'bind' as const, source: '/srv/here', target: '/a' },
          { type: 'bind' as const, source: '/srv/not', target: '/b' },
        ],
      },
    }
    const lowered = loweredOf(services)
    const spec = lowered.services.get('web')!.container(1)
    const file = { kind: 'secret', key: 'token', target: '/t', uid: 0, gid: 0, mode: 0, by: 'bind' } as const
    const withFiles = {
      ...lowered,
      services: new Map([
        [
          'web',
          {
            name: 'web',
            replicas: 1,
            image: spec.image,
            container: () => ({
              ...spec,
              files: [
                { ...file, content: { kind: 'file' as const, path: '/run/token' } },
                { ...file, content: { kind: 'file' as const, path: '/run/absent' } },
              ],
            }),
          },
        ],
      ]),
    }
    const host: HostReader = {
      readFile: async path =>
        path === '/run/token' ? Buffer.from('abc') : Promise.reject(new Error('ENOENT')),
      kind: async path => (path === '/srv/here' ? 'folder' : 'missing'),
    }
    const request = { project: projectOf(services), lowered: withFiles, images: [], local: true }
    const facts = (await see(countingEngine({}).engine, host, request)).host
    expect(facts.files).toEqual(
      new Map([
        ['/run/token', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
        ['/run/absent', null],
      ]),
    )
    expect(facts.binds).toEqual(
      new Map([
        ['/srv/here', true],
        ['/srv/not', false],
      ]),
    )
    const remote = (await see(countingEngine({}).engine, host, { ...request, local: false })).host
    expect(remote.binds.size).toBe(0)
  })
})

describe('a replacement', () => {
  const old = liveContainer(id('a'), 'shop-web-1', own('web', 1))
  const replacesOf = async (
    labels: Readonly<Record<string, string>>,
    name = `${'a'.repeat(12)}_shop-web-1`,
  ) => {
    const fresh = liveContainer(id('b'), name, own('web', 1, labels))
    const { observed } = await snapshot({ containers: [old, fresh] })
    return observed.containers.find(one => one.id === id('b'))?.replaces
  }

  it('is known by its label, by the name that Docker Compose writes there, or by its own name', async () => {
    expect(await replacesOf({ [`${label}replace`]: id('a') })).toBe(id('a'))
    expect(await replacesOf({ [`${label}replace`]: 'web-1' }, `${'c'.repeat(12)}_shop-web-1`)).toBe(id('a'))
    expect(await replacesOf({})).toBe(id('a'))
  })

  it('is one no more once the replaced container is gone, or it has its own name', async () => {
    expect(await replacesOf({ [`${label}replace`]: id('f') }, 'shop-web-2')).toBeUndefined()
    expect(await replacesOf({ [`${label}replace`]: 'web-1' }, 'shop-web-2')).toBeUndefined()
  })
})

describe('observeProjectFromLabels', () => {
  it('gives services, their order, networks and volumes', async () => {
    const { engine } = countingEngine({
      containers: [
        liveContainer(
          id('a'),
          'shop-web-1',
          own('web', 1, { [`${label}depends_on`]: 'db:service_healthy:true,gone:service_started:false' }),
        ),
        liveContainer(id('b'), 'shop-web-2', own('web', 2)),
        liveContainer(id('c'), 'shop-db-1', own('db', 1, { [`${label}project.working_dir`]: '/srv/shop' })),
        liveContainer(id('d'), 'shop-web-run-1', own('web', 0, { [`${label}oneoff`]: 'True' })),
      ],
      networks: [
        { Id: 'n', Name: 'shop_default', Driver: 'bridge', Labels: { [`${label}network`]: 'default' } },
      ],
    })
    const project = await observeProjectFromLabels(engine, 'shop')
    expect(Object.keys(project.stack.services)).toEqual(['db', 'web'])
    expect(project.stack.services.web).toMatchObject({ image: 'web:1', scale: 2 })
    expect(project.stack.services.web?.depends_on).toEqual({
      db: { condition: 'service_healthy', restart: true, required: true },
    })
    expect(project.stack.networks.default?.name).toBe('shop_default')
  })

  it('is empty where nothing carries the label', async () => {
    const { engine } = countingEngine({ containers: [liveContainer(id('a'), 'x', {})] })
    expect((await observeProjectFromLabels(engine, 'shop')).stack.services).toEqual({})
  })
})
