// Text that comes in pieces, as whole lines.

/** Splits text into lines, without their ends; a carriage return alone starts a line over. */
export class LineSplitter {
  #pending = ''
  readonly #emit: (line: string) => void

  constructor(emit: (line: string) => void) {
    this.#emit = emit
  }

  push(text: string): void {
    const lines = (this.#pending + text).split('\n')
    this.#pending = lines.pop() ?? ''
    for (const line of lines) this.#emit(lastOverwrite(line))
  }

  /** Passes on what came after the last line end. */
  end(): void {
    if (this.#pending !== '') this.#emit(lastOverwrite(this.#pending))
    this.#pending = ''
  }
}

function lastOverwrite(line: string): string {
  const trimmed = line.replace(/\r+$/, '')
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1)
}
