// Each attribute changed alone: the plan is the least step that makes it so, and its reason names the field and its place.
// One stack is brought up once; every row plans its change against that same state, and none is applied.
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadProject, nodeContext, planUp, reconcile, survey } from '../../../src/index.ts'
import { type PlanLine, planLines } from '../../../src/plan/index.ts'
import type { Place } from '../../../src/problem/index.ts'
import { docker, removeProject } from '../dsl/engine.ts'
import { type Row, rows } from './rows.ts'
import { baseFiles, baseStack } from './stack.ts'

const name = `e2e-${randomBytes(5).toString('hex')}`
const subnet = `10.${200 + Math.floor(Math.random() * 50)}.${Math.floor(Math.random() * 250)}`
const expand = (text: string) => text.replaceAll('SUBNET', subnet).replaceAll('NAME', name)
const engine = nodeContext({ environment: process.env as Record<string, string> }).engine()
const tag = `${name}:other`
let outer: string

beforeAll(async () => {
  outer = await mkdtemp(path.join(tmpdir(), 'gantry-least-'))
  const { context, project } = await inFolder(expand(baseStack), {})
  const { report } = await reconcile(
    context,
    { project, command: 'up', problems: [], emit: () => {} },
    planUp,
  )
  const problems = [...(report?.outcomes.values() ?? [])].flatMap(one =>
    one.state === 'failed' ? [one.problem.message] : [],
  )
  expect(problems).toEqual([])
  expect(report?.ok).toBe(true)
  await docker.getImage('gantry/tiny').tag({ repo: name, tag: 'other' })
})

afterAll(async () => {
  await removeProject(name)
  await docker.getImage(tag).remove()
  await rm(outer, { recursive: true, force: true })
})

/** Loads a variant of the stack. All of them share one folder name, so that the project's folder is no difference. */
async function inFolder(stack: string, files: Readonly<Record<string, string>>) {
  const folder = path.join(outer, name)
  for (const [file, text] of Object.entries({ ...baseFiles, ...files, 'compose.yaml': stack })) {
    const at = path.join(folder, file)
    await mkdir(path.dirname(at), { recursive: true })
    await writeFile(at, text)
  }
  const context = nodeContext({
    workingDirectory: folder,
    environment: { HOME: outer },
    engine: await engine,
  })
  const { project } = await loadProject(context, { projectName: name, profiles: ['all'] })
  return { context, project }
}

/** The changed stack, and the numbers of its changed lines. */
function change(row: Row): { readonly text: string; readonly lines: readonly number[] } {
  const lines = expand(baseStack).split('\n')
  const changed: number[] = []
  if (row.line !== '') {
    const at = lines.findIndex(line => line.trim() === expand(row.line))
    if (at < 0) throw new Error(`the base stack has no line ${row.line}`)
    const indent = (lines[at] as string).search(/\S/)
    // Further attributes of `scale`'s kind are indented alike; those that follow a nested value are its neighbours.
    const by = row.by === '' ? [] : expand(row.by).split('\n')
    lines.splice(at, 1, ...by.map(line => `${' '.repeat(indent)}${line}`))
    changed.push(...by.map((_, index) => at + 1 + index))
  }
  const text = lines.join('\n')
  return { text: row.also ? text.replace(...row.also) : text, lines: changed }
}

const said = (line: PlanLine) => `${line.verb} ${line.resource.type} ${line.resource.key}`

/** The fields that a line's reason names, with their places. */
function named(line: PlanLine): readonly { field: string; place?: Place }[] {
  const { reason } = line
  if (reason.kind === 'changed') return reason.changes
  if (reason.kind === 'content') return [{ field: reason.key, ...(reason.place && { place: reason.place }) }]
  return []
}

describe('one attribute changed alone', () => {
  it('plans nothing where none is changed', async () => {
    const { context, project } = await inFolder(expand(baseStack), {})
    expect(planLines(planUp((await survey(context, project)).input)).map(said)).toEqual([])
  })

  it.each(Object.entries(rows))('%s', async (_title, row) => {
    const { apiVersion } = await (await engine).info()
    if (row.api !== undefined && Number(apiVersion.split('.')[1]) < Number(row.api.split('.')[1])) return
    const { text, lines } = change(row)
    const { context, project } = await inFolder(text, row.file ? { [row.file[0]]: row.file[1] } : {})
    const plan = planUp((await survey(context, project)).input)
    const done = planLines(plan)
    const steps = typeof row.step === 'string' ? [row.step].filter(Boolean) : row.step
    expect(done.map(said).sort()).toEqual([...steps].sort())
    if (row.notice)
      expect(plan.notices.map(notice => notice.message)).toEqual([expect.stringContaining(name)])
    if (row.field === undefined) return
    const reason = done.flatMap(named).find(one => one.field === row.field)
    expect(reason, `the reason names ${row.field}`).toBeDefined()
    if (row.place === 'none') return expect(reason?.place).toBeUndefined()
    expect(path.basename(reason?.place?.file ?? 'no place')).toBe(row.place ?? 'compose.yaml')
    expect(reason?.place?.column).toBeGreaterThan(0)
    if (row.place !== undefined) return
    const wanted = row.at === undefined ? lines : [lineOf(text, row.at)]
    expect(wanted).toContain(reason?.place?.line)
  })
})

/** Number of the first line that says this. */
function lineOf(text: string, line: string): number {
  const at = text.split('\n').findIndex(one => one.trim() === line)
  if (at < 0) throw new Error(`the stack has no line ${line}`)
  return at + 1
}
