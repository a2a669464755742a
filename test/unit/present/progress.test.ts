import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { ApplyEvent } from '../../../src/apply/index.ts'
import { createProgress, openTerminal, type ProgressMode, type Terminal } from '../../../src/present/index.ts'
import { memoryOutput } from './fake-output.ts'

const resource = { type: 'container', key: 'web.1', name: 'shop-web-1' } as const
const events: ApplyEvent[] = [
  { type: 'plan', time: 0, stack: 'shop', steps: 1 },
  { type: 'step-started', time: 1, step: 'create:container:web.1', kind: 'createContainer', resource },
  {
    type: 'step-ended',
    time: 5,
    step: 'create:container:web.1',
    kind: 'createContainer',
    resource,
    outcome: { state: 'done', produced: 'id' },
    elapsed: 4,
  },
  { type: 'end', time: 6, ok: true, elapsed: 6 },
]

async function shown(mode: ProgressMode, rest = {}, environment = {}): Promise<string> {
  const stderr = memoryOutput(rest)
  const terminal: Terminal = { stdout: memoryOutput(), stderr, stdin: process.stdin, environment }
  const progress = createProgress(terminal, mode)
  for (const event of events) progress.emit(event)
  await progress.close()
  return stderr.text()
}

describe('createProgress', () => {
  it('prints plain lines in the words of Docker Compose', async () => {
    expect(await shown('plain')).toBe(' Container shop-web-1 Creating\n Container shop-web-1 Created\n')
  })

  it('calls a container that takes the place of another recreated', async () => {
    const stderr = memoryOutput({})
    const terminal: Terminal = { stdout: memoryOutput(), stderr, stdin: process.stdin, environment: {} }
    const progress = createProgress(terminal, 'plain')
    for (const event of events)
      progress.emit('step' in event ? ({ ...event, replaces: true } as ApplyEvent) : event)
    await progress.close()
    expect(stderr.text()).toBe(' Container shop-web-1 Recreate\n Container shop-web-1 Recreated\n')
  })

  it('prints a versioned event a line', async () => {
    const lines = (await shown('json')).trim().split('\n')
    expect(lines.map(line => JSON.parse(line))).toEqual(events.map(event => ({ v: 1, ...event })))
  })

  it('marks what is only rehearsed, and shows nothing of it live', async () => {
    const stderr = memoryOutput({ isTTY: true })
    const terminal: Terminal = { stdout: memoryOutput(), stderr, stdin: process.stdin, environment: {} }
    const progress = createProgress(terminal, 'auto', { dryRun: true, prefix: ' DRY-RUN MODE - ' })
    for (const event of events) progress.emit(event)
    await progress.close()
    expect(stderr.text()).toBe(
      ' DRY-RUN MODE -  Container shop-web-1 Creating\n DRY-RUN MODE -  Container shop-web-1 Created\n',
    )
  })

  it('prints what builders say where it is told to', async () => {
    const [stdout, stderr] = [memoryOutput(), memoryOutput()]
    const terminal: Terminal = { stdout, stderr, stdin: process.stdin, environment: {} }
    const progress = createProgress(terminal, 'plain', { builds: stdout })
    const image = { type: 'image', key: 'web', name: 'shop-web' } as const
    const about = { step: 'build', kind: 'buildImage', resource: image, time: 1 } as const
    progress.emit({ type: 'step-started', ...about })
    progress.emit({ type: 'step-progress', time: 2, step: 'build', text: 'RUN true' })
    progress.emit({ type: 'step-output', time: 3, step: 'build', stream: 'stdout', line: 'made' })
    progress.emit({ type: 'step-ended', ...about, outcome: { state: 'done' }, elapsed: 1 })
    progress.emit({ type: 'step-ended', ...about, outcome: { state: 'cancelled' }, elapsed: 1 })
    await progress.close()
    expect(stdout.text()).toBe(' Image shop-web RUN true\nweb | made\n Image shop-web CANCELED\n')
    expect(stderr.text()).toBe(' Image shop-web Building\n Image shop-web Built\n')
  })

  it("has the fields of Docker Compose's stream, too, where that is asked for", async () => {
    const stderr = memoryOutput()
    const terminal: Terminal = { stdout: memoryOutput(), stderr, stdin: process.stdin, environment: {} }
    const progress = createProgress(terminal, 'json', { composeFields: true, dryRun: true })
    for (const event of events) progress.emit(event)
    await progress.close()
    const lines = stderr.text().trim().split('\n')
    const id = 'Container shop-web-1'
    expect(lines.map(line => JSON.parse(line))).toMatchObject([
      { 'dry-run': true, type: 'plan' },
      { 'dry-run': true, id, status: 'Working', text: 'Creating' },
      { 'dry-run': true, id, status: 'Done', text: 'Created' },
      { 'dry-run': true, type: 'end' },
    ])
  })

  it('is silent where that is asked for', async () => {
    expect(await shown('quiet')).toBe('')
  })

  it('draws on a terminal, and gives the cursor back', async () => {
    const text = await shown('auto', { isTTY: true })
    expect(text).toContain('[+] Running 1/1')
    expect(text).toContain('✔ Container shop-web-1  Created')
    expect(text.endsWith('\u001b[?25h')).toBe(true)
  })

  it('stays plain in CI, though there is a terminal', async () => {
    expect(await shown('auto', { isTTY: true }, { CI: 'true' })).toBe(await shown('plain'))
  })

  it('leaves what others print above the picture, and draws none of it over', async () => {
    // One stream for both: on a terminal they end on one screen.
    const screen = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 })
    const stream = screen as unknown as NodeJS.WriteStream
    const terminal = openTerminal({ stdout: stream, stderr: stream, stdin: process.stdin }, {}, 'never')
    const progress = createProgress(terminal, 'tty')
    for (const event of events) progress.emit(event)
    await terminal.stdout.write('web-1  | hello\n')
    await terminal.stdout.write('web-1  | again\n')
    await progress.close()
    const text = (screen.read() as Buffer).toString()
    // Taken away once, two lines high, before the first line; the last picture goes up over nothing.
    expect(text).toContain('\u001b[2A\r\u001b[0Jweb-1  | hello\nweb-1  | again\n\u001b[?25l\r')
    expect(text.match(/\u001b\[\d+A/g)).toEqual(['\u001b[2A'])
  })
})
