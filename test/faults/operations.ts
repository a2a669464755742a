// The four ways in which a stack changes, which the faults befall: what is there before, the command, and the
// stack that both work on. Knows nothing of faults.
import { docker, edit, gantry, type Step } from '../e2e/dsl/index.ts'

/** Two services in an order, two replicas, two networks, a volume with content: all kinds of steps, few calls. */
export const stack = `
services:
  store:
    image: gantry/tiny
    init: true
    stop_grace_period: 0s
    command: sleep 3600
    environment: { MODE: first }
    volumes: ["data:/data", "/scratch"]
    networks: { back: { aliases: [safe] } }
    healthcheck: { test: ["CMD", "true"], interval: 200ms, timeout: 5s, retries: 5 }
  web:
    image: gantry/tiny
    init: true
    stop_grace_period: 0s
    command: sleep 3600
    scale: 2
    environment: { MODE: first }
    networks: [front, back]
    depends_on: { store: { condition: service_healthy } }
networks:
  front:
  back:
volumes:
  data:
`

/** How many replicas of each service there are when all is well. */
export const replicas = { store: 1, web: 2 }

export interface Operation {
  readonly name: 'up' | 'recreate' | 'scale' | 'down'
  readonly before: readonly Step[]
  /** The command that is disturbed. */
  readonly command: string
}

const comesUp = gantry('up -d')
const getsContent = gantry(
  'exec -T store sh -c "printf precious > /data/file; printf scratch > /scratch/file"',
)
// As an earlier run would have left it; quicker than that run.
const volumeIsLeft = docker(
  'volume create --label com.docker.compose.project=$PROJECT --label com.docker.compose.volume=data $PROJECT_data',
)
const volumeHasContent = docker(
  'run --rm --network none -v $PROJECT_data:/data gantry/tiny sh -c "printf precious > /data/file"',
)
const changes = edit(
  'compose.yaml',
  'environment: { MODE: first }\n    volumes',
  'environment: { MODE: second }\n    volumes',
)
const changesMore = edit(
  'compose.yaml',
  'environment: { MODE: first }\n    networks: [front',
  'environment: { MODE: second }\n    networks: [front',
)

export const operations: readonly Operation[] = [
  { name: 'up', before: [volumeIsLeft, volumeHasContent], command: 'up -d' },
  { name: 'recreate', before: [comesUp, getsContent, changes, changesMore], command: 'up -d' },
  { name: 'scale', before: [comesUp, getsContent], command: 'scale web=4' },
  { name: 'down', before: [comesUp, getsContent], command: 'down' },
]
