// Runs a plan on a world: the effects of its steps, in order, as an engine without faults would show them.
// Can be killed after any number of steps, and can fail one of them.
import {
  type ContainerTarget,
  isContingent,
  type Plan,
  type Step,
  type StepId,
} from '../../src/plan/index.ts'
import { addContainer, nextId, type World, type WorldContainer } from './world.ts'

export interface SimulateOptions {
  /** How many steps run before the process is killed. Absent: all. */
  readonly until?: number
  readonly fail?: (step: Step) => boolean
  /** What a pull or build gives; absent: the image that is there. */
  readonly imageAfter?: (reference: string) => string
}

type Ending = 'done' | 'not-needed' | 'failed' | 'skipped'

/** Returns how each step ended. */
export function simulate(
  plan: Plan,
  world: World,
  options: SimulateOptions = {},
): ReadonlyMap<StepId, Ending> {
  const endings = new Map<StepId, Ending>()
  const produced = new Map<StepId, string>()
  let budget = options.until ?? Number.POSITIVE_INFINITY
  for (const step of plan.steps) {
    const verdict = judge(step, endings, produced)
    if (verdict !== 'run') {
      endings.set(step.id, verdict)
      continue
    }
    if (budget === 0) break
    budget -= 1
    if (options.fail?.(step) === true) {
      endings.set(step.id, 'failed')
      continue
    }
    try {
      run(step, world, produced, options)
      endings.set(step.id, 'done')
    } catch (error) {
      // Once a step has failed, others may be refused for it. Where nothing failed, a refusal is the planner's fault.
      if (![...endings.values()].includes('failed')) throw error
      endings.set(step.id, 'failed')
    }
  }
  return endings
}

function judge(
  step: Step,
  endings: ReadonlyMap<StepId, Ending>,
  produced: ReadonlyMap<StepId, string>,
): 'run' | Ending {
  for (const need of step.needs) {
    const ending = endings.get(need.step)
    if (ending === undefined) throw new Error(`${step.id} comes before ${need.step}, which it needs`)
    const good = ending === 'done' || ending === 'not-needed'
    if (need.on === 'failed' && good) return 'not-needed'
    if (need.on === 'done' && !good) return isContingent(step) ? 'not-needed' : 'skipped'
    if (need.on === 'done' && ending === 'not-needed' && isContingent(step)) return 'not-needed'
  }
  const { when } = step
  if (when !== undefined) {
    const now = produced.get(when.imageChanged)
    if (now === undefined || now === when.from) return 'not-needed'
  }
  return 'run'
}

function run(step: Step, world: World, produced: Map<StepId, string>, options: SimulateOptions): void {
  const target = (one: ContainerTarget) => containerOf(world, produced, one)
  world.clock += 1000
  switch (step.kind) {
    case 'pullImage':
    case 'buildImage': {
      const reference = step.kind === 'pullImage' ? step.reference : step.tag
      const id = options.imageAfter?.(reference) ?? world.images.get(reference) ?? `sha256:${reference}`
      world.images.set(reference, id)
      produced.set(step.id, id)
      return
    }
    case 'removeImage':
      world.images.delete(step.reference)
      return
    case 'createNetwork': {
      const { name, key, fields } = step.spec
      if (world.networks.has(name)) throw new Error(`network ${name} exists`)
      world.networks.set(name, { id: nextId(world), name, key, project: world.project, fields })
      return
    }
    case 'removeNetwork': {
      const users = [...world.containers.values()].filter(
        one => one.networks.get(step.name)?.id === step.networkId,
      )
      if (users.some(one => one.status === 'running') && !step.tolerateInUse)
        throw new Error(`network ${step.name} is in use`)
      if (users.every(one => one.status !== 'running')) world.networks.delete(step.name)
      return
    }
    case 'createVolume':
      if (world.volumes.has(step.spec.name)) throw new Error(`volume ${step.spec.name} exists`)
      world.serial += 1
      world.volumes.set(step.spec.name, {
        name: step.spec.name,
        key: step.spec.key,
        project: world.project,
        fields: step.spec.fields,
        serial: world.serial,
      })
      return
    case 'removeVolume':
      if ([...world.containers.values()].some(one => one.volumes.includes(step.name)))
        throw new Error(`volume ${step.name} is in use`)
      world.volumes.delete(step.name)
      return
    case 'createContainer': {
      const name = step.temporaryName ?? step.spec.name
      refuseTaken(world, name)
      if (!world.images.has(step.spec.image.reference))
        throw new Error(`no image ${step.spec.image.reference}`)
      for (const endpoint of step.spec.networking.kind === 'endpoints'
        ? step.spec.networking.endpoints
        : []) {
        if (!world.networks.has(endpoint.network)) throw new Error(`no network ${endpoint.network}`)
      }
      const made = addContainer(world, step.spec, {
        name,
        status: 'created',
        startedAt: 0,
        ...(step.replaces !== undefined && { replaces: step.replaces.id }),
      })
      produced.set(step.id, made.id)
      return
    }
    case 'startContainer':
    case 'restartContainer': {
      const one = target(step.target)
      const stale = [...one.networks].find(([name, { id }]) => world.networks.get(name)?.id !== id)
      if (stale !== undefined) throw new Error(`${one.name} cannot start: its network ${stale[0]} is gone`)
      one.status = 'running'
      one.exitCode = 0
      one.startedAt = world.clock
      return
    }
    case 'stopContainer':
    case 'killContainer':
      Object.assign(target(step.target), { status: 'exited', exitCode: 137 })
      return
    case 'pauseContainer':
      target(step.target).status = 'paused'
      return
    case 'unpauseContainer':
      target(step.target).status = 'running'
      return
    case 'removeContainer':
      world.containers.delete(target(step.target).id)
      return
    case 'renameContainer':
      refuseTaken(world, step.to)
      target(step.target).name = step.to
      return
    case 'updateContainer': {
      const one = target(step.target)
      const others = one.fields.filter(field => !Object.hasOwn(step.update, field.name))
      const updated = Object.entries(step.update).map(([name, value]) => ({ name, value: value as string }))
      one.fields = [...others, ...updated]
      return
    }
    case 'connectNetwork': {
      const id = world.networks.get(step.network)?.id
      if (id === undefined) throw new Error(`no network ${step.network}`)
      target(step.target).networks.set(step.network, { id })
      return
    }
    case 'disconnectNetwork':
      target(step.target).networks.delete(step.network)
      return
    case 'waitContainer': {
      const one = target(step.target)
      if (step.until.kind === 'completed') Object.assign(one, { status: 'exited', exitCode: 0 })
      if (step.until.kind === 'healthy') one.health = 'healthy'
      return
    }
    case 'runProvider':
      return
  }
}

function refuseTaken(world: World, name: string): void {
  if ([...world.containers.values()].some(one => one.name === name))
    throw new Error(`the name ${name} is taken`)
}

function containerOf(
  world: World,
  produced: ReadonlyMap<StepId, string>,
  target: ContainerTarget,
): WorldContainer {
  const id = target.kind === 'existing' ? target.id : (produced.get(target.step) ?? target.otherwise?.id)
  const found = id === undefined ? undefined : world.containers.get(id)
  if (found === undefined) throw new Error(`no container for ${target.name}`)
  return found
}
