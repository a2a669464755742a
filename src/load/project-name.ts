// The project's name: who says it, and what may be in it.
import { basename } from 'node:path'
import { errorProblem, type Problem, warningProblem } from '../problem/index.ts'
import type { Lookup } from './lookup.ts'
import type { Node, Origin } from './node.ts'
import { evaluateTemplate } from './template-value.ts'

export interface ProjectNameRequest {
  /** `-p`. */
  readonly explicit?: string
  readonly lookup: Lookup
  /** The top-level documents of the given files, in order, not interpolated. */
  readonly documents: readonly Node[]
  /** Absolute project folder. */
  readonly directory: string
}

export interface ProjectName {
  /** Empty where there is an error. */
  readonly name: string
  readonly origin?: Origin
  readonly problems: readonly Problem[]
}

/** The name by order: `-p`, COMPOSE_PROJECT_NAME, the last `name:`, the folder's name. */
export function chooseProjectName(request: ProjectNameRequest): ProjectName {
  const { explicit, lookup, documents, directory } = request
  if (explicit !== undefined && explicit !== '') return checkGiven(explicit, '--project-name')
  const variable = lookup('COMPOSE_PROJECT_NAME')?.value
  if (variable !== undefined && variable !== '') return checkGiven(variable, 'COMPOSE_PROJECT_NAME')
  return nameFromFiles(documents, lookup) ?? nameFromFolder(directory)
}

/** Lower case, and nothing but letters, digits, dashes and underscores, with a letter or digit first. */
function normalizeProjectName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '')
}

const rule =
  'a project name has lower-case letters, digits, dashes and underscores, and starts with a letter or digit'

/** A name that somebody typed is refused rather than changed: they will look for what they typed. */
function checkGiven(text: string, who: string): ProjectName {
  const normal = normalizeProjectName(text)
  if (normal === text) return { name: text, problems: [] }
  const message = `${who} is ${JSON.stringify(text)}, but ${rule}`
  const hint = normal === '' ? 'choose another name' : `use ${normal}`
  return { name: normal, problems: [errorProblem('bad-project-name', message, { hint })] }
}

function nameFromFiles(documents: readonly Node[], lookup: Lookup): ProjectName | undefined {
  for (const document of [...documents].reverse()) {
    const node = document.kind === 'map' ? document.entries.get('name')?.value : undefined
    if (node?.kind !== 'scalar' || typeof node.value !== 'string') continue
    // What is wrong with its variables is told when the file is interpolated.
    const text = evaluateTemplate(node.value, lookup).value
    if (text === '') continue
    const name = normalizeProjectName(text)
    const rest = { place: node.origin.place, path: 'name' }
    if (name === '') {
      const problem = errorProblem('bad-project-name', `${JSON.stringify(text)} leaves no name: ${rule}`, {
        ...rest,
        hint: 'choose another name',
      })
      return { name, origin: node.origin, problems: [problem] }
    }
    if (name === text) return { name, origin: node.origin, problems: [] }
    const message = `the project is called ${name}, not ${JSON.stringify(text)}: ${rule}`
    const problem = warningProblem('project-name-changed', message, { ...rest, hint: `write name: ${name}` })
    return { name, origin: node.origin, problems: [problem] }
  }
  return undefined
}

function nameFromFolder(directory: string): ProjectName {
  const name = normalizeProjectName(basename(directory))
  if (name !== '') return { name, problems: [] }
  const message = `the folder ${directory} leaves no project name: ${rule}`
  const hint = 'name the project: -p NAME, or name: NAME at the top of the file'
  return { name, problems: [errorProblem('bad-project-name', message, { hint })] }
}
