// Asks a person yes or no. Where nobody can answer, the answer is no.
import type { Terminal } from '../present/index.ts'

export async function confirm(terminal: Terminal, question: string): Promise<boolean> {
  if (!terminal.stdin.isTTY) {
    await terminal.stderr.write(
      `${question}: nobody is there to be asked; nothing was done (see --help for the flag that says yes)\n`,
    )
    return false
  }
  const { createInterface } = await import('node:readline/promises')
  const lines = createInterface({ input: terminal.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await lines.question(`${question}. Are you sure? [yN] `)).trim())
  } finally {
    lines.close()
  }
}
