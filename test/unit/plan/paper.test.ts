// Plans and differences on paper: JSON, Markdown, at length, saved, diff and drift.
import { describe, expect, it } from 'vitest'
import {
  checkSaved,
  diffStack,
  explainPlan,
  findDrift,
  parseSavedPlan,
  planDocument,
  planUp,
  renderDiff,
  renderPlanJson,
  renderPlanMarkdown,
  savePlan,
} from '../../../src/plan/index.ts'
import { inputOf, loweredOf, type Services } from '../../builders/input.ts'
import { find, upWorld } from '../../builders/world.ts'

const web = (value: string): Services => ({
  web: { environment: { A: value, API_TOKEN: `hidden-${value}` } },
})
const changed = () => planUp(inputOf(upWorld('shop', loweredOf(web('1'))), web('2')))

describe('renderings', () => {
  it('JSON tells every step and no value that is secret or not in a reason', () => {
    const document = planDocument(changed())
    expect(document).toMatchObject({ version: 1, stack: 'shop', empty: false, summary: { 'to replace': 1 } })
    expect(document.changes).toMatchObject([{ verb: 'replace', resource: { key: 'web.1' } }])
    expect(document.steps.find(step => step.id === 'revive:container:web.1')).toMatchObject({
      contingent: true,
    })
    expect(renderPlanJson(changed())).not.toContain('hidden-')
  })

  it('Markdown escapes what a value could break', () => {
    const plan = planUp(inputOf(upWorld('shop', loweredOf(web('1'))), web('a|b<img>')))
    const text = renderPlanMarkdown(plan)
    expect(text).toContain('### shop: 1 to replace, 1 unchanged')
    expect(text).toContain('a\\|b&lt;img>')
    expect(text).not.toContain('<img>')
  })

  it('at length names what comes before each step, and what only a failure calls for', () => {
    const text = explainPlan(changed())
    expect(text).toContain('create:container:web.1')
    expect(text).toMatch(/revive:container:web\.1[\s\S]*only if 3 fails/)
  })
})

describe('a saved plan', () => {
  const origin = { command: 'up', policy: {}, project: {}, digests: { 'compose.yaml': 'aa' } }

  it('holds no values, and fits the same plan made again', () => {
    const text = JSON.stringify(savePlan(changed(), origin, 'salt'))
    expect(text).not.toMatch(/hidden-|"2"/)
    const saved = parseSavedPlan(text)
    expect(saved.ok && checkSaved(saved.value, changed(), origin.digests)).toEqual([])
  })

  it('refuses where a file that is copied in holds something else', () => {
    const file = {
      kind: 'config' as const,
      key: 'page',
      target: '/page',
      uid: 0,
      gid: 0,
      mode: 0o444,
      content: { kind: 'file' as const, path: '/page.html' },
      by: 'bind' as const,
    }
    const plan = changed()
    const made = () => ({
      ...plan,
      steps: plan.steps.map(step =>
        step.kind === 'createContainer' ? { ...step, spec: { ...step.spec, files: [file] } } : step,
      ),
    })
    const holding = (digest: string | null) => new Map([['/page.html', digest]])
    const saved = savePlan(made(), origin, 'salt', holding('one'))
    expect(JSON.stringify(saved)).not.toContain('one"')
    expect(checkSaved(saved, made(), origin.digests, holding('one'))).toEqual([])
    expect(checkSaved(saved, made(), origin.digests, holding('two'))).toMatchObject([
      { code: 'saved-plan-moved' },
    ])
  })

  it('refuses where something else would be done, and says what moved', () => {
    const saved = savePlan(changed(), origin, 'salt')
    const other = planUp(inputOf(upWorld('shop', loweredOf(web('1'))), web('3')))
    expect(checkSaved(saved, other, { 'compose.yaml': 'bb' })).toMatchObject([
      { code: 'saved-plan-moved', severity: 'error', cause: 'changed since: compose.yaml' },
    ])
    const nothing = planUp(inputOf(upWorld('shop', loweredOf(web('2'))), web('2')))
    const [problem] = checkSaved(saved, nothing, origin.digests)
    expect(problem?.related?.map(one => one.message)).toContain(
      'create:container:web.1 is not to be done any more',
    )
  })

  it('does not care where in the file something stands', () => {
    const at = (line: number) =>
      planUp(
        inputOf(upWorld('shop', loweredOf(web('1'))), web('2'), { places: { 'services.web': [line, 3] } }),
      )
    expect(checkSaved(savePlan(at(2), origin, 'salt'), at(9), origin.digests)).toEqual([])
  })

  it('is read only where it is one', () => {
    for (const text of ['', '{}', '[]', 'null', '{"format":"gantry-plan","version":2}']) {
      expect(parseSavedPlan(text)).toMatchObject({ ok: false, error: { code: 'saved-plan-unreadable' } })
    }
  })
})

describe('diff and drift', () => {
  it('diff tells fields, what is missing and what is too much', () => {
    const world = upWorld('shop', loweredOf({ ...web('1'), old: {}, db: {} }))
    world.containers.delete(find(world, 'db').id)
    const text = renderDiff(diffStack(inputOf(world, { ...web('2'), db: {} })))
    expect(text).toContain('container shop-web-1\n  environment.A "1" → "2"')
    expect(text).toContain('container shop-db-1: missing')
    expect(text).toContain('container shop-old-1: not in the files')
    expect(diffStack(inputOf(upWorld('shop', loweredOf(web('1'))), web('1')))).toEqual([])
  })

  it('drift tells what was done by hand, not what the files changed', () => {
    const world = upWorld('shop', loweredOf({ ...web('1'), db: {} }))
    expect(findDrift(inputOf(world, { ...web('2'), db: {} }))).toEqual([])
    find(world, 'db').status = 'paused'
    expect(renderDiff(findDrift(inputOf(world, { ...web('2'), db: {} })))).toBe('container shop-db-1: paused')
    Object.assign(find(world, 'db'), { status: 'exited', exitCode: 137 })
    expect(renderDiff(findDrift(inputOf(world, { ...web('1'), db: {} })))).toBe(
      'container shop-db-1: exited (137)',
    )
  })

  it('drift finds a network that a container still names', () => {
    const services = { web: { networks: { front: null } } }
    const shape = { networks: { front: {} } }
    const world = upWorld('shop', loweredOf(services, shape))
    world.networks.delete('shop_front')
    expect(
      findDrift(inputOf(world, services, shape)).map(diff => [diff.resource.type, diff.kind]),
    ).toContainEqual(['network', 'missing'])
  })
})
