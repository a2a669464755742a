// A picture that is drawn again in place on a terminal; elsewhere each is printed after the other.
import type { Output } from './terminal.ts'

export interface Screen {
  draw(text: string): Promise<void>
  /** Leaves the last picture, and the cursor after it. */
  close(): Promise<void>
}

/** Lines wider than the terminal are cut, and those below its end left out, so that the cursor finds its way back. */
export function createScreen(output: Output): Screen {
  let lines = 0
  return {
    async draw(text) {
      if (!output.isTTY) return await output.write(text)
      const shown = text
        .replace(/\n$/, '')
        .split('\n')
        .slice(0, Math.max(1, output.rows - 1))
        .map(line => line.slice(0, output.columns - 1))
      const up = lines > 0 ? `\x1b[${lines}A` : ''
      // Each line is cleared after it is written, not before: nothing flickers.
      await output.write(`\x1b[?25l${up}\r${shown.map(line => `${line}\x1b[K\n`).join('')}\x1b[J`)
      lines = shown.length
    },
    async close() {
      if (output.isTTY && lines > 0) await output.write('\x1b[?25h')
      lines = 0
    },
  }
}
