// Names of images that no engine takes: of services, of what their builds are tagged with, and those made of their own names.
import type { Problem } from '../../problem/index.ts'
import { parseImageReference } from '../../support/index.ts'
import { builtImageName } from '../names.ts'
import type { Service } from '../service.ts'
import type { Project } from '../stack.ts'
import { type ModelPath, type Rule, type RuleSubject, ruleSubject, tell } from './rule.ts'

/** Most names, at a glance. */
const plain = /^[a-z0-9]+(?:[./-][a-z0-9]+)*(?::\w[\w.-]*)?$/

/** Whether an engine takes the text for the name, or the id, of an image. */
export const isImageName = (text: string): boolean => faultOf(text) === undefined

/** The same as errors, each name once: for whoever is about to ask the engine for them. */
export function imageNameFaults(project: Project): readonly Problem[] {
  const told = new Map<string, Problem>()
  for (const problem of checkImageNames(ruleSubject(project))) {
    // After the path comes the name with what is wrong with it: a one-off container says it of its service again.
    if (!told.has(problem.message)) told.set(problem.message, { ...problem, severity: 'error' })
  }
  return [...told.values()]
}

/** The engine refuses it, after everything else was done. */
export const checkImageNames: Rule = function* (subject) {
  for (const service of subject.services) {
    const { name, image, build } = service
    if (image !== undefined && image !== '') yield* checkName(subject, ['services', name, 'image'], image)
    else if (build !== undefined) yield* checkOwnName(subject, service)
    for (const [index, tag] of (build?.tags ?? []).entries())
      yield* checkName(subject, ['services', name, 'build', 'tags', index], tag)
  }
}

function* checkName(subject: RuleSubject, path: ModelPath, name: string): Iterable<Problem> {
  const fault = faultOf(name)
  if (fault === undefined) return
  const origin = subject.project.origins.at(path)
  const [variable] = origin?.variables ?? []
  const raw = variable === undefined ? undefined : (origin?.raw ?? '')
  const said =
    raw === undefined ? JSON.stringify(name) : `${JSON.stringify(raw)} became ${JSON.stringify(name)}, which`
  yield tell(subject, 'bad-image-name', path, `${said} is not the name of an image: ${fault}`, {
    hint:
      variable === undefined
        ? hintFor(name)
        : `set ${variable}, or give a default, such as \${${variable}:-latest}`,
  })
}

/** A service that is built and names no image gives its own name to it, in which more is allowed than in an image's. */
function* checkOwnName(subject: RuleSubject, { name }: Service): Iterable<Problem> {
  const image = builtImageName(subject.stack.name, name)
  const fault = faultOf(image)
  if (fault === undefined) return
  yield tell(
    subject,
    'bad-image-name',
    ['services', name],
    `what ${name} builds would be called ${JSON.stringify(image)}, which is not the name of an image: ${fault}`,
    { hint: 'give the service an image:, in lower case, or another name' },
  )
}

function faultOf(text: string): string | undefined {
  if (text.length < 64 && plain.test(text)) return undefined
  // An id of an image that is here is a name too.
  if (/^(sha256:)?[0-9a-f]{64}$/.test(text)) return undefined
  const parsed = parseImageReference(text)
  return parsed.ok ? undefined : parsed.error
}

function hintFor(image: string): string {
  const tidy = image.trim().replace(/\s+/g, '')
  for (const attempt of [
    tidy,
    tidy.toLowerCase(),
    tidy.replace(/^https?:\/\//, ''),
    tidy.replace(/:+$/, ''),
  ]) {
    if (attempt !== image && attempt !== '' && parseImageReference(attempt).ok)
      return `did you mean ${attempt}?`
  }
  return 'write name:tag or registry.example.com/name:tag, in lower case'
}
