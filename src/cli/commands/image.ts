// gantry image
import { createReadStream } from 'node:fs'
import { checkLimits, type ImageQuery, inspectImage, readLimits } from '../../app/index.ts'
import { renderLayers, renderLayersJson, type Terminal } from '../../present/index.ts'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import { formatHumanSize } from '../../support/index.ts'
import type { CommandModule } from '../command-module.ts'
import { count, flag, text } from '../options.ts'
import { usage } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .usage('[options] SERVICE|IMAGE')
      .argument('[image]')
      .option('--archive <file>', 'read a saved image, - for standard input; IMAGE names one of several')
      .option('--files', 'list what each layer adds, changes and removes')
      .option('--tree', 'the same as a tree of folders')
      .option('--layer <n>', 'the files of this layer alone')
      .option('--top <n>', 'how many of the most wasteful paths (default: 10; with --json all)')
      .option('--json', 'print JSON')
      .option('--ci', 'exit with 1 where a limit is broken')
      .option('--ci-config <file>', 'limits for --ci (default: .dive-ci, where it is there)')
      .option('--lowest-efficiency <share>', 'a limit for --ci (default: 0.9)')
      .option('--highest-wasted-bytes <size>', 'a limit for --ci (default: none)')
      .option('--highest-user-wasted-percent <share>', 'a limit for --ci (default: 0.1)')
      .addHelpText('after', '\nExample: gantry image web --ci --highest-wasted-bytes 20MB')
  },
  async run({ options, args, globals, app, terminal }) {
    const ci = flag(options, 'ci')
    const limits = ci ? await readLimits(app, limitsRequest(options)) : undefined
    const reading = showReading(terminal)
    const image = await inspectImage(app, globals, query(options, args, terminal), reading.read)
      .catch((error: unknown) => {
        if (app.signal.aborted) return undefined
        throw error
      })
      .finally(reading.end)
    if (image === undefined) return 130
    const layer = count(options, 'layer')
    if (layer !== undefined && !image.layers.some(one => one.number === layer)) {
      throw usage(`there is no layer ${layer}`, `the image has layers 1 to ${image.layers.length}`)
    }
    const results = limits && checkLimits(image, limits)
    const top = count(options, 'top')
    const shared = {
      files: flag(options, 'files'),
      ...(layer !== undefined && { layer }),
      ...(results && { limits: results }),
    }
    await terminal.stdout.write(
      flag(options, 'json')
        ? renderLayersJson(image, { ...shared, ...(top !== undefined && { top }) })
        : renderLayers(image, {
            ...shared,
            output: terminal.stdout,
            tree: flag(options, 'tree'),
            top: top ?? 10,
          }),
    )
    return results?.some(one => !one.passed) ? 1 : 0
  },
}

function query(
  options: Readonly<Record<string, unknown>>,
  args: readonly string[],
  terminal: Terminal,
): ImageQuery {
  const archive = text(options, 'archive')
  const [target] = args
  if (archive === undefined) {
    if (target === undefined) throw usage('say which service or image', 'gantry image web, or --archive FILE')
    return { target }
  }
  const image = target === undefined ? {} : { image: target }
  if (archive !== '-') return { archive: readFile(archive), from: archive, ...image }
  if (terminal.stdin.isTTY === true)
    throw usage('nothing is piped in', 'docker save IMAGE | gantry image --archive -')
  return { archive: terminal.stdin, from: 'standard input', ...image }
}

async function* readFile(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file, { highWaterMark: 1024 * 1024 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') {
      throw new ProblemError(
        errorProblem('file-not-found', `there is no file ${file}`, {
          hint: `docker save IMAGE -o ${file} writes it`,
        }),
      )
    }
    if (code === 'EISDIR') throw new ProblemError(errorProblem('not-a-file', `${file} is a folder`))
    if (code === undefined) throw error
    throw new ProblemError(errorProblem('file-unreadable', `${file} cannot be read`, { cause: code }))
  }
}

function limitsRequest(options: Readonly<Record<string, unknown>>) {
  const file = text(options, 'ciConfig')
  const names = ['lowestEfficiency', 'highestWastedBytes', 'highestUserWastedPercent'] as const
  const flags = names.flatMap(name => {
    const value = text(options, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...(file !== undefined && { file }), flags: Object.fromEntries(flags) }
}

/** A line on a terminal that tells how far it is; it is gone when the image is read. */
function showReading({ stderr }: Terminal): {
  read(bytes: number, expected?: number): void
  end(): Promise<void>
} {
  let next = 50_000_000
  let shown = false
  return {
    read(bytes, expected) {
      if (!stderr.isTTY || bytes < next) return
      next = bytes + 10_000_000
      shown = true
      const of =
        expected !== undefined && expected >= bytes ? ` of about ${formatHumanSize(expected, 3)}` : ''
      void stderr.write(`\r\x1b[Kreading ${formatHumanSize(bytes, 3)}${of}`)
    },
    async end() {
      if (shown) await stderr.write('\r\x1b[K')
    },
  }
}
