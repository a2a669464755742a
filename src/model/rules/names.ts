// Names at the engine: of containers beside those that are made of project and service, of networks and volumes.
import { containerName, replicaCount } from '../names.ts'
import type { Network, Volume } from '../stack.ts'
import { inFileOrder, printWhere, type Rule, tell } from './rule.ts'

/** A container_name that a replica of another service gets by itself, or that the engine does not take. */
export const checkContainerNames: Rule = function* (subject) {
  const { stack } = subject
  for (const service of subject.services) {
    const name = service.container_name
    if (name === undefined || name === '') continue
    const path = ['services', service.name, 'container_name']
    if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) {
      yield tell(
        subject,
        'bad-container-name',
        path,
        `the engine does not take ${JSON.stringify(name)} for the name of a container`,
        {
          hint: 'use two or more letters, digits, dots, dashes and underscores, with a letter or digit first',
        },
      )
      continue
    }
    const parts = /^(.+)-([1-9]\d*)$/.exec(
      name.startsWith(`${stack.name}-`) ? name.slice(stack.name.length + 1) : '',
    )
    const other = parts === null ? undefined : stack.services[parts[1] as string]
    if (other === undefined || other.container_name !== undefined || other === service) continue
    const number = Number(parts?.[2])
    if (number > replicaCount(other) || containerName(stack.name, other.name, number) !== name) continue
    yield tell(
      subject,
      'generated-name-taken',
      path,
      `${JSON.stringify(name)} is the name that replica ${number} of ${other.name} gets, so only one of them can be made`,
      {
        hint: 'choose another container_name, or remove it',
        related: [{ message: `${other.name} is defined here`, path: ['services', other.name] }],
      },
    )
  }
}

/** Two keys that are one network or one volume at the engine. */
export const checkResourceNames: Rule = function* (subject) {
  for (const kind of ['networks', 'volumes'] as const) {
    const owners = new Map<string, string>()
    const resources: Readonly<Record<string, Network | Volume>> = subject.stack[kind]
    for (const [key, resource] of Object.entries(resources)) {
      if (resource.name === undefined || !subject.used[kind].has(key)) continue
      const first = owners.get(resource.name)
      if (first === undefined) {
        owners.set(resource.name, key)
        continue
      }
      // Two keys for what exists already are two views of it, and nobody makes or removes it.
      if (resource.external === true && resources[first]?.external === true) continue
      const [before, after] = inFileOrder(
        subject,
        { key: first, path: [kind, first, 'name'] },
        { key, path: [kind, key, 'name'] },
      )
      const one = kind.slice(0, -1)
      yield tell(
        subject,
        'engine-name-twice',
        after.path,
        `the ${one}s ${before.key}${printWhere(subject, before.path, after.path)} and ${after.key} have one name at the engine, ${resource.name}: they are one and the same ${one}`,
        {
          hint: `give one of them another name:, or use ${before.key} in both places and remove ${after.key}`,
          related: [{ message: `${before.key} has the name here`, path: before.path }],
        },
      )
    }
  }
}
