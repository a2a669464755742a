// What the rules say of a project of these services, as `path: code` and the messages.
import { checkRules, type Project } from '../../../../src/model/index.ts'
import type { ProblemCode } from '../../../../src/problem/index.ts'
import { type ProjectShape, projectOf, type ServiceShape } from '../../../builders/project.ts'

export interface Told {
  /** `services.web.ports[0]: host-port-twice`. */
  readonly where: readonly string[]
  readonly messages: readonly string[]
  readonly hints: readonly (string | undefined)[]
}

/** Problems of one code only, so that a rule is seen alone. */
export function told(
  code: ProblemCode,
  services: Readonly<Record<string, ServiceShape>>,
  shape: ProjectShape & { readonly change?: (project: Project) => Project } = {},
): Told {
  const project = projectOf(services, shape)
  const problems = checkRules(shape.change?.(project) ?? project).filter(problem => problem.code === code)
  return {
    where: problems.map(problem => `${problem.path}: ${problem.severity}`),
    messages: problems.map(problem => problem.message),
    hints: problems.map(problem => problem.hint),
  }
}

/** `8080:80`, `127.0.0.1:53:53/udp`, `[::1]:80:80`, as the canonical form has it. */
export function port(text: string) {
  const match = /^(?:\[?([0-9a-f.:]+?)\]?:)?([\d-]+):(\d+)(?:\/(\w+))?$/.exec(text)
  if (match === null) throw new Error(`not a port: ${text}`)
  const [, ip, published, target, protocol = 'tcp'] = match
  return { mode: 'ingress', target: Number(target), published, protocol, ...(ip && { host_ip: ip }) } as const
}
