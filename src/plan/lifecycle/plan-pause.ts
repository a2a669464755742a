// `pause` and `unpause`: freezes and thaws what runs of the named services.
import { errorProblem } from '../../problem/index.ts'
import { replicaResource } from '../replica-resource.ts'
import { existing, stepId } from '../resources.ts'
import type { Plan } from '../types.ts'
import { type LifecycleInput, type LifecyclePolicy, startScene } from './scene.ts'

export function planPause(input: LifecycleInput, policy: LifecyclePolicy = {}): Plan {
  return planFreezing(input, policy, 'pause')
}

export function planUnpause(input: LifecycleInput, policy: LifecyclePolicy = {}): Plan {
  return planFreezing(input, policy, 'unpause')
}

function planFreezing(input: LifecycleInput, policy: LifecyclePolicy, verb: 'pause' | 'unpause'): Plan {
  const scene = startScene(input, policy)
  for (const name of scene.chosen) {
    for (const container of scene.containersOf(name)) {
      const resource = replicaResource(container)
      const { Paused, Running } = container.live.State
      const fits = verb === 'pause' ? Running && !Paused : Paused
      if (!fits) {
        scene.draft.keep(resource)
        // Whoever names a service means to change it.
        if (policy.services?.includes(name) === true && (verb === 'pause' ? Paused : Running)) {
          scene.draft.note(
            errorProblem(
              'nothing-to-pause',
              `container ${container.name} is ${verb === 'pause' ? 'already' : 'not'} paused`,
            ),
          )
        }
        continue
      }
      scene.draft.add({
        kind: verb === 'pause' ? 'pauseContainer' : 'unpauseContainer',
        id: stepId(verb, resource),
        resource,
        reason: { kind: 'requested' },
        risk: verb === 'pause' ? 'downtime' : 'none',
        target: existing(container),
      })
    }
  }
  return scene.draft.finish()
}
