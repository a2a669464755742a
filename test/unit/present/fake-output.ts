// An output that keeps what is written.
import type { Output } from '../../../src/present/index.ts'

export function memoryOutput(rest: Partial<Output> = {}): Output & { text(): string } {
  const parts: Buffer[] = []
  return {
    isTTY: false,
    color: false,
    columns: 80,
    rows: 24,
    write: async data => void parts.push(Buffer.from(data)),
    text: () => Buffer.concat(parts).toString(),
    ...rest,
  }
}
