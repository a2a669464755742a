// An engine that answers reads from given values and counts its calls. Whatever a test did not give, rejects.
import {
  type ContainerSummary,
  type Engine,
  EngineError,
  type LiveContainer,
  type LiveImage,
  type LiveNetwork,
  type LiveVolume,
} from '../../src/engine/index.ts'
import { emptyWorld, observedOf } from './world.ts'

export interface Answers {
  readonly containers?: readonly LiveContainer[]
  /** In the list, but gone when inspected. */
  readonly vanishing?: readonly LiveContainer[]
  readonly networks?: readonly LiveNetwork[]
  readonly volumes?: readonly LiveVolume[]
  /** By reference and by id. */
  readonly images?: Readonly<Record<string, LiveImage>>
  readonly ports?: Readonly<Record<string, number>>
}

export interface CountingEngine {
  readonly engine: Engine
  /** `containers.list`, `images.inspect web:1`, in the order of the calls. */
  readonly calls: string[]
}

export function countingEngine(answers: Answers): CountingEngine {
  const calls: string[] = []
  const note = (call: string) => void calls.push(call)
  const missing = (what: string) =>
    Promise.reject(new EngineError('not-found', `no such ${what}`, { status: 404 }))
  const all = [...(answers.containers ?? []), ...(answers.vanishing ?? [])]
  const labelled = (
    labels: Readonly<Record<string, string>> | null | undefined,
    wanted: readonly string[] | undefined,
  ) => (wanted ?? []).every(one => labels?.[one.split('=')[0] as string] === one.split('=')[1])
  const engine = {
    address: { host: 'unix:///var/run/docker.sock', source: 'default', local: true },
    info: async () => {
      note('info')
      return observedOf(emptyWorld('any')).engine
    },
    containers: {
      list: async (options?: { filters?: { label?: readonly string[] } }) => {
        note('containers.list')
        return all
          .filter(one => labelled(one.Config.Labels, options?.filters?.label))
          .map(one => summaryOf(one, answers.ports?.[one.Id]))
      },
      inspect: async (id: string) => {
        note('containers.inspect')
        return answers.containers?.find(one => one.Id === id) ?? missing(`container ${id}`)
      },
    },
    networks: {
      list: async () => {
        note('networks.list')
        return answers.networks ?? []
      },
    },
    volumes: {
      list: async () => {
        note('volumes.list')
        return answers.volumes ?? []
      },
    },
    images: {
      inspect: async (reference: string) => {
        note(`images.inspect ${reference}`)
        return answers.images?.[reference] ?? missing(`image ${reference}`)
      },
    },
  }
  return { engine: engine as unknown as Engine, calls }
}

function summaryOf(live: LiveContainer, port: number | undefined): ContainerSummary {
  return {
    Id: live.Id,
    Names: [live.Name],
    Image: live.Config.Image,
    ImageID: live.Image,
    Command: '',
    Created: 0,
    State: live.State.Status,
    Status: '',
    Ports: port === undefined ? [] : [{ IP: '0.0.0.0', PrivatePort: 80, PublicPort: port, Type: 'tcp' }],
    Labels: live.Config.Labels ?? {},
  }
}

/** A running container with labels. */
export function liveContainer(
  id: string,
  name: string,
  labels: Readonly<Record<string, string>>,
  image = 'sha256:web',
): LiveContainer {
  return {
    Id: id,
    Name: `/${name}`,
    Created: '2026-01-01T00:00:00Z',
    Image: image,
    State: { Status: 'running', Running: true, Paused: false, Restarting: false, ExitCode: 0 },
    Config: { Image: 'web:1', Labels: labels },
    HostConfig: {},
  }
}
