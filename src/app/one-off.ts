// A one-off container of a service, as `run` makes it: the service, changed by the flags, stands in the stack under a name of its own,
// so that the planner of `up` brings its dependencies, networks, volumes and image with it. Pure.
import type { ContainerSpec, HookSpec, Lowered } from '../lower/index.ts'
import {
  builtImageName,
  composeLabel,
  type Port,
  type Project,
  type Service,
  type ServiceVolume,
} from '../model/index.ts'
import { type Plan, type PlanInput, planUp, type UpPolicy } from '../plan/index.ts'
import type { ReconcileResult } from './reconcile.ts'

/** What the flags of `run` ask for. */
export interface OneOffRequest {
  readonly service: string
  /** 64 hex digits; the container's name ends with the first 12. */
  readonly slug: string
  /** Empty: as the service says. */
  readonly command: readonly string[]
  readonly entrypoint?: readonly string[]
  /** null: a variable without a value anywhere. */
  readonly environment: Readonly<Record<string, string | null>>
  readonly labels: Readonly<Record<string, string>>
  readonly name?: string
  readonly ports: readonly Port[]
  /** Publish what the service publishes. */
  readonly servicePorts: boolean
  readonly user?: string
  readonly workdir?: string
  readonly volumes: readonly ServiceVolume[]
  readonly capAdd: readonly string[]
  readonly capDrop: readonly string[]
  /** Answer to the service's names on its networks. */
  readonly useAliases: boolean
  readonly tty: boolean
  readonly interactive: boolean
  /** The engine removes it when it ends. */
  readonly autoRemove: boolean
  readonly noDeps: boolean
}

export interface OneOff {
  /** The key under which it stands in the project. */
  readonly key: string
  readonly containerName: string
  readonly project: Project
}

/** The project with the one-off in it. The service must be in the stack. */
export function addOneOff(project: Project, request: OneOffRequest): OneOff {
  const { stack } = project
  const service = stack.services[request.service] as Service
  const key = `${request.service}-run-${request.slug.slice(0, 12)}`
  const containerName = request.name ?? `${stack.name}-${key}`
  const changed = changeService(service, request, stack.name)
  return {
    key,
    containerName,
    project: {
      ...project,
      stack: {
        ...stack,
        services: { ...stack.services, [key]: { ...changed, name: key, container_name: containerName } },
      },
    },
  }
}

/**
 * Everything up to the created container; its start is left to the session, which attaches first. A dry run says the start, too.
 */
export function planOneOff(
  input: PlanInput,
  one: OneOff,
  request: OneOffRequest,
  policy: UpPolicy & { readonly withStart: boolean },
): Plan {
  const lowered = markOneOff(input.lowered, one, request)
  const plan = planUp({ ...input, lowered }, { ...policy, services: [one.key], noDeps: request.noDeps })
  if (policy.withStart) return plan
  return {
    ...plan,
    steps: plan.steps.filter(step => step.kind !== 'startContainer' || step.replica?.service !== one.key),
  }
}

/** The container that a run of the plan made, and what is to be run in it after its start. */
export function createdOneOff(
  result: ReconcileResult,
  one: OneOff,
): { readonly id: string; readonly hooks: readonly HookSpec[] } | undefined {
  for (const step of result.plan.steps) {
    if (step.kind !== 'createContainer' || step.replica.service !== one.key) continue
    const outcome = result.report?.outcomes.get(step.id)
    if (outcome?.state === 'done' && outcome.produced !== undefined)
      return { id: outcome.produced, hooks: step.spec.hooks.postStart }
  }
  return undefined
}

function changeService(service: Service, request: OneOffRequest, stack: string): Service {
  const { entrypoint, command } = request
  const { replicas: _, restart_policy: __, mode: ___, ...deploy } = service.deploy ?? {}
  const targets = new Set(request.volumes.map(volume => volume.target))
  return {
    ...service,
    ...(service.build && { image: service.image ?? builtImageName(stack, service.name) }),
    entrypoint: entrypoint ?? service.entrypoint,
    command: command.length > 0 ? command : entrypoint ? [] : service.command,
    environment: { ...service.environment, ...request.environment },
    labels: { ...service.labels, ...request.labels },
    ports: [...(request.servicePorts ? (service.ports ?? []) : []), ...request.ports],
    volumes: [...(service.volumes ?? []).filter(volume => !targets.has(volume.target)), ...request.volumes],
    cap_add: without(service.cap_add, request.capDrop, request.capAdd),
    cap_drop: without(service.cap_drop, request.capAdd, request.capDrop),
    ...(request.user !== undefined && { user: request.user }),
    ...(request.workdir !== undefined && { working_dir: request.workdir }),
    ...(request.noDeps && { depends_on: undefined }),
    tty: request.tty,
    stdin_open: request.interactive,
    restart: undefined,
    deploy,
    scale: 1,
    profiles: undefined,
    pre_start: undefined,
  }
}

function without(
  own: readonly string[] | undefined,
  dropped: readonly string[],
  added: readonly string[],
): readonly string[] | undefined {
  const list = [...(own ?? []).filter(one => !dropped.includes(one)), ...added]
  return list.length > 0 ? list : undefined
}

/** The labels, names and streams by which a one-off differs from a replica. */
function markOneOff(lowered: Lowered, one: OneOff, request: OneOffRequest): Lowered {
  const service = lowered.services.get(one.key)
  if (service === undefined) return lowered
  return {
    ...lowered,
    services: new Map(lowered.services).set(one.key, {
      ...service,
      replicas: 1,
      container: number => oneOffSpec(service.container(number), one, request),
    }),
  }
}

function oneOffSpec(spec: ContainerSpec, one: OneOff, request: OneOffRequest): ContainerSpec {
  const { [composeLabel.number]: _, ...labels } = spec.labels
  const { networking } = spec
  const aliases = (own: readonly string[]) => {
    const others = request.useAliases ? own.filter(alias => alias !== one.key) : []
    return [...new Set([one.containerName, ...(request.useAliases ? [request.service] : []), ...others])]
  }
  return {
    ...spec,
    labels: {
      ...labels,
      [composeLabel.service]: request.service,
      [composeLabel.oneoff]: 'True',
      [composeLabel.slug]: request.slug,
    },
    config: {
      ...spec.config,
      AttachStdin: request.interactive,
      AttachStdout: true,
      AttachStderr: true,
      OpenStdin: request.interactive,
      StdinOnce: request.interactive,
    },
    host: { ...spec.host, ...(request.autoRemove && { AutoRemove: true }) },
    networking:
      networking.kind === 'endpoints'
        ? {
            ...networking,
            endpoints: networking.endpoints.map(endpoint => ({
              ...endpoint,
              aliases: aliases(endpoint.aliases),
            })),
          }
        : networking,
  }
}
