// gantry viz: the graph of services as Docker Compose's `alpha viz` prints it. What it lacks is in `graph`.
import { loadProject, type Stack } from '../../app/index.ts'
import type { CommandModule } from '../command-module.ts'
import { count, flag } from '../options.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .option('--image', 'with image names')
      .option('--indentation-size <n>', 'tabs or spaces before a line', '1')
      .option('--networks', 'with networks')
      .option('--ports', 'with ports')
      .option('--spaces', 'indent by spaces, not by tabs')
      .addHelpText('after', '\nExample: gantry viz --image --ports | dot -Tsvg > stack.svg')
  },
  async run({ app, globals, options, terminal }) {
    const { project } = await loadProject(app, globals)
    const indent = (flag(options, 'spaces') ? ' ' : '\t').repeat(count(options, 'indentationSize') ?? 1)
    const { name, services } = project.stack
    const nodes = Object.values(services).map(
      service =>
        `${quote(service.name)} [style="filled" label=<<font point-size="15">${markup(service.name)}</font>${[
          ...(flag(options, 'networks')
            ? [part('Networks', Object.keys(service.networks ?? {}).sort())]
            : []),
          ...(flag(options, 'ports') ? [part('Ports', portsOf(service))] : []),
          ...(flag(options, 'image') ? [part('Image', [service.image ?? `${name}-${service.name}`])] : []),
        ].join('')}>];`,
    )
    const edges = Object.values(services).flatMap(service => {
      const needed = Object.keys(service.depends_on ?? {}).filter(on => services[on] !== undefined)
      return needed.map(on => `${quote(service.name)} -> ${quote(on)};`)
    })
    const lines = ['layout=dot;', ...nodes, '', ...edges]
    const body = lines.map(line => (line === '' ? '' : `${indent}${line}`))
    await terminal.stdout.write([`digraph ${quote(name)} {`, ...body, '}', ''].join('\n'))
    return 0
  },
}

function part(title: string, values: readonly string[]): string {
  if (values.length === 0) return ''
  return `<font point-size="10"><br/><br/><b>${title}:</b>${values.map(value => `<br/>${markup(value)}`).join('')}</font>`
}

function portsOf({ ports = [] }: Stack['services'][string]): string[] {
  return ports.map(port => {
    const from = port.published ? `${port.host_ip ? `${port.host_ip}:` : ''}${port.published}:` : ''
    return `${from}${port.target} (${port.protocol ?? 'tcp'}, ${port.mode ?? 'ingress'})`
  })
}

const quote = (text: string): string => `"${text.replaceAll('"', '\\"')}"`

const markup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
