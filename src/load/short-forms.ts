// Ports, mounts and variables as a command line gives them, in the same short forms as in files.

import type { Port, ServiceVolume } from '../model/index.ts'
import { type Problem, ProblemError } from '../problem/index.ts'
import { mount } from './canonical/mounts.ts'
import { ports } from './canonical/ports.ts'
import type { CanonicalSite } from './canonical/rule.ts'
import { parseDotenv } from './dotenv.ts'
import { type Node, type Origin, toPlain } from './node.ts'

const origin: Origin = { place: { file: 'command line', line: 1, column: 1 }, from: 'argument' }

/** `8080:80`, `127.0.0.1::80/udp`, ranges. @throws ProblemError */
export function readPorts(texts: readonly string[]): readonly Port[] {
  if (texts.length === 0) return []
  const items = texts.map((value): Node => ({ kind: 'scalar', value, origin }))
  return read(site => ports({ kind: 'list', items, origin }, site)) as readonly Port[]
}

/** `SOURCE:TARGET:MODES`. Sources that are paths stay as written. @throws ProblemError */
export function readMounts(texts: readonly string[]): readonly ServiceVolume[] {
  return texts.map(value => read(site => mount({ kind: 'scalar', value, origin }, site)) as ServiceVolume)
}

/** The variables of an env file's text; a bare name takes the caller's value. @throws ProblemError */
export function readVariables(
  text: string,
  file: string,
  environment: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { variables, problems } = parseDotenv(text, file, name => environment[name])
  refuse(problems)
  const found: Record<string, string> = {}
  for (const [name, { value }] of variables) if (value !== undefined) found[name] = value
  return found
}

function read(rule: (site: CanonicalSite) => Node | undefined): unknown {
  const problems: Problem[] = []
  const node = rule({ path: [], problems, lenient: false })
  // What is wrong stands in the command line: there is no file to point at.
  refuse(problems.map(({ place: _, ...problem }) => problem))
  return node === undefined ? undefined : toPlain(node)
}

function refuse(problems: readonly Problem[]): void {
  const errors = problems.filter(problem => problem.severity === 'error')
  if (errors.length > 0) throw new ProblemError(errors)
}
