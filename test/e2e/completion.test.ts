// Completion as a person meets it: keys typed into real shells, Tab pressed. No engine is asked.
import { spawnSync } from 'node:child_process'
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { type IPty, spawn } from 'node-pty'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const bundle = process.env.GANTRY_TEST_BIN?.endsWith('.cjs')
  ? process.env.GANTRY_TEST_BIN
  : join(root, 'dist', 'gantry.cjs')
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gantry-completion-'))
  await mkdir(join(folder, 'bin'))
  await copyFile(bundle, join(folder, 'bin', 'gantry.cjs'))
  await copyFile(join(root, 'scripts', 'loader.cjs'), join(folder, 'bin', 'loader.cjs'))
  await copyFile(join(root, 'scripts', 'gantry.sh'), join(folder, 'bin', 'gantry'))
  await chmod(join(folder, 'bin', 'gantry'), 0o755)
  await writeFile(
    join(folder, 'compose.yaml'),
    'services: { web: { image: a, profiles: [front] }, worker: { image: b, profiles: [front] }, db: { image: c } }\n',
  )
})

afterAll(() => rm(folder, { recursive: true, force: true }))

interface ShellUnderTest {
  readonly command: readonly string[]
  readonly load: string
}

const shells: Readonly<Record<string, ShellUnderTest>> = {
  bash: {
    command: ['bash', '--norc', '--noprofile', '-i'],
    load: "bind 'set show-all-if-ambiguous on'; bind 'set bell-style none'; source <(gantry completion bash)",
  },
  zsh: {
    command: ['zsh', '-f', '-i'],
    load: 'autoload -Uz compinit; compinit -u; source <(gantry completion zsh)',
  },
  fish: { command: ['fish', '--no-config', '-i'], load: 'gantry completion fish | source' },
}

/** What was typed, and what the line must become, or what must be offered. */
const cases: readonly (readonly [string, RegExp])[] = [
  ['gantry unp', /gantry unpause /],
  ['gantry up --remove-o', /gantry up --remove-orphans /],
  ['gantry up d', /gantry up db /],
  ['gantry up w', /web\s.*worker/s],
  ['gantry --progress j', /gantry --progress json /],
  ['gantry --profile f', /gantry --profile front /],
  ['gantry logs --tail 5 d', /gantry logs --tail 5 db /],
  ['gantry -f compose.yaml exec d', /gantry -f compose\.yaml exec db /],
  ['gantry -f comp', /gantry -f compose\.yaml /],
  ['gantry scale d', /gantry scale db=/],
  ['gantry up --scale=d', /gantry up --scale=db=/],
  ['gantry cp d', /gantry cp db:/],
]

/** Resolves once the terminal has shown what is looked for; fails with what it has shown instead. */
function seen(terminal: IPty, wanted: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let shown = ''
    const bound = setTimeout(
      () => reject(new Error(`${wanted} was not shown, but ${JSON.stringify(shown)}`)),
      30_000,
    )
    const listening = terminal.onData(data => {
      shown += data
      if (!wanted.test(shown.replaceAll(/\x1b\[[\d;?]*[A-Za-z]|\x07/g, ''))) return
      clearTimeout(bound)
      listening.dispose()
      resolve(shown)
    })
  })
}

async function inShell({ command, load }: ShellUnderTest): Promise<void> {
  const [file, ...args] = command as readonly [string, ...string[]]
  const terminal = spawn(file, args, {
    cwd: folder,
    cols: 120,
    rows: 40,
    env: {
      ...process.env,
      HOME: folder,
      PS1: '$ ',
      TERM: 'xterm',
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    },
  })
  try {
    const ready = seen(terminal, /ready/)
    terminal.write(`${load}; echo rea''dy\r`)
    await ready
    for (const [typed, wanted] of cases) {
      const done = seen(terminal, wanted)
      terminal.write(`${typed}\t`)
      await done
      // Ctrl-U takes the line back.
      const cleared = seen(terminal, /cleared/)
      terminal.write("\x15echo clea''red\r")
      await cleared
    }
  } finally {
    terminal.kill()
  }
}

describe('completion', () => {
  for (const [name, shell] of Object.entries(shells)) {
    const isThere = spawnSync(name, ['-c', 'exit 0']).status === 0
    if (isThere) test(`in ${name}`, () => inShell(shell))
    else test.skip(`in ${name} (NOT TESTED: ${name} is not installed)`, () => {})
  }

  test('knows a shell by name alone', () => {
    const asked = spawnSync(join(folder, 'bin', 'gantry'), ['completion', 'tcsh'], { encoding: 'utf8' })
    expect(asked.status).toBe(1)
    expect(asked.stderr).toContain('choose one of bash, zsh, fish')
  })
})
