// What a person can do while `up` is in front: have the sources watched, leave, stop. The run itself is none of its business.
import { type Loaded, readRules, type WatchRules } from '../app/index.ts'
import type { LogWriter } from '../present/index.ts'
import { ProblemError } from '../problem/index.ts'
import { deferred } from '../support/index.ts'
import type { Invocation } from './command-module.ts'
import { type Menu, menuPossible, openMenu } from './menu.ts'
import { flag, seconds } from './options.ts'
import { showNotices } from './run-change.ts'
import { createWatching } from './watching.ts'

export interface UpConsoleRequest {
  readonly invocation: Invocation
  readonly loaded: Loaded
  readonly writer: LogWriter
  /** Watch from the start. */
  readonly watch: boolean
  /** Show the keys, where there is a terminal. */
  readonly menu: boolean
  detach(): void
  quit(): void
  /** Watching was turned off: what has ended may end the run. */
  released(): void
  failed(error: unknown): void
}

export interface UpConsole {
  /** Sources are watched: whatever ends may come back with the next change. */
  readonly watching: boolean
  /** Watching replaces or restarts containers at this moment: their exits are its doing. */
  readonly changing: boolean
  /** Before anything is started: from here on changes of sources are seen. @throws ProblemError */
  prepare(): Promise<void>
  /** The containers are there. */
  begin(): void
  /** Gives the terminal back, and ends the watching: what it was at is finished, or given up. May be called again. */
  close(how: 'finish' | 'give-up'): Promise<void>
}

export async function createUpConsole(request: UpConsoleRequest): Promise<UpConsole> {
  const { invocation, loaded, writer } = request
  const { terminal, options } = invocation
  const rules = request.watch ? await checkedRules(invocation, loaded) : undefined
  const begun = deferred<void>()
  let menu: Menu | undefined
  const watching = createWatching({
    invocation,
    loaded,
    ...(rules && { rules }),
    prune: true,
    quiet: flag(options, 'quietBuild'),
    timeout: seconds(options, 'timeout'),
    say: line => writer.note(`${mark} ${line}`),
    output: (container, stream, line) => writer.chunk(container, stream, Buffer.from(`${line}\n`)),
    failed: request.failed,
  })

  async function toggle(): Promise<void> {
    try {
      if (watching.active) {
        await watching.stop('finish')
        await writer.note(`${mark} Watch disabled`)
        request.released()
      } else await watching.start()
    } catch (error) {
      if (!(error instanceof ProblemError)) return request.failed(error)
      await showNotices(invocation, error.problems, loaded)
    }
  }

  const watchable = Object.values(loaded.project.stack.services).some(
    service => (service.develop?.watch ?? []).length > 0,
  )
  return {
    get watching() {
      return watching.active
    },
    get changing() {
      return watching.changing
    },
    async prepare() {
      if (request.watch) await watching.start(begun.promise)
    },
    begin() {
      begun.resolve()
      if (!request.menu || !menuPossible(terminal)) return
      menu = openMenu({
        terminal,
        detach: request.detach,
        quit: request.quit,
        ...(watchable && { watch: { active: () => watching.active, toggle } }),
      })
    },
    async close(how) {
      await menu?.close()
      await watching.stop(how)
    },
  }
}

/** Tells watching's own lines from those of containers. */
const mark = '⦿'

async function checkedRules(invocation: Invocation, loaded: Loaded): Promise<WatchRules> {
  const rules = await readRules(loaded.project, { noBuild: invocation.options.build === false })
  await showNotices(invocation, rules.warnings, loaded)
  return rules
}
