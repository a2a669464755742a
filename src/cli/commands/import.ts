// gantry import
import path from 'node:path'
import { Option } from 'commander'
import { type Imported, importContainers } from '../../app/index.ts'
import { renderYaml } from '../../present/index.ts'
import { joinShellWords } from '../../support/index.ts'
import type { CommandModule, Invocation } from '../command-module.ts'
import { flag, text } from '../options.ts'
import { showNotices } from '../run-change.ts'
import { writeNew } from '../write-new.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[container...]', 'names or ids; none: the project of -p, else all that run')
      .addOption(new Option('--format <format>', 'yaml or json').default('yaml'))
      .option('--force', 'write over a file that is there')
      .option('--keep-names', 'call the new containers as the old ones (container_name)')
      .option('--name <name>', 'name of the stack')
      .option('--no-secret-values', 'write ${NAME} in place of values that look secret')
      .option('-o, --output <file>', 'write to a file, else to standard output')
      .addOption(new Option('--project-dir <folder>').hideHelp())
      .addHelpText('after', '\nExample: gantry import web db -o compose.yaml')
  },
  async run(invocation) {
    const { options, args, app, globals, terminal } = invocation
    const format = text(options, 'format', ['yaml', 'json'] as const) ?? 'yaml'
    const output = text(options, 'output')
    const folder = text(options, 'projectDir') ?? (output === undefined ? '.' : path.dirname(output))
    const project = text(options, 'name') ?? globals.projectName
    const imported = await importContainers(await app.engine(), {
      containers: args,
      ...(project !== undefined && { project }),
      fallbackProject: projectName(path.resolve(app.workingDirectory, folder)),
      withoutSecrets: options.secretValues === false,
      keepNames: flag(options, 'keepNames'),
    })
    await showNotices(invocation, imported.problems)
    const rendered = render(imported, format)
    if (output === undefined) await terminal.stdout.write(rendered)
    else {
      await writeNew(path.resolve(app.workingDirectory, output), rendered, { force: flag(options, 'force') })
      await sayNext(invocation, imported, output)
    }
    return 0
  },
}

function render({ stack, containers }: Imported, format: 'yaml' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(stack, null, 2)}\n`
  const few = containers.length <= 6 ? containers.join(', ') : `${containers.length} containers`
  const body = renderYaml(stack)
  const external = /^ {4}external: true$/m.test(body)
    ? '# What is "external" is used as it is, and never removed.\n'
    : ''
  return `# Written by gantry import from ${few}.\n${external}${body}`
}

async function sayNext({ terminal }: Invocation, { containers }: Imported, output: string): Promise<void> {
  await terminal.stderr.write(
    [
      `wrote ${output} from ${containers.length} container${containers.length === 1 ? '' : 's'}; to hand them over:`,
      `  docker rm -f ${joinShellWords(containers)}`,
      `  gantry -f ${joinShellWords([output])} up -d`,
      '',
    ].join('\n'),
  )
}

/** As a stack file in that folder would be named. */
function projectName(folder: string): string {
  const name = path
    .basename(folder)
    .toLowerCase()
    .replace(/[^-_a-z0-9]/g, '')
    .replace(/^[-_]+/, '')
  return name === '' ? 'stack' : name
}
