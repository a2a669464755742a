// Output, sessions with a process, events and statistics on a real engine.
import { createHash } from 'node:crypto'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { EngineEvent } from '../../../src/engine/index.ts'
import { collect, connect, engineHosts, kindOf, ownedBy, readAll, readUntil } from './engines.ts'

describe.each(engineHosts)('streams on the %s', async (_name, host) => {
  const engine = await connect(host)
  const owned = ownedBy(engine)
  const { containers } = engine
  afterEach(() => owned.cleanUp())
  afterAll(() => engine.close())

  test('keeps the two streams of a log apart, and honours tail, timestamps and the choice of stream', async () => {
    const id = await owned.running(['sh', '-c', 'echo one; echo two; echo wrong >&2'])
    await containers.wait(id, 'not-running')
    const all = await readAll(containers.logs(id, {}))
    expect([String(all.stdout), String(all.stderr)]).toEqual(['one\ntwo\n', 'wrong\n'])
    const errors = await readAll(containers.logs(id, { stderr: true, timestamps: true }))
    expect(String(errors.stdout)).toBe('')
    expect(String(errors.stderr)).toMatch(/^\d{4}-\d\d-\d\dT\S+Z wrong\n$/)
    // Which stream's line is the last one is a matter of luck.
    const last = await readAll(containers.logs(id, { tail: '1' }))
    expect(['two\n', 'wrong\n']).toContain(`${last.stdout}${last.stderr}`)
    const none = await readAll(containers.logs(id, { since: '4000000000' }))
    expect(String(none.stdout)).toBe('')
  })

  test.each(['json-file', 'local'])(
    'follows 20 MB of lines through the %s driver to the last byte',
    async driver => {
      const script = 'i=0; while [ $i -lt 20 ]; do cat /tmp/part; i=$((i+1)); done'
      const make =
        'i=0; while [ $i -lt 10000 ]; do echo "line $i with some more words so that it is a hundred bytes long, more or less, as lines are"; i=$((i+1)); done > /tmp/part'
      const id = await owned.running(
        ['sh', '-c', `${make}; wc -c < /tmp/part >&2; md5sum < /tmp/part >&2; ${script}`],
        {
          HostConfig: { LogConfig: { Type: driver, Config: { 'max-size': '100m' } } },
        },
      )
      const { stdout, stderr } = await readAll(containers.logs(id, { follow: true }))
      const [size = '', sum = ''] = String(stderr).split('\n')
      const length = Number(size)
      expect(stdout.length).toBe(20 * length)
      for (const part of [0, 7, 19]) {
        const digest = createHash('md5')
          .update(stdout.subarray(part * length, (part + 1) * length))
          .digest('hex')
        expect(digest).toBe(sum.split(' ')[0])
      }
    },
  )

  test('a followed log ends with the signal, and when its reader leaves while nothing is said', async () => {
    const id = await owned.running(['sh', '-c', 'echo here; sleep 600'])
    const leaving = new AbortController()
    const seen: string[] = []
    for await (const { data } of containers.logs(id, { follow: true }, leaving.signal)) {
      seen.push(String(Buffer.from(data)))
      leaving.abort()
    }
    expect(seen).toEqual(['here\n'])

    const reader = containers.logs(id, { follow: true })[Symbol.asyncIterator]()
    await readUntil(reader, 'here')
    const pending = reader.next()
    await reader.return?.()
    expect(await pending).toEqual({ done: true, value: undefined })
  })

  test('a terminal is one raw stream', async () => {
    const id = await owned.running(['sh', '-c', 'echo out; echo wrong >&2'], { Tty: true })
    await containers.wait(id, 'not-running')
    const { stdout, stderr } = await readAll(containers.logs(id, {}))
    expect([String(stdout), String(stderr)]).toEqual(['out\r\nwrong\r\n', ''])
  })

  test('attaches before the start, passes binary input both ways and its end on', async () => {
    const id = await owned.container(['cat'], {
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
    })
    const session = await containers.attach(id, { stdin: true })
    await containers.start(id)
    const sent = Buffer.alloc(3_000_000, Buffer.from(Array.from({ length: 251 }, (_, byte) => byte)))
    const received = readAll(session.output)
    for (let at = 0; at < sent.length; at += 100_000) await session.write(sent.subarray(at, at + 100_000))
    session.end()
    expect((await received).stdout.equals(sent)).toBe(true)
    expect((await containers.wait(id, 'not-running')).exitCode).toBe(0)
    expect(await kindOf(session.write(Buffer.from('late')))).toBe('cancelled')
  })

  test('detaches by the keys that were asked for, and leaves the container running', async () => {
    const id = await owned.container(['cat'], { OpenStdin: true, Tty: true })
    const session = await containers.attach(id, { stdin: true, detachKeys: 'ctrl-x,x' })
    await containers.start(id)
    await session.write(Buffer.from('hello\r'))
    const reader = session.output[Symbol.asyncIterator]()
    await readUntil(reader, 'hello')
    await session.write(Buffer.from('\x18'))
    await session.write(Buffer.from('x'))
    for (let next = await reader.next(); !next.done; next = await reader.next());
    expect((await containers.inspect(id)).State.Running).toBe(true)
  })

  test('attaches with the log so far, and closes by the signal or by its own word', async () => {
    const id = await owned.running(['sh', '-c', 'echo before; sleep 600'])
    const leaving = new AbortController()
    const session = await containers.attach(id, { logs: true }, leaving.signal)
    const reader = session.output[Symbol.asyncIterator]()
    expect(await readUntil(reader, 'before')).toBe('before\n')
    leaving.abort()
    expect(await reader.next()).toMatchObject({ done: true })

    const other = await containers.attach(id, {})
    other.close()
    expect(String((await readAll(other.output)).stdout)).toBe('')
  })

  test('runs a command inside: streams, environment, folder, user, exit code', async () => {
    const id = await owned.running()
    const session = await containers.exec(id, {
      command: ['sh', '-c', 'cat; echo "$WORD $PWD $(id -u)" >&2; exit 5'],
      env: ['WORD=hello'],
      workingDir: '/tmp',
      user: '1000',
      stdin: true,
    })
    await session.write(Buffer.from([0, 1, 2, 255]))
    session.end()
    const { stdout, stderr } = await readAll(session.output)
    expect([...stdout]).toEqual([0, 1, 2, 255])
    expect(String(stderr)).toBe('hello /tmp 1000\n')
    expect(await containers.execInspect(session.id)).toMatchObject({ running: false, exitCode: 5 })
    expect(await kindOf(containers.exec('test-no-such-container', { command: ['true'] }))).toBe('not-found')
  })

  test('gives a terminal of the size that was asked for', async () => {
    const id = await owned.running()
    const session = await containers.exec(id, {
      command: ['sh', '-c', 'read x; stty size'],
      tty: true,
      stdin: true,
    })
    await containers.execResize(session.id, { rows: 33, columns: 77 })
    await session.write(Buffer.from('\r'))
    expect(String((await readAll(session.output)).stdout)).toContain('33 77')

    const attached = await owned.container(['sh', '-c', 'read x; stty size'], { OpenStdin: true, Tty: true })
    const terminal = await containers.attach(attached, { stdin: true })
    await containers.start(attached)
    await containers.resize(attached, { rows: 11, columns: 99 })
    await terminal.write(Buffer.from('\r'))
    expect(String((await readAll(terminal.output)).stdout)).toContain('11 99')
  })

  test('runs a detached command', async () => {
    const id = await owned.running(['sh', '-c', 'until [ -e /tmp/mark ]; do sleep 0.05; done'])
    const exit = containers.wait(id, 'not-running')
    const { id: execId } = await containers.execDetached(id, { command: ['touch', '/tmp/mark'] })
    expect((await exit).exitCode).toBe(0)
    expect(execId).toMatch(/^[0-9a-f]{64}$/)
  })

  test('sees every event after the subscription stands, and none of others', async () => {
    const id = await owned.container(['true'])
    const other = await owned.container(['true'])
    const leaving = new AbortController()
    let seen: Promise<EngineEvent[]> | undefined
    await new Promise<void>(opened => {
      seen = collect(engine.events({ filters: { container: [id] }, opened }, leaving.signal))
    })
    await containers.start(other)
    await containers.start(id)
    await containers.wait(id, 'not-running')
    await containers.remove(id)
    // The log of events is in order: with the last one in a second subscription, the first one has all before it.
    const done = new Date(Date.now() + 1000).getTime() / 1000
    const replay = await collect(
      engine.events({ filters: { container: [id] }, since: '0', until: String(done) }),
    )
    leaving.abort()
    const actions = (await seen)?.map(event => event.action)
    expect(actions).toEqual(expect.arrayContaining(['start', 'die', 'destroy']))
    expect(replay.map(event => event.action)).toEqual(
      expect.arrayContaining(['create', 'start', 'die', 'destroy']),
    )
    const die = replay.find(event => event.action === 'die')
    expect(die).toMatchObject({ type: 'container', id, attributes: { exitCode: '0' } })
    expect(Math.abs((die?.time ?? 0) - Date.now() / 1000)).toBeLessThan(60)
  })

  test('a subscription may be left while nothing happens', async () => {
    const reader = engine.events({ filters: { container: ['test-none'] } })[Symbol.asyncIterator]()
    const pending = reader.next()
    await reader.return?.()
    expect(await pending).toMatchObject({ done: true })
  })

  test('measures once, or until the signal', async () => {
    const id = await owned.running()
    const [once, ...more] = await collect(containers.stats(id, { stream: false }))
    expect(more).toEqual([])
    expect(once).toHaveProperty('memory_stats.usage')
    const leaving = new AbortController()
    let frames = 0
    for await (const _frame of containers.stats(id, { stream: true }, leaving.signal)) {
      frames += 1
      if (frames === 2) leaving.abort()
    }
    expect(frames).toBe(2)
  })
})
