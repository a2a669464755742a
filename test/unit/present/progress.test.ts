import { describe, expect, it } from 'vitest'
import type { ApplyEvent } from '../../../src/apply/index.ts'
import { createProgress, type ProgressMode, type Terminal } from '../../../src/present/index.ts'
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

  it('prints a versioned event a line', async () => {
    const lines = (await shown('json')).trim().split('\n')
    expect(lines.map(line => JSON.parse(line))).toEqual(events.map(event => ({ v: 1, ...event })))
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
})
