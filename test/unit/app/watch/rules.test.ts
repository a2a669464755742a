import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decide } from '../../../../src/app/watch/decide.ts'
import { readRules, skipsFor } from '../../../../src/app/watch/rules.ts'
import type { Rule } from '../../../../src/app/watch/types.ts'
import { createNodeIo, load } from '../../../../src/load/index.ts'
import { ProblemError } from '../../../../src/problem/index.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gantry-unit-'))
  await writeFile(join(folder, '.dockerignore'), 'dist\n*.md\n!README.md\n')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function read(services: string) {
  await writeFile(join(folder, 'compose.yaml'), `services:\n${services}`)
  const loaded = await load({ workingDirectory: folder, environment: {}, io: createNodeIo() })
  if (!loaded.ok) throw new ProblemError(loaded.problems)
  return await readRules(loaded.project)
}

const taken = (rule: Rule | undefined, ...names: string[]): string[] =>
  names.filter(name => rule?.takes(join(folder, name)))

const web = (rules: string, build = '') =>
  `  web:\n    image: x\n    ${build}\n    develop:\n      watch:\n${rules}`

describe('rules', () => {
  it('take what is below their path, and the path itself', async () => {
    const { rules } = await read(web('        - {path: ./src, action: sync, target: /app}\n'))
    expect(taken(rules[0], 'src', 'src/a', 'src/deep/a', 'source', 'srca', 'other/src/a')).toEqual([
      'src',
      'src/a',
      'src/deep/a',
    ])
  })

  it('leave out what ignore, .dockerignore, editors and git mean', async () => {
    const { rules } = await read(
      web(
        "        - {path: ./, action: sync, target: /app, ignore: ['./tmp/', '**/*.log', '!keep.log']}\n",
        'build: .',
      ),
    )
    const all = [
      'a.js',
      'tmp/a',
      'deep/x.log',
      'keep.log',
      'dist/a.js',
      'deep/dist/a.js',
      'x.md',
      'README.md',
      '.git/HEAD',
      'deep/.git/HEAD',
      '.a.js.swp',
      '4913',
      'a.js~',
      '#a.js#',
      '.#a.js',
      'a.js___jb_tmp___',
    ]
    expect(taken(rules[0], ...all)).toEqual(['a.js', 'keep.log', 'deep/dist/a.js', 'README.md'])
  })

  it('take only what include means, also below a folder that it names', async () => {
    const { rules } = await read(
      web(
        "        - {path: ./, action: sync, target: /app, include: ['**/*.ts', pages], ignore: [pages/old]}\n",
      ),
    )
    expect(taken(rules[0], 'a.ts', 'b.js', 'deep/c.ts', 'pages/x.html', 'pages/old/y.html')).toEqual([
      'a.ts',
      'deep/c.ts',
      'pages/x.html',
    ])
  })

  it('take the very file that they name, whatever .dockerignore says', async () => {
    const { rules } = await read(web('        - {path: ./x.md, action: rebuild}\n', 'build: .'))
    expect(taken(rules[0], 'x.md', 'y.md')).toEqual(['x.md'])
  })

  it('let nobody look into folders in which nothing counts, but into those that lead to another rule', async () => {
    const { rules } = await read(
      web(`        - {path: ./, action: sync, target: /app, ignore: [node_modules, vendor]}
        - {path: ./vendor/ours, action: restart}
`),
    )
    const skips = skipsFor(rules)
    const looked = ['src', 'node_modules', 'node_modules/x', 'vendor', 'vendor/ours', 'vendor/theirs'].filter(
      name => !skips(join(folder, name), 'folder'),
    )
    expect(looked).toEqual(['src', 'vendor', 'vendor/ours'])
    expect(skips(join(folder, 'vendor/a'), 'file')).toBe(true)
    expect(skips(join(folder, 'vendor/ours/a'), 'file')).toBe(false)
  })

  it('look into an ignored folder of which something is taken back in', async () => {
    const { rules } = await read(
      web("        - {path: ./, action: sync, target: /app, ignore: [gen, '!gen/kept']}\n"),
    )
    expect(skipsFor(rules)(join(folder, 'gen'), 'folder')).toBe(false)
    expect(taken(rules[0], 'gen/a', 'gen/kept')).toEqual(['gen/kept'])
  })
})

describe('what a batch asks for', () => {
  const change = (name: string, now: 'file' | 'folder' | 'gone' = 'file') => ({
    path: join(folder, name),
    now,
  })

  it('is gathered by service', async () => {
    const { rules } = await read(
      `${web(
        `        - {path: ./src, action: sync, target: /app/}
        - {path: ./src/conf, action: sync+restart, target: /app/conf}
        - {path: ./hook, action: sync+exec, target: /hook, exec: {command: reload}}
        - {path: ./package.json, action: rebuild}
`,
        'build: .',
      )}  worker:
    image: x
    develop: {watch: [{path: ./src/conf, action: restart}]}
`,
    )
    const actions = decide(
      [change('src/a'), change('src/conf/b', 'gone'), change('hook/1'), change('hook/2'), change('else')],
      rules,
    )
    expect(actions.rebuild).toEqual([])
    expect(actions.restart).toEqual(['web', 'worker'])
    expect(actions.exec).toHaveLength(1)
    expect([...actions.sync.keys()]).toEqual(['web'])
    expect(actions.sync.get('web')?.map(item => [item.now, item.target])).toEqual([
      ['file', '/app/a'],
      ['gone', '/app/conf/b'],
      ['file', '/hook/1'],
      ['file', '/hook/2'],
    ])
  })

  it('does not restart what it replaces, but where files come after', async () => {
    const { rules } = await read(
      web(
        `        - {path: ./one, action: rebuild}
        - {path: ./one, action: restart}
        - {path: ./two, action: sync+restart, target: /two}
`,
        'build: .',
      ),
    )
    expect(decide([change('one')], rules)).toMatchObject({ rebuild: ['web'], restart: [] })
    expect(decide([change('one'), change('two')], rules)).toMatchObject({
      rebuild: ['web'],
      restart: ['web'],
    })
  })
})

describe('rules that cannot work', () => {
  const codes = async (services: string) =>
    await read(services).then(
      () => [],
      (error: unknown) => (error as ProblemError).problems.map(one => [one.code, one.place?.line]),
    )

  it('are refused at their place', async () => {
    expect(await codes('  web:\n    image: x\n')).toEqual([['nothing-to-watch', 2]])
    expect(await codes(web('        - {path: ./a, action: rebuild}\n'))).toEqual([['watch-without-build', 7]])
  })

  it('are left out where the container sees the files anyway', async () => {
    const { rules, warnings } = await read(
      web(
        `        - {path: ./src/a, action: sync, target: /app/a}
        - {path: ./src/a, action: restart}
`,
        'volumes: ["./src:/app"]',
      ),
    )
    expect(rules.map(rule => rule.action)).toEqual(['restart'])
    expect(warnings.map(one => one.code)).toEqual(['watch-mounted'])
  })

  it('leave out of a watched folder what is mounted: it would come back as a change', async () => {
    const { rules } = await read(
      web('        - {path: ./src, action: sync, target: /app}\n', 'volumes: ["./src/vendor:/app/vendor"]'),
    )
    expect(taken(rules[0], 'src/a', 'src/vendor/a')).toEqual(['src/a'])
    expect(skipsFor(rules)(join(folder, 'src/vendor'), 'folder')).toBe(true)
  })
})
