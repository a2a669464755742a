// The text of a first stack file, with comments that say what each part does. Knows no files and no languages.
import { companions } from './companions.ts'
import type { Need } from './needs.ts'

/** A service of the user's own. */
export interface OwnService {
  readonly name: string
  /** Where its sources are, relative to the stack file: `.`, `./api`. */
  readonly folder: string
  /** What it was read from, for a comment. */
  readonly from: string
  /** `3000`, `53/udp`. */
  readonly ports: readonly string[]
  readonly needs: readonly Need[]
  /** Built from the folder's Dockerfile, or run from its sources in an image of the language. */
  readonly by:
    | { readonly kind: 'build' }
    | {
        readonly kind: 'source'
        readonly image: string
        readonly command: readonly string[]
        readonly target: string
        readonly kept: readonly string[]
        readonly readOnly: boolean
      }
}

export function writeStack(services: readonly OwnService[]): string {
  const needs = [...new Set(services.flatMap(service => service.needs))]
  const taken = new Set<number>()
  const volumes = [
    ...services.flatMap(service => keptFolders(service).map(one => one.volume)),
    ...needs.flatMap(need => companions[need].volume ?? []),
  ]
  return [
    `# A first stack, written from ${services.map(service => at(service)).join(' and ')}. It is yours now: read it, change it.`,
    '#   gantry plan     what would happen',
    '#   gantry up -d    make it so',
    '#   gantry down     stop and remove it; volumes are kept',
    '',
    'services:',
    ...services.flatMap(service => [...indent(ownLines(service, taken)), '']),
    ...needs.flatMap(need => [`  ${need}:`, ...indent(indent(companions[need].lines)), '']),
    ...(volumes.length === 0
      ? []
      : [
          'volumes:',
          '  # What lies here outlives the containers; only down -v removes it.',
          ...volumes.map(volume => `  ${volume}:`),
          '',
        ]),
  ]
    .join('\n')
    .replace(/\n+$/, '\n')
}

const at = ({ folder, from }: OwnService): string => (folder === '.' ? from : `${folder.slice(2)}/${from}`)

const indent = (lines: readonly string[]): readonly string[] =>
  lines.map(line => (line === '' ? '' : `  ${line}`))

function ownLines(service: OwnService, taken: Set<number>): readonly string[] {
  const ports = service.ports.map(port => hostPort(port, taken))
  const addresses = service.needs.map(need => companions[need].address)
  return [
    `${service.name}:`,
    ...indent([
      ...(service.by.kind === 'build'
        ? [
            `# Built from ${service.folder === '.' ? 'the Dockerfile here' : `${service.folder}/Dockerfile`}: gantry up --build after a change.`,
            `build: ${quote(service.folder)}`,
          ]
        : sourceLines(service, service.by)),
      ...(ports.length === 0
        ? ['# Tell what it listens on, and it can be reached from this machine:', '# ports: ["8080:8080"]']
        : ['ports:', '  # This machine : container.', ...ports.map(port => `  - "${port}"`)]),
      ...(addresses.length === 0
        ? []
        : [
            'environment:',
            '  # Services reach each other by their names. Name the variables as your program reads them.',
            ...unique(addresses).map(([name, value]) => `  ${name}: ${quote(value)}`),
          ]),
      ...(service.needs.length === 0 ? [] : ['depends_on:', ...indent(service.needs.flatMap(dependency))]),
      'restart: unless-stopped',
    ]),
  ]
}

/** Two databases would both be DATABASE_URL: the further ones are named after themselves. */
function unique(addresses: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  const seen = new Set<string>()
  return addresses.map(([name, value]) => {
    const free = seen.has(name) ? `${value.split(':')[0]?.toUpperCase()}_URL` : name
    seen.add(free)
    return [free, value] as const
  })
}

const dependency = (need: Need): readonly string[] => [
  `${need}:`,
  ...(companions[need].healthy
    ? ['  # Not before its health check passes.', '  condition: service_healthy']
    : ['  condition: service_started']),
]

function sourceLines(
  service: OwnService,
  by: Extract<OwnService['by'], { kind: 'source' }>,
): readonly string[] {
  return [
    '# Run from the sources in this folder, as long as there is no Dockerfile: gantry init --dockerfile --force writes one.',
    `image: ${quote(by.image)}`,
    ...(by.command.length === 0 ? [] : [`working_dir: ${by.target}`, `command: ${list(by.command)}`]),
    'volumes:',
    `  - ${service.folder === '.' ? './' : service.folder}:${by.target}${by.readOnly ? ':ro' : ''}`,
    ...keptFolders(service).flatMap(({ volume, folder }) => [`  - ${volume}:${folder}`]),
  ]
}

/** What an install leaves is kept apart from the sources. */
function keptFolders(service: OwnService): readonly { readonly volume: string; readonly folder: string }[] {
  if (service.by.kind !== 'source') return []
  return service.by.kept.map(folder => ({
    volume: `${service.name}-${folder.split('/').at(-1)?.replace(/^\./, '')}`,
    folder,
  }))
}

/** The port itself where this machine gives it to everyone, and no other service of the stack has it. */
function hostPort(port: string, taken: Set<number>): string {
  const container = Number.parseInt(port, 10)
  let host =
    container < 1024 ? (container === 443 ? 8443 : container === 80 ? 8080 : 8000 + container) : container
  while (taken.has(host)) host += 1
  taken.add(host)
  return `${host}:${port}`
}

/** Double quotes wherever YAML or a reader could stumble. */
const quote = (text: string): string => (/^[a-z.][\w./:-]*$/i.test(text) ? text : JSON.stringify(text))

/** A literal `$` is doubled: single ones stand for variables. */
const list = (words: readonly string[]): string =>
  `[${words.map(word => JSON.stringify(word.replaceAll('$', '$$$$'))).join(', ')}]`
