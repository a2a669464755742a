// gantry load
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { loadStackImages } from '../../app/index.ts'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import type { CommandModule, Invocation } from '../command-module.ts'
import { flag, text } from '../options.ts'
import { transferLine } from '../transfer-line.ts'
import { usage } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .option('-i, --input <file>', 'read a file, not standard input')
      .option('-q, --quiet', 'say nothing')
      .addHelpText('after', '\nExample: gantry load -i shop.tar')
  },
  async run(invocation) {
    const { options, app, globals, terminal } = invocation
    const { archive, total } = await openArchive(invocation)
    const line = transferLine(terminal, 'Loading', total)
    let names: readonly string[]
    try {
      names = await loadStackImages(app, counted(archive, line.add), { progress: () => {}, output: () => {} })
    } finally {
      line.end()
    }
    if (flag(options, 'quiet') || globals.progress === 'quiet') return 0
    await terminal.stderr.write(names.map(name => `Loaded image ${name}\n`).join(''))
    return 0
  },
}

interface Archive {
  readonly archive: AsyncIterable<Uint8Array>
  /** Bytes, of a file. */
  readonly total?: number
}

async function openArchive({ options, terminal }: Invocation): Promise<Archive> {
  const file = text(options, 'input')
  if (file === undefined || file === '-') {
    if (terminal.stdin.isTTY === true)
      throw usage('nothing is piped in', 'name a file with -i, or pipe one: gantry load < FILE')
    return { archive: terminal.stdin }
  }
  // Before the engine is asked, which would only say that the connection broke.
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') {
      throw new ProblemError(
        errorProblem('file-not-found', `there is no file ${file}`, {
          hint: `gantry save -o ${file} writes it`,
        }),
      )
    }
    throw new ProblemError(
      errorProblem('file-unreadable', `${file} cannot be read`, { cause: error.message }),
    )
  })
  if (found.isDirectory()) throw new ProblemError(errorProblem('not-a-file', `${file} is a folder`))
  const archive = createReadStream(file, { highWaterMark: 1024 * 1024 })
  return { archive, ...(found.isFile() && { total: found.size }) }
}

async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of pieces) {
    onBytes(piece.length)
    yield piece
  }
}
