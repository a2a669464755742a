// Files on a real disk: which are found, which environment they give, what the project is called, and why one cannot be read.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeText } from '../../../src/load/decode-text.ts'
import { type DiscoverRequest, discoverFiles } from '../../../src/load/discover.ts'
import { type EnvironmentRequest, readEnvironment } from '../../../src/load/environment.ts'
import { createNodeIo, readText } from '../../../src/load/io.ts'
import { parseDocuments } from '../../../src/load/parse.ts'
import { chooseProjectName } from '../../../src/load/project-name.ts'

const io = createNodeIo()
let root = ''

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'test-sources-')))
})

afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

function write(name: string, content: string | Uint8Array = ''): string {
  const path = join(root, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}

const shown = (text: string | undefined): string => (text ?? '').replaceAll(root, 'ROOT')

describe('finding files', () => {
  const find = async (request: Partial<DiscoverRequest> = {}) => {
    const asked = { files: [], workingDirectory: root, lookup: () => undefined, ...request }
    const { files, directory, problems } = await discoverFiles(asked, io)
    return { files: files.map(shown), directory: shown(directory), said: problems.map(({ code }) => code) }
  }

  it('takes the default name, and the override beside it', async () => {
    write('compose.yaml')
    write('compose.override.yml')
    expect(await find()).toEqual({
      files: ['ROOT/compose.yaml', 'ROOT/compose.override.yml'],
      directory: 'ROOT',
      said: [],
    })
  })

  it('knows stack.yaml, with an override of its own', async () => {
    write('stack.yaml')
    write('stack.override.yaml')
    write('compose.override.yaml')
    expect((await find()).files).toEqual(['ROOT/stack.yaml', 'ROOT/stack.override.yaml'])
  })

  it('searches upward, and takes the folder of the file for the project', async () => {
    write('compose.yaml')
    write('a/b/notes.txt')
    mkdirSync(join(root, 'a/compose.yaml'))
    expect(await find({ workingDirectory: join(root, 'a/b') })).toEqual({
      files: ['ROOT/compose.yaml'],
      directory: 'ROOT',
      said: [],
    })
  })

  it('warns of several, and says which is used', async () => {
    write('compose.yaml')
    write('docker-compose.yml')
    expect(await find()).toMatchObject({ files: ['ROOT/compose.yaml'], said: ['several-stack-files'] })
  })

  it('takes the named ones, standard input among them', async () => {
    expect(await find({ files: ['-', 'x/a.yaml', '/b.yaml'] })).toEqual({
      files: ['-', 'ROOT/x/a.yaml', '/b.yaml'],
      directory: 'ROOT/x',
      said: [],
    })
    expect((await find({ files: ['-'] })).directory).toBe('ROOT')
    expect((await find({ files: ['x/a.yaml'], projectDirectory: 'y' })).directory).toBe('ROOT/y')
  })

  it('takes COMPOSE_FILE, split as COMPOSE_PATH_SEPARATOR says', async () => {
    const by = (variables: Record<string, string>) => find({ lookup: name => variables[name] })
    expect((await by({ COMPOSE_FILE: 'a.yaml:b.yaml' })).files).toEqual(['ROOT/a.yaml', 'ROOT/b.yaml'])
    expect((await by({ COMPOSE_FILE: 'a.yaml,b.yaml', COMPOSE_PATH_SEPARATOR: ',' })).files).toHaveLength(2)
    write('compose.yaml')
    expect((await by({ COMPOSE_FILE: '' })).files).toEqual(['ROOT/compose.yaml'])
    expect((await find({ files: ['c.yaml'], lookup: () => 'a.yaml' })).files).toEqual(['ROOT/c.yaml'])
  })
})

describe('reading text', () => {
  const why = async (path: string): Promise<string> => {
    const read = await readText(io, path, { what: 'stack file' })
    const [problem] = read.problems
    return read.ok ? 'ok' : shown(`${problem?.code}: ${problem?.message}; ${problem?.hint}`)
  }

  it('reads a file, and /dev/null as an empty one', async () => {
    expect(await readText(io, write('a.yaml', '\ufeffa: 1\n'), { what: 'stack file' })).toMatchObject({
      text: 'a: 1\n',
    })
    expect(await readText(io, '/dev/null', { what: 'env file' })).toMatchObject({ ok: true, text: '' })
  })

  it('says what is missing, and what was meant', async () => {
    write('compose.yml')
    expect(await why(join(root, 'composse.yml'))).toBe(
      'file-not-found: the stack file ROOT/composse.yml does not exist; did you mean ROOT/compose.yml?',
    )
    expect(await why(join(root, 'no/compose.yml'))).toContain('the folder ROOT/no does not exist either')
  })

  it('refuses folders, devices, pipes, circles of links and huge files at once', async () => {
    write('d/compose.yaml')
    expect(await why(join(root, 'd'))).toBe(
      'not-a-file: the stack file ROOT/d is a folder; name the file in it: ROOT/d/compose.yaml',
    )
    expect(await why('/dev/zero')).toContain('not-a-file: the stack file /dev/zero is a device')
    execFileSync('mkfifo', [join(root, 'pipe')])
    expect(await why(join(root, 'pipe'))).toContain('not-a-file')
    symlinkSync(join(root, 'loop'), join(root, 'loop'))
    expect(await why(join(root, 'loop'))).toContain('file-not-found')
    execFileSync('truncate', ['-s', '1G', join(root, 'huge')])
    expect(await why(join(root, 'huge'))).toContain(
      'file-too-large: the stack file ROOT/huge is 1024 MiB large',
    )
  })

  it('says where a file is not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('a: \ufffd ok\nb: caf'), Buffer.from([0xe9]), Buffer.from('\n')])
    const path = write('latin.yaml', bytes)
    const { problems } = await readText(io, path, { what: 'stack file' })
    expect(problems[0]).toMatchObject({ code: 'bad-encoding', place: { file: path, line: 2, column: 7 } })
    expect(problems[0]?.hint).toBe('save the file as UTF-8; if it is meant as é, the file is Latin-1')
  })

  it('reads UTF-16 that says so', () => {
    expect(decodeText(Buffer.from('\ufeffa: é', 'utf16le'), 'a.yaml')).toEqual({ text: 'a: é' })
  })
})

describe('the environment', () => {
  const get = async (request: Partial<EnvironmentRequest>) => {
    const asked = { process: {}, envFiles: [], workingDirectory: root, ...request }
    const found = await readEnvironment(asked, io)
    return { ...found, said: found.problems.map(({ code }) => code), shownFiles: found.files.map(shown) }
  }

  it('prefers the process to the .env of the working folder to the one of the project folder', async () => {
    write('.env', 'A=working\nB=working\nE=$D\n')
    write('p/.env', 'A=project\nB=project\nC=project\nD=project\n')
    const { lookup, variables, shownFiles } = await get({
      process: { A: 'process' },
      projectDirectory: join(root, 'p'),
    })
    expect(variables).toEqual({ A: 'process', B: 'working', C: 'project', D: 'project', E: 'project' })
    expect(lookup('A')).toEqual({ value: 'process', from: 'environment' })
    expect(lookup('B')).toEqual({ value: 'working', from: 'env_file' })
    expect(lookup('X')).toBeUndefined()
    expect(lookup('constructor')).toBeUndefined()
    expect(shownFiles).toEqual(['ROOT/p/.env', 'ROOT/.env'])
  })

  it('reads the given files instead, later ones winning and seeing the earlier', async () => {
    write('.env', 'A=default\n')
    write('1.env', 'A=1\nB=1\n')
    write('2.env', 'B=2$A\n')
    expect((await get({ envFiles: ['1.env', '2.env'] })).variables).toEqual({ A: '1', B: '21' })
    expect((await get({ process: { COMPOSE_ENV_FILES: '2.env,1.env' } })).variables).toMatchObject({
      A: '1',
      B: '1',
    })
    expect((await get({ envFiles: ['none.env'] })).said).toEqual(['file-not-found'])
  })

  it('leaves .env out where it is told to, or where it is a folder', async () => {
    write('.env', 'A=1\n')
    const disabled = await get({ process: { COMPOSE_DISABLE_ENV_FILE: 'true' } })
    expect(disabled.lookup('A')).toBeUndefined()
    expect((await get({ process: { COMPOSE_DISABLE_ENV_FILE: 'maybe' } })).said).toEqual(['bad-setting'])
    rmSync(join(root, '.env'))
    mkdirSync(join(root, '.env'))
    expect(await get({})).toMatchObject({ files: [], said: [] })
  })
})

describe('the project name', () => {
  const choose = async (request: {
    explicit?: string
    variable?: string
    text?: string
    directory?: string
  }) => {
    const { documents } = await parseDocuments(request.text ?? '', 'compose.yaml')
    const { name, problems } = chooseProjectName({
      explicit: request.explicit,
      lookup: asked =>
        asked === 'COMPOSE_PROJECT_NAME' && request.variable !== undefined
          ? { value: request.variable, from: 'environment' }
          : asked === 'X'
            ? { value: 'Shop', from: 'env_file' }
            : undefined,
      documents,
      directory: request.directory ?? '/home/me/My Folder',
    })
    return [
      name,
      ...problems.map(
        ({ severity, code, place }) => `${severity} ${code}${place ? ` ${place.line}:${place.column}` : ''}`,
      ),
    ]
  }

  it('comes from the flag, the variable, the last name, the folder, in that order', async () => {
    const text = 'name: one\n---\nname: two\n---\nservices: {}\n'
    expect(await choose({ explicit: 'flag', variable: 'variable', text })).toEqual(['flag'])
    expect(await choose({ variable: 'variable', text })).toEqual(['variable'])
    expect(await choose({ text })).toEqual(['two'])
    expect(await choose({})).toEqual(['myfolder'])
  })

  it('is interpolated and put right in a file, with a word of it', async () => {
    expect(await choose({ text: 'name: ${X}-${Y:-1}\n' })).toEqual([
      'shop-1',
      'warning project-name-changed 1:7',
    ])
  })

  it('is refused where somebody typed it, and where nothing is left', async () => {
    expect(await choose({ explicit: 'My Shop' })).toEqual(['myshop', 'error bad-project-name'])
    expect(await choose({ variable: '_x' })).toEqual(['x', 'error bad-project-name'])
    expect(await choose({ text: 'name: "___"\n' })).toEqual(['', 'error bad-project-name 1:7'])
    expect(await choose({ directory: '/' })).toEqual(['', 'error bad-project-name'])
  })
})
