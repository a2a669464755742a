// The keys of an attached `up` on a real terminal: what they do, the line that names them, and the terminal given back.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { spawn } from 'node-pty'
import { describe, expect, test } from 'vitest'
import { replicas, takeSnapshot } from './dsl/engine.ts'
import { makeWorld, removeWorld, type World } from './dsl/world.ts'

const bin = process.env.GANTRY_TEST_BIN ?? join(import.meta.dirname, '..', '..', 'dist', 'gantry')

const stack = `services:
  web:
    image: gantry/tiny
    init: true
    stop_grace_period: 1s
    command: sh -c 'n=0; while :; do n=$$((n+1)); echo line $$n; usleep 100000; done'
    develop:
      watch:
        - { path: ./src, action: sync, target: /src }
`

const deaf = `services:
  web:
    image: gantry/tiny
    stop_grace_period: 10m
    command: sh -c 'trap "" TERM; echo ready; while :; do sleep 1; done'
`

type Act = string | ((world: World) => Promise<void>)

interface Played {
  readonly exitCode: number
  readonly output: string
  /** Modes of the terminal after gantry has ended: with a dash where they are off. */
  readonly modes: readonly string[]
  /** How the service's container was in the end. */
  readonly state: string | undefined
}

/** Runs gantry on a terminal of 80 by 20 in a shell that looks at the terminal afterwards; each answer is given once what precedes it was seen. */
async function play(
  args: string,
  script: readonly (readonly [RegExp, Act])[],
  options: { stack?: string; environment?: Record<string, string> } = {},
): Promise<Played> {
  const world = await makeWorld({ files: { 'compose.yaml': options.stack ?? stack }, ...options })
  const program = /\.c?js$/.test(bin) ? `"${process.execPath}" "${bin}"` : `"${bin}"`
  const terminal = spawn('sh', ['-c', `trap : INT; ${program} ${args}; echo "code=$?"; stty -a`], {
    cwd: world.folder,
    cols: 80,
    rows: 20,
    env: { ...world.environment, TERM: 'xterm' },
  })
  const bound = setTimeout(() => terminal.kill('SIGKILL'), 60_000)
  try {
    const output = await new Promise<string>((resolve, reject) => {
      let all = ''
      let from = 0
      let next = 0
      terminal.onData(data => {
        all += data
        const [seen, act] = script[next] ?? []
        if (seen === undefined || act === undefined || !seen.test(all.slice(from))) return
        next += 1
        from = all.length
        if (typeof act === 'string') terminal.write(act)
        else act(world).catch(reject)
      })
      terminal.onExit(() => resolve(all))
    })
    const [one] = replicas(await takeSnapshot(world.project), 'web')
    const words = output.slice(output.lastIndexOf('code=')).split(/[\s;]+/)
    return {
      exitCode: Number(/code=(\d+)/.exec(output)?.[1]),
      output,
      modes: words.filter(word => /^-?(icanon|echo|isig)$/.test(word)),
      state: one?.State.Status,
    }
  } finally {
    clearTimeout(bound)
    terminal.kill('SIGKILL')
    await removeWorld(world)
  }
}

const given = ['isig', 'icanon', 'echo']
const menu = /Detach/

describe.concurrent('keys of an attached up', () => {
  test('d leaves everything running', async () => {
    const { exitCode, state, modes, output } = await play('up', [
      [menu, async () => {}],
      [/line \d/, 'd'],
    ])
    expect({ exitCode, state, modes }).toEqual({ exitCode: 0, state: 'running', modes: given })
    // Logs came above the line that names the keys, which is gone in the end.
    expect(output).toMatch(/web-1 {2}\| \S*line \d/)
    const last = output.slice(0, output.indexOf('code='))
    expect(last.endsWith('\r\u001b[K')).toBe(true)
  })

  test('w watches and stops watching; arrows are no keys; q stops', async () => {
    const { exitCode, state, modes, output } = await play('up', [
      [menu, '\u001b[D\u001b[Dw'],
      [
        /Watch enabled/,
        async world => {
          await mkdir(join(world.folder, 'src'))
          await writeFile(join(world.folder, 'src/a'), 'a')
        },
      ],
      [/Syncing service "web" after/, 'w'],
      [/Watch disabled/, 'q'],
    ])
    expect({ exitCode, state, modes }).toEqual({ exitCode: 0, state: 'exited', modes: given })
    expect(output).toContain('Gracefully Stopping')
    expect(output).toMatch(/w\S* \S*Disable watch/)
  })

  test('the line that names the keys stands below the last line of the logs', async () => {
    const { output } = await play('up', [
      [menu, async () => {}],
      [/(line \d+[\s\S]*){4}/, 'd'],
    ])
    // As it looked when the keys were drawn for the last time.
    const drawn = output.slice(0, output.lastIndexOf('Stop') + 'Stop'.length)
    const rows = shownOn(drawn)
    expect(rows.filter(row => menu.test(row))).toEqual([
      expect.stringMatching(/^w Enable watch {3}d Detach {3}q Stop/),
    ])
    expect(rows.at(-1)).toMatch(menu)
    expect(rows.at(-2)).toMatch(/^web-1 {2}\| line \d+$/)
    expect(rows.filter(row => row.startsWith('web-1')).length).toBeGreaterThan(3)
  })

  test('Ctrl-C stops with 130', async () => {
    const { exitCode, state, modes } = await play('up', [[menu, '\u0003']])
    expect({ exitCode, state, modes }).toEqual({ exitCode: 130, state: 'exited', modes: given })
  })

  test('a second Ctrl-C kills what does not stop', async () => {
    const script = [
      [menu, 'q'],
      [/Stopping/, '\u0003'],
    ] as const
    const { state, modes } = await play('up', script, { stack: deaf })
    expect({ state, modes }).toEqual({ state: 'exited', modes: given })
  })

  test('the terminal is given back where gantry is told to end', async () => {
    const end = async (world: World) => {
      const { readdir, readFile, readlink } = await import('node:fs/promises')
      for (const pid of (await readdir('/proc')).filter(name => /^\d+$/.test(name))) {
        const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '')
        const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
        if (cwd === world.folder && words.at(-2) === 'up') process.kill(Number(pid), 'SIGTERM')
      }
    }
    const { modes, state } = await play('up', [[menu, end]])
    expect({ modes, state }).toEqual({ modes: given, state: 'exited' })
  })

  test.each([
    ['up --menu=false', {}],
    ['up --no-menu', {}],
    ['up', { COMPOSE_MENU: 'false' }],
  ])('%s %o: no keys are read, and none is named', async (args, environment) => {
    const { exitCode, output } = await play(args, [[/line 3/, '\u0003']], { environment })
    expect(exitCode).toBe(130)
    expect(output).not.toContain('Detach')
  })
})

/** The rows that a terminal shows after it was told this: as much of its language as gantry speaks. */
function shownOn(output: string): readonly string[] {
  const rows: string[] = ['']
  let row = 0
  let column = 0
  for (const [piece, up, clear] of output.matchAll(
    /\u001b\[(\d*)A|\u001b\[\d*([JK])|\u001b\[[?\d;]*[a-zA-Z]|[\s\S]/g,
  )) {
    const line = rows[row] ?? ''
    if (piece === '\r') column = 0
    else if (piece === '\n') row += 1
    else if (up !== undefined) row = Math.max(0, row - Number(up || 1))
    else if (clear !== undefined) {
      rows[row] = piece === '\u001b[2K' ? '' : line.slice(0, column)
      if (clear === 'J') rows.length = row + 1
    } else if (piece.length === 1) {
      rows[row] = line.slice(0, column) + piece + line.slice(column + 1)
      column += 1
    }
    while (rows.length <= row) rows.push('')
  }
  return rows.map(one => one.trimEnd()).filter(one => one !== '')
}
