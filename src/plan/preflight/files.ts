// Files of the host that a container needs: secrets, configs, and bind sources that may not be made.
import { type ContainerSpec, missingFiles } from '../../lower/index.ts'
import type { HostFacts } from '../../observe/index.ts'
import { errorProblem, type Problem } from '../../problem/index.ts'

/** Problems of the containers that the plan creates, each file once a service. */
export function checkFiles(containers: readonly ContainerSpec[], host: HostFacts): readonly Problem[] {
  const services = new Map(containers.map(spec => [spec.service, spec]))
  return [...services.values()].flatMap(spec => [
    ...missingFiles(spec, host.files),
    ...missingBinds(spec, host),
  ])
}

function missingBinds(spec: ContainerSpec, host: HostFacts): readonly Problem[] {
  return spec.mounts.flatMap(mount => {
    if (mount.type !== 'bind' || mount.createHostPath || host.binds.get(mount.source) !== false) return []
    const place = spec.fields.find(field => field.name === `volumes.${mount.target}`)?.place
    return [
      errorProblem('bind-source-missing', `${mount.source}, which ${spec.service} binds, does not exist`, {
        hint: 'make it, correct the path, or set bind.create_host_path: true',
        ...(place !== undefined && { place }),
        path: `services.${spec.service}.volumes`,
      }),
    ]
  })
}
