// What a first stack of a folder would be: the files, as text. Reads, decides, writes nothing: that is the command line's, which asks.
import { defaultFileNames } from '../../load/index.ts'
import { errorProblem, ProblemError } from '../../problem/index.ts'
import { exposedPorts } from './dockerfile-ports.ts'
import { type Folder, folderBelow } from './folder.ts'
import { readApplication } from './languages/index.ts'
import type { Application } from './languages/language.ts'
import { needsOf } from './needs.ts'
import { type OwnService, writeStack } from './write-stack.ts'

export interface FirstFile {
  /** Relative to the folder: `compose.yaml`, `api/Dockerfile`. */
  readonly name: string
  readonly content: string
}

/** What was found, before it is decided whether Dockerfiles are written. */
export interface FirstLook {
  /** Stack files that are there already. */
  readonly stackFiles: readonly string[]
  /** Folders of applications that have no Dockerfile, as people say them: `.`, `api`. */
  readonly withoutDockerfile: readonly string[]
  /** One line each: `web: package.json, port 3000, postgres`. */
  readonly found: readonly string[]
  files(options: { readonly dockerfiles: boolean }): readonly FirstFile[]
}

interface Part {
  /** `` for the folder itself, else `api/`. */
  readonly below: string
  readonly name: string
  readonly application: Application | undefined
  /** Text of the Dockerfile that is there. */
  readonly dockerfile: string | undefined
  readonly hasIgnore: boolean
}

/** @throws ProblemError `nothing-to-init` where neither the folder nor one in it has a file that tells anything. */
export async function lookAtFolder(folder: Folder): Promise<FirstLook> {
  const names = await folder.names()
  const parts = await readParts(folder, names)
  if (parts.length === 0)
    throw new ProblemError(
      errorProblem('nothing-to-init', 'nothing in this folder tells how it is run', {
        hint: 'go to the folder of a Dockerfile, package.json, requirements.txt, pyproject.toml, go.mod, Cargo.toml, Gemfile, composer.json, pom.xml, build.gradle or index.html',
      }),
    )
  const without = parts.filter(part => part.dockerfile === undefined)
  return {
    stackFiles: defaultFileNames.filter(name => names.includes(name)),
    withoutDockerfile: without.map(part => part.below.replace(/\/$/, '') || '.'),
    found: parts.map(part => {
      const service = toService(part, part.dockerfile !== undefined)
      const ports = service.ports.length === 0 ? [] : [`port ${service.ports.join(', ')}`]
      return `${service.name}: ${[service.from, ...ports, ...service.needs].join(', ')}`
    }),
    files: ({ dockerfiles }) => [
      {
        name: 'compose.yaml',
        content: writeStack(parts.map(part => toService(part, part.dockerfile !== undefined || dockerfiles))),
      },
      ...(dockerfiles ? without.flatMap(imageFiles) : []),
    ],
  }
}

/** The folder itself; where it holds no application, the folders in it. */
async function readParts(folder: Folder, names: readonly string[]): Promise<readonly Part[]> {
  const own = await readPart(folder, '')
  if (own !== undefined) return [own]
  const below = names.filter(name => name.endsWith('/') && !/^(\.|node_modules\/|vendor\/)/.test(name))
  const parts = await Promise.all(below.map(name => readPart(folderBelow(folder, name), name)))
  return parts.filter(part => part !== undefined)
}

async function readPart(folder: Folder, below: string): Promise<Part | undefined> {
  const [application, dockerfile, ignore] = await Promise.all([
    readApplication(folder),
    folder.read('Dockerfile'),
    folder.read('.dockerignore'),
  ])
  if (application === undefined && dockerfile === undefined) return undefined
  const port = dockerfile === undefined ? application?.port : exposedPorts(dockerfile)[0]
  return {
    below,
    name: below === '' ? (port === undefined ? 'app' : 'web') : serviceName(below),
    application,
    dockerfile,
    hasIgnore: ignore !== undefined,
  }
}

/** `My API/` → `my-api`. */
function serviceName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return name === '' ? 'app' : name
}

function toService(part: Part, build: boolean): OwnService {
  const { application, dockerfile } = part
  const exposed = dockerfile === undefined ? [] : exposedPorts(dockerfile)
  const source = build ? undefined : application?.source
  const port = source?.port ?? application?.port
  return {
    name: part.name,
    folder: part.below === '' ? '.' : `./${part.below.replace(/\/$/, '')}`,
    from:
      dockerfile === undefined
        ? (application?.from ?? '')
        : application === undefined
          ? 'Dockerfile'
          : `Dockerfile, ${application.from}`,
    ports: exposed.length > 0 ? exposed : port === undefined ? [] : [String(port)],
    needs: needsOf(application?.packages ?? []),
    by:
      source === undefined
        ? { kind: 'build' }
        : {
            kind: 'source',
            image: source.image,
            command: source.command,
            target: source.target,
            kept: source.kept ?? [],
            readOnly: source.readOnly ?? false,
          },
  }
}

/** Never what holds secrets or history, and never the stack file: a change of it builds nothing anew. */
const everywhere = ['.git', '.env', '.env.*', 'compose*.yaml', 'Dockerfile', '.dockerignore']

function imageFiles({ below, application, hasIgnore }: Part): readonly FirstFile[] {
  if (application === undefined) return []
  return [
    {
      name: `${below}Dockerfile`,
      content: `# Written by gantry init from ${application.from}. It is yours now.\n${application.dockerfile}`,
    },
    ...(hasIgnore
      ? []
      : [
          {
            name: `${below}.dockerignore`,
            content: `# What no image needs.\n${[...everywhere, ...application.ignore].join('\n')}\n`,
          },
        ]),
  ]
}
