// What bench/plan.mjs bundles and runs: planning on simulated containers, with the real lowering and the real comparison.
import {
  compareContainer,
  type compareNetwork,
  type compareVolume,
  createBody,
  type LiveContainer,
  lowerStack,
} from '../../src/lower/index.ts'
import type { Service } from '../../src/model/index.ts'
import { type PlanInput, planUp, renderPlan } from '../../src/plan/index.ts'
import { projectOf } from '../../test/builders/project.ts'
import { observedOf, upWorld } from '../../test/builders/world.ts'

/** CPU milliseconds of planning; `wanted` says how many replicas are to be replaced. */
export interface Measured {
  readonly cpu: number
  readonly steps: number
  readonly summary: string
}

const image = { Id: 'sha256:app', Config: {} }

function servicesOf(count: number, replicas: number, port: string): Record<string, Partial<Service>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `s${at}`,
      {
        image: 'app:1',
        scale: replicas,
        command: ['serve', '--verbose'],
        environment: { PORT: port, MODE: 'production', NUMBER: String(at), TOKEN: 'x' },
        labels: { tier: 'app', owner: 'team' },
        restart: 'always',
        mem_limit: '67108864',
        volumes: [{ type: 'volume' as const, source: 'data', target: '/data' }],
        healthcheck: { test: ['CMD', 'true'], interval: '5s' },
        ...(at > 0 && {
          depends_on: { [`s${at - 1}`]: { condition: 'service_started' as const, required: true } },
        }),
      },
    ]),
  )
}

function inputOf(count: number, replicas: number, port: string): PlanInput {
  const shape = { volumes: { data: {} } }
  const lower = (services: Record<string, Partial<Service>>) => {
    const project = projectOf(services, shape)
    const engine = { apiVersion: '1.41', os: 'linux', version: '20.10.24' }
    return { project, lowered: lowerStack(project, { engine, local: true, version: '0.0.0' }).lowered }
  }
  const before = lower(servicesOf(count, replicas, '80'))
  const observed = observedOf(upWorld('shop', before.lowered))
  const containers = observed.containers.map(one => {
    const spec = before.lowered.services.get(one.service)!.container(one.number)
    const {
      HostConfig,
      NetworkingConfig: _,
      ...config
    } = createBody(spec, {
      apiVersion: '1.41',
      image: 'app:1',
      liveImage: image,
    })
    const mounts = spec.mounts.map(mount => ({
      Type: mount.type,
      Name: 'shop_data',
      Source: '/var/lib/docker/volumes/shop_data/_data',
      Destination: mount.target,
      RW: true,
    }))
    const networks = {
      shop_default: { ...one.live.NetworkSettings?.Networks?.shop_default, Aliases: [one.service] },
    }
    const live = {
      ...one.live,
      Image: image.Id,
      Config: config,
      HostConfig,
      Mounts: mounts,
      NetworkSettings: { Networks: networks },
    }
    return { ...one, image, live: live as unknown as LiveContainer }
  })
  const after = lower(servicesOf(count, replicas, port))
  return {
    ...after,
    observed: { ...observed, containers, images: new Map([['app:1', image]]) },
    compare: {
      container: compareContainer,
      network: () => [] as ReturnType<typeof compareNetwork>,
      volume: () => [] as ReturnType<typeof compareVolume>,
    },
  }
}

/** Plans a stack of `count` services that stands, and renders the plan: as it is, or with another port. */
export function measure(count: number, replicas: number, port: string): Measured {
  const input = inputOf(count, replicas, port)
  const start = process.cpuUsage()
  const plan = planUp(input)
  const text = renderPlan(plan)
  const { user, system } = process.cpuUsage(start)
  return { cpu: (user + system) / 1000, steps: plan.steps.length, summary: text.split('\n').at(-1) ?? '' }
}
