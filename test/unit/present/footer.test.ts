import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { openFooter } from '../../../src/present/footer.ts'
import { openTerminal } from '../../../src/present/terminal.ts'

/** A terminal that keeps what it is told; both streams end on it. */
function screen(isTTY = true) {
  let told = ''
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 40, rows: 10 })
  stream.on('data', (data: Buffer) => {
    told += data.toString()
  })
  const streams = { stdout: stream, stderr: stream, stdin: new PassThrough() }
  const terminal = openTerminal(streams as never, { NO_COLOR: '1' }, 'auto')
  return {
    terminal,
    /** What came since the last look. */
    told() {
      const text = told
      told = ''
      return text
    },
  }
}

const away = '\r\u001b[K'

describe('a line that stays', () => {
  const items = () => [
    { key: 'd', text: 'Detach' },
    { key: 'q', text: 'Stop' },
  ]
  const line = 'd Detach   q Stop\r'

  it('is taken away, and brought back below, in one piece with what is written', async () => {
    const { terminal, told } = screen()
    const footer = openFooter(terminal, items)
    await footer.draw()
    expect(told()).toBe(`${away}${line}`)
    await terminal.stdout.write('one\n')
    expect(told()).toBe(`${away}one\n${line}`)
    await terminal.stderr.write(Buffer.from('two\n'))
    expect(told()).toBe(`${away}two\n${line}`)
    await footer.close()
    expect(told()).toBe(away)
    await terminal.stdout.write('three\n')
    expect(told()).toBe('three\n')
  })

  it('waits while a line is not ended; colours at its end do not count', async () => {
    const { terminal, told } = screen()
    await openFooter(terminal, items).draw()
    told()
    await terminal.stdout.write('half ')
    expect(told()).toBe(`${away}half `)
    await terminal.stdout.write('whole\n\u001b[0m')
    expect(told()).toBe(`whole\n\u001b[0m${line}`)
  })

  it('comes after the picture of what is at work, which is taken away first', async () => {
    const { terminal, told } = screen()
    await openFooter(terminal, items).draw()
    told()
    if (terminal.live) terminal.live.erase = () => '<up>'
    await terminal.stdout.write('log\n')
    expect(told()).toBe(`${away}<up>log\n${line}`)
  })

  it('leaves out what has no room', async () => {
    const { terminal, told } = screen()
    await openFooter(terminal, () => [...items(), { key: 'x', text: 'y'.repeat(40) }]).draw()
    expect(told()).toBe(`${away}${line}`)
  })

  it('is not there where there is no terminal', async () => {
    const { terminal, told } = screen(false)
    const footer = openFooter(terminal, items)
    await footer.draw()
    await terminal.stdout.write('one\n')
    await footer.close()
    expect(told()).toBe('one\n')
  })
})
