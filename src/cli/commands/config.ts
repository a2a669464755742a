// gantry config

import process from 'node:process'
import { Option } from 'commander'
import {
  listVariables,
  loadProject,
  type Project,
  pinImages,
  type Stack,
  serviceHashes,
  toPrintable,
} from '../../app/index.ts'
import { placeText, renderYaml } from '../../present/index.ts'
import { formatTable } from '../../support/index.ts'
import type { CommandModule, Invocation } from '../command-module.ts'
import { flag, text } from '../options.ts'
import { showNotices } from '../run-change.ts'
import { usage } from '../usage.ts'
import { writeNew } from '../write-new.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('--environment', 'print the variables that interpolation sees')
      .option('--format <format>', 'yaml or json')
      .option('--hash <services>', 'print a hash of each service, * for all')
      .option('--images', 'print the image names')
      .option('--lock-image-digests', 'print an override file that pins images to digests')
      .option('--models', 'print the model names')
      .option('--networks', 'print the network names')
      .option('--no-consistency', 'do not check what refers to what')
      .option('--no-env-resolution', 'do not read files of variables into services')
      .option('--no-interpolate', 'leave variables as they are written')
      .option('--no-normalize', 'do not write out what is implied')
      .option('--no-path-resolution', 'leave paths as they are written')
      .option('--origins', 'say of each value where it comes from, file:line:column')
      .option('-o, --output <file>', 'write to a file')
      .option('--profiles', 'print the profile names')
      .option('-q, --quiet', 'print nothing but problems')
      .option('--resolve-image-digests', 'pin images to digests')
      .option('--services', 'print the service names')
      .option('--variables', 'print the variables that the files use')
      .option('--volumes', 'print the volume names')
      .addOption(new Option('--no-color').hideHelp())
      .addHelpText('after', '\nExample: gantry config --origins')
  },
  async run(invocation) {
    const { options, args, app, globals } = invocation
    if (flag(options, 'variables')) return await print(invocation, await variables(invocation))
    const lists = ['profiles', 'hash', 'images'].some(name => options[name] !== undefined)
    const loaded = await loadProject(
      app,
      { ...globals, ...(flag(options, 'profiles') && { profiles: ['*'] }) },
      {
        services: [...args],
        interpolate: options.interpolate !== false,
        normalize: options.normalize !== false,
        resolvePaths: options.pathResolution !== false,
        resolveEnvironment: options.envResolution !== false,
        consistency: options.consistency !== false,
        ...(lists && { allResources: true }),
      },
    )
    await showNotices(invocation, loaded.problems, loaded)
    if (flag(options, 'quiet')) return 0
    const { project } = loaded
    const { stack } = project
    const named = (names: Iterable<string>) => lines([...names].sort())
    if (flag(options, 'services')) return await print(invocation, lines(Object.keys(stack.services)))
    if (flag(options, 'volumes')) return await print(invocation, named(Object.keys(stack.volumes)))
    if (flag(options, 'networks')) return await print(invocation, named(Object.keys(stack.networks)))
    if (flag(options, 'models')) return await print(invocation, named(Object.keys(stack.models ?? {})))
    if (flag(options, 'profiles')) return await print(invocation, named(profilesOf(project)))
    if (flag(options, 'images')) return await print(invocation, named(imagesOf(project)))
    if (flag(options, 'environment')) {
      return await print(
        invocation,
        named(Object.entries(project.environment).map(([name, value]) => `${name}=${value}`)),
      )
    }
    if (options.hash !== undefined)
      return await print(invocation, lines(hashes(project, text(options, 'hash') ?? '*')))
    if (flag(options, 'lockImageDigests') || flag(options, 'resolveImageDigests')) {
      const pinned = await pinImages(app, project)
      const value = flag(options, 'lockImageDigests')
        ? { services: Object.fromEntries([...pinned].map(([service, image]) => [service, { image }])) }
        : {
            ...stack,
            services: Object.fromEntries(
              Object.entries(stack.services).map(([name, service]) => [
                name,
                { ...service, image: pinned.get(name) ?? service.image },
              ]),
            ),
          }
      return await print(invocation, render(invocation, project, value))
    }
    return await print(invocation, render(invocation, project, { ...stack }))
  },
}

/** As YAML or JSON; `$` is doubled where variables were filled in, so that the print can be loaded again. */
function render({ options }: Invocation, project: Project, value: Record<string, unknown>): string {
  const json = text(options, 'format', ['yaml', 'json']) === 'json'
  const clean = toPrintable(value as unknown as Stack, {
    keepVariables: options.interpolate === false,
    brief: !json,
  })
  if (json) return `${JSON.stringify(clean, null, 2)}\n`
  if (!flag(options, 'origins')) return renderYaml(clean)
  const view = { workingDirectory: process.cwd() }
  return renderYaml(clean, {
    comment: path => {
      const origin = project.origins.at(path)
      if (origin === undefined) return undefined
      const from = origin.from && origin.from !== 'file' ? ` (${origin.from})` : ''
      return `${placeText(origin.place, view)}${from}`
    },
  })
}

async function print({ options, terminal }: Invocation, output: string): Promise<number> {
  const file = text(options, 'output')
  if (file === undefined) await terminal.stdout.write(output)
  else await writeNew(file, output, { force: true })
  return 0
}

function lines(items: readonly string[]): string {
  return items.map(item => `${item}\n`).join('')
}

function profilesOf(project: Project): Set<string> {
  const services = [...Object.values(project.stack.services), ...Object.values(project.disabled)]
  return new Set(services.flatMap(service => service.profiles ?? []))
}

function imagesOf(project: Project): Set<string> {
  return new Set(
    Object.values(project.stack.services).flatMap(service =>
      service.provider ? [] : [service.image ?? `${project.stack.name}-${service.name}`],
    ),
  )
}

function hashes(project: Project, which: string): string[] {
  const wanted = which === '*' ? undefined : new Set(which.split(','))
  const known = Object.keys(project.stack.services)
  for (const name of wanted ?? []) {
    if (!known.includes(name)) throw usage(`no such service: ${name}`, `the stack has ${known.join(', ')}`)
  }
  return [...serviceHashes(project)]
    .filter(([name]) => wanted?.has(name) ?? true)
    .map(([name, hash]) => `${name} ${hash}`)
}

async function variables({ app, globals, options }: Invocation): Promise<string> {
  const found = await listVariables(app, globals)
  const format = text(options, 'format', ['yaml', 'json'])
  // The shapes are Docker Compose's: a map by name, whose fields begin with capitals in JSON alone.
  if (format === 'json') {
    const fields = found.map(one => ({
      Name: one.name,
      DefaultValue: one.defaultValue ?? '',
      PresenceValue: one.alternateValue ?? '',
      Required: one.required,
    }))
    return `${JSON.stringify(Object.fromEntries(fields.map(one => [one.Name, one])), null, 4)}\n`
  }
  if (format === 'yaml') {
    const fields = found.map(one => ({
      name: one.name,
      defaultvalue: one.defaultValue ?? '',
      presencevalue: one.alternateValue ?? '',
      required: one.required,
    }))
    return renderYaml(Object.fromEntries(fields.map(one => [one.name, one]))).replaceAll(/^ {2}/gm, '    ')
  }
  return formatTable(
    found.map(one => [one.name, String(one.required), one.defaultValue ?? '', one.alternateValue ?? '']),
    { header: ['NAME', 'REQUIRED', 'DEFAULT VALUE', 'ALTERNATE VALUE'], minWidth: 20 },
  )
}
