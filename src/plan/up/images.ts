// The images of `up`: pulled or built where a container has to be created and the engine has none, and by policy.
import { errorProblem } from '../../problem/index.ts'
import { done } from '../draft.ts'
import { buildStep } from '../images/build-steps.ts'
import { imageResource, stepId } from '../resources.ts'
import type { Need, Reason, StepId } from '../types.ts'
import { loweredOf, placeOf, serviceOf, type UpContext } from './context.ts'
import { isStale, pullPolicy } from './pull-policy.ts'

export interface ImageWork {
  /** A pull or build that is there by policy or flag, whatever runs: containers are replaced only if it moves the image. */
  readonly refresh?: StepId
  /** What a new container of the service has to wait for. Adds the pull or the build where the image is missing. */
  ensure(): readonly Need[]
}

/** One for the whole plan: services that share an image share its step. */
export function createImagePlanner(context: UpContext): (service: string, refresh: boolean) => ImageWork {
  const { draft, policy, input } = context
  const builders = new Map<string, string>()
  for (const [name, service] of Object.entries(input.project.stack.services)) {
    const image = loweredOf(context, name)?.image
    if (service.build === undefined || image === undefined) continue
    // What may not be built can still be pulled where the files give it a name of its own.
    if (policy.noBuild === true && service.image !== undefined) continue
    // A one-off container has its service's build, and comes after it.
    if (!builders.has(image.reference)) builders.set(image.reference, name)
  }
  const made = new Map<string, StepId>()

  const scene = {
    draft,
    project: input.project,
    lowered: input.lowered,
    options: policy.buildOptions ?? {},
    made,
  }
  /** Pulled first only where somebody asks for a pull: the file by a policy, or the flag. */
  function build(service: string, reason: Reason, wanted: string | undefined): StepId {
    const { image, platform } = serviceOf(context, service)
    const pulls = image !== undefined && wanted !== undefined && wanted !== 'build' && wanted !== 'never'
    return buildStep(
      scene,
      service,
      reason,
      pulls ? { ...(platform !== undefined && { platform }) } : undefined,
    )
  }

  function pull(service: string, reference: string, name: string, reason: Reason): StepId {
    let step = made.get(reference)
    if (step === undefined) {
      const { platform } = serviceOf(context, service)
      const resource = imageResource(reference)
      const users = [...context.selected].filter(
        one => loweredOf(context, one)?.image.reference === reference,
      )
      step = draft.add({
        kind: 'pullImage',
        id: stepId('pull', resource),
        resource,
        reason,
        reference,
        ...(platform !== undefined && { platform }),
        policy: name,
        services: users,
        ...(policy.quietPull === true && { quiet: true }),
      })
      made.set(reference, step)
    }
    return step
  }

  return (service, mayRefresh) => {
    const image = loweredOf(context, service)?.image
    if (image === undefined) return { ensure: () => [] }
    const { reference } = image
    const present = input.observed.images.get(reference)
    const wanted = pullPolicy(serviceOf(context, service), policy)
    const builder = builders.get(reference)
    const place = placeOf(context, 'services', service, 'image') ?? placeOf(context, 'services', service)
    const missing: Reason = { kind: 'missing', ...(place !== undefined && { place }) }
    let refresh: StepId | undefined
    if (!mayRefresh) refresh = undefined
    else if (builder !== undefined) {
      const asks =
        wanted === 'build' ||
        (serviceOf(context, builder).image !== undefined && isStale(wanted, present ?? undefined, policy.now))
      if (asks && policy.noBuild !== true)
        refresh = build(builder, { kind: 'policy', policy: wanted ?? 'build' }, wanted)
    } else if (wanted !== undefined && isStale(wanted, present ?? undefined, policy.now)) {
      refresh = pull(service, reference, wanted, { kind: 'policy', policy: wanted })
    }
    let told = false
    const refuse = (message: string, hint: string): readonly Need[] => {
      if (!told)
        draft.note(
          errorProblem('image-unavailable', message, { hint, ...(place !== undefined && { place }) }),
        )
      told = true
      return []
    }
    return {
      ...(refresh !== undefined && { refresh }),
      ensure() {
        const step = refresh ?? made.get(reference)
        if (step !== undefined) return done(step)
        if (present !== undefined && present !== null) return []
        if (builder !== undefined) {
          if (policy.noBuild !== true) return done(build(builder, missing, wanted))
          return refuse(
            `the image ${reference} of ${service} does not exist and may not be built`,
            'leave out --no-build',
          )
        }
        if (wanted !== 'never') return done(pull(service, reference, wanted ?? 'missing', missing))
        return refuse(
          `the image ${reference} of ${service} does not exist and may not be pulled`,
          `pull it, or set another pull_policy`,
        )
      },
    }
  }
}
