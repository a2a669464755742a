// A line at the end of the screen that stays there while text is written above it: keys that can be pressed. On a terminal alone.
import { cellWidth } from '../support/index.ts'
import { clearLine, type Footer, paint, type Terminal } from './terminal.ts'

export interface FooterItem {
  readonly key: string
  readonly text: string
}

export interface FooterView {
  /** Draws it again, with what it says now. */
  draw(): Promise<void>
  /** Takes it away. */
  close(): Promise<void>
}

/** `items` are asked for at each drawing. */
export function openFooter(terminal: Terminal, items: () => readonly FooterItem[]): FooterView {
  const { live, stdout } = terminal
  if (live === undefined || !stdout.isTTY) return { draw: async () => {}, close: async () => {} }
  const footer: Footer = { line: () => footerLine(terminal, items()), drawn: true }
  live.footer = footer
  return {
    draw: () => stdout.write(''),
    async close() {
      if (live.footer !== footer) return
      live.footer = undefined
      if (footer.drawn) await stdout.write(clearLine)
    },
  }
}

/** What has no room is left out from the end. */
function footerLine({ stdout }: Terminal, items: readonly FooterItem[]): string {
  let width = 0
  const parts: string[] = []
  for (const { key, text } of items) {
    width += cellWidth(`${key} ${text}`) + (parts.length > 0 ? 3 : 0)
    if (width >= stdout.columns) break
    parts.push(`${paint(stdout, 'bold', key)} ${paint(stdout, 'dim', text)}`)
  }
  return parts.join('   ')
}
