// gantry init
import path from 'node:path'
import { type FirstFile, type FirstLook, lookAtFolder, openFolder } from '../../app/index.ts'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import type { CommandModule, Invocation } from '../command-module.ts'
import { confirm } from '../confirm.ts'
import { flag } from '../options.ts'
import { writeNew } from '../write-new.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .option('--dockerfile', 'write a Dockerfile and a .dockerignore, too, where there is none')
      .option('--force', 'write over a stack file that is there')
      .option('--no-dockerfile', 'write no Dockerfile, and do not ask')
      .option('--print', 'print what would be written, and write nothing')
      .addHelpText('after', '\nExample: gantry init --dockerfile')
  },
  async run(invocation) {
    const { options, app, globals, terminal } = invocation
    const folder = path.resolve(app.workingDirectory, globals.projectDirectory ?? '.')
    const look = await lookAtFolder(openFolder(folder))
    const force = flag(options, 'force')
    const onlyPrint = flag(options, 'print') || globals.dryRun
    if (look.stackFiles.length > 0 && !force && !onlyPrint) throw thereAlready(look.stackFiles)
    await terminal.stderr.write(look.found.map(line => `found ${line}\n`).join(''))
    const files = look.files({ dockerfiles: await wantsDockerfiles(invocation, look) })
    if (onlyPrint) await terminal.stdout.write(print(files))
    else {
      for (const file of files) {
        await writeNew(path.join(folder, file.name), file.content, {
          force: force && file.name === 'compose.yaml',
        })
        await terminal.stderr.write(`wrote ${file.name}\n`)
      }
      await terminal.stderr.write('next: gantry plan, then gantry up -d\n')
    }
    return 0
  },
}

function thereAlready(names: readonly string[]): ProblemError {
  return new ProblemError(
    errorProblem('file-exists', `${names.join(' and ')} is there already, and was left as it is`, {
      hint: 'see what init would write with gantry init --print; gantry init --force writes compose.yaml anew',
    }),
  )
}

/** As the flags say; without a flag a person is asked, and nobody's silence writes a file. */
async function wantsDockerfiles(
  { options, globals, terminal }: Invocation,
  look: FirstLook,
): Promise<boolean> {
  if (look.withoutDockerfile.length === 0) return false
  if (options.dockerfile !== undefined) return options.dockerfile === true
  const where = look.withoutDockerfile.join(', ')
  if (terminal.stdin.isTTY && !globals.dryRun && !flag(options, 'print'))
    return await confirm(terminal, `There is no Dockerfile in ${where}: write one, and a .dockerignore`)
  await terminal.stderr.write(
    `no Dockerfile in ${where}: the stack runs the sources; --dockerfile writes one\n`,
  )
  return false
}

/** One file as it is, several with their names. */
function print(files: readonly FirstFile[]): string {
  if (files.length === 1) return files[0]?.content ?? ''
  return files.map(file => `# ---- ${file.name}\n${file.content}`).join('\n')
}
