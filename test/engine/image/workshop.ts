// A place to build in: a folder, a project, an engine and a builder, all of which go with their test. Image names start
// with `test-` and a random part.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Engine, LiveImage } from '../../../src/engine/index.ts'
import { type BuildFlags, buildImage, type ImageContext } from '../../../src/image/index.ts'
import type { Build, FileObject, Project, Service } from '../../../src/model/index.ts'
import { type Problem, ProblemError } from '../../../src/problem/index.ts'
import { uniqueName } from '../adapter/engines.ts'

export type Builder = readonly [name: string, host: string, environment: Readonly<Record<string, string>>]

const engine = process.env.DOCKER_HOST ?? ''
const newer = process.env.GANTRY_NEWER_HOST
const buildx = process.env.GANTRY_PEER_BUILDX

export const classic: Builder = ['classic builder', engine, { DOCKER_BUILDKIT: '0' }]
/** Each engine's BuildKit without the plugin. */
export const buildKitOld: readonly Builder[] = [['BuildKit of the engine', engine, { GANTRY_BUILDX: 'none' }]]
export const buildKitNew: readonly Builder[] = newer
  ? [['BuildKit of the newer engine', newer, { GANTRY_BUILDX: 'none' }]]
  : []
/** The plugin with the BuildKit of the machine's engine. */
export const buildxOld: readonly Builder[] = buildx
  ? [['buildx on the engine', engine, { GANTRY_BUILDX: buildx }]]
  : []
/** The plugin with the newer engine's. */
export const buildxNew: readonly Builder[] =
  buildx && newer ? [['buildx on the newer engine', newer, { GANTRY_BUILDX: buildx }]] : []

export interface Made {
  readonly id: string
  readonly image: LiveImage
  /** What the builder printed. */
  readonly lines: readonly string[]
  /** Progress, as text. */
  readonly steps: readonly string[]
}

export interface Order {
  readonly build?: Build
  /** The Dockerfile, from `FROM gantry/tiny` on; inline where `build` names no other. */
  readonly dockerfile?: string
  readonly options?: BuildFlags
  readonly environment?: Readonly<Record<string, string>>
  readonly secrets?: Readonly<Record<string, FileObject>>
  readonly services?: Readonly<Record<string, Service>>
  readonly tag?: string
  readonly signal?: AbortSignal
  readonly homeDirectory?: string
  /** Hears each line of the build as it comes. */
  readonly onLine?: (line: string) => void
}

export interface Workshop {
  readonly folder: string
  /** Writes a file of the project folder, and its folders. */
  write(path: string, text: string): string
  /** Builds; the image is removed by `cleanUp`. */
  make(order: Order): Promise<Made>
  /** The problems of a build that must fail. */
  refusal(order: Order): Promise<readonly Problem[]>
  context(order?: Order): ImageContext & { readonly lines: string[]; readonly steps: string[] }
  /** A name that is removed at the end. */
  imageName(): string
  cleanUp(): Promise<void>
}

export function openWorkshop(engine: Engine, variables: Readonly<Record<string, string>>): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'gantry-image-'))
  const names: string[] = []
  const imageName = () => {
    const name = uniqueName('image')
    names.push(name)
    return name
  }

  const context: Workshop['context'] = ({ environment, signal, homeDirectory, onLine } = {}) => {
    const lines: string[] = []
    const steps: string[] = []
    return {
      engine,
      environment: { PATH: process.env.PATH ?? '', ...variables, ...environment },
      homeDirectory: homeDirectory ?? homedir(),
      report: {
        progress: text => steps.push(text),
        output: (_stream, line) => {
          lines.push(line)
          onLine?.(line)
        },
      },
      signal,
      lines,
      steps,
    }
  }

  const make = async (order: Order): Promise<Made> => {
    const { build = {}, dockerfile, options = {}, environment = {}, secrets = {}, services = {} } = order
    const tag = order.tag ?? imageName()
    const inline =
      dockerfile === undefined
        ? {}
        : { dockerfile_inline: `FROM gantry/tiny\nENV UNIQUE=${tag}\n${dockerfile}\n` }
    const project: Project = {
      stack: { name: 'test-image', services, networks: {}, volumes: {}, secrets, configs: {} },
      disabled: {},
      // Every value of a build stands somewhere in one file.
      origins: { at: path => ({ place: { file: 'compose.yaml', line: path.length, column: 1 } }) },
      directory: folder,
      files: [],
      envFiles: [],
      profiles: [],
      environment,
      sources: new Map(),
    }
    const using = context(order)
    const request = { service: 'web', tag, project, options, build: { context: folder, ...inline, ...build } }
    names.push(...(build.tags ?? []))
    const { id } = await buildImage(using, request)
    return { id, image: await engine.images.inspect(tag), lines: using.lines, steps: using.steps }
  }

  return {
    folder,
    context,
    imageName,
    make,
    write: (path, text) => {
      const file = join(folder, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
      return file
    },
    refusal: async order => {
      try {
        await make(order)
      } catch (error) {
        if (error instanceof ProblemError) return error.problems
        throw error
      }
      throw new Error('the build went well, and should not have')
    },
    cleanUp: async () => {
      for (const name of names.splice(0)) {
        await engine.images.remove(name, { force: true }).catch((error: { kind?: string }) => {
          if (error.kind !== 'not-found') throw error
        })
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
