// The container of one service while its concerns are lowered, and the fields that they leave for comparison.
// Places and secrecy are looked up only when asked: an unchanged stack of ten thousand services never asks.
import type { Origins } from '../model/index.ts'
import { errorProblem, type Place, type Problem, type ProblemCode, warningProblem } from '../problem/index.ts'
import type { ServiceInput } from './context.ts'
import { hasSecretOrigin, holdsCredentials, isSecretName } from './secrecy.ts'
import type {
  ContainerConfig,
  ContainerSpec,
  Field,
  FieldMode,
  FieldValue,
  FileSpec,
  HostConfig,
  MountSpec,
  NamespaceRef,
  NetworkingSpec,
  VolumesFromRef,
} from './spec.ts'

export type Path = readonly (string | number)[]

/** A field that finds its place and secrecy in the stack's origins when they are read. */
export class LocatedField implements Field {
  readonly name: string
  readonly value: FieldValue
  readonly mode?: FieldMode
  readonly #origins: Origins
  readonly #path: Path

  constructor(name: string, value: FieldValue, where: { origins: Origins; path: Path; mode?: FieldMode }) {
    this.name = name
    this.value = value
    this.#origins = where.origins
    this.#path = where.path
    if (where.mode !== undefined) this.mode = where.mode
  }

  get place(): Place | undefined {
    return this.#origins.at(this.#path)?.place
  }

  get secret(): boolean {
    return (
      isSecretName(this.name) ||
      holdsCredentialsAnywhere(this.value) ||
      hasSecretOrigin(this.#origins.at(this.#path))
    )
  }
}

function holdsCredentialsAnywhere(value: FieldValue): boolean {
  if (typeof value === 'string') return holdsCredentials(value)
  if (Array.isArray(value)) return value.some(holdsCredentialsAnywhere)
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsCredentialsAnywhere)
}

/** What the concerns of one service fill in. */
export class Draft {
  readonly input: ServiceInput
  readonly config: ContainerConfig = {}
  readonly host: HostConfig = {}
  readonly mounts: MountSpec[] = []
  readonly volumesFrom: VolumesFromRef[] = []
  readonly files: FileSpec[] = []
  readonly fields: Field[] = []
  readonly problems: Problem[] = []
  networking: NetworkingSpec = { kind: 'endpoints', endpoints: [] }
  namespaces: { ipc?: NamespaceRef; pid?: NamespaceRef; uts?: NamespaceRef; cgroup?: NamespaceRef } = {}
  bridge: Pick<ContainerSpec, 'bridgeLinks' | 'bridgeExternalLinks'> = {}

  constructor(input: ServiceInput) {
    this.input = input
  }

  /** Leaves a field for comparison; `path` is relative to the service. */
  field(name: string, value: FieldValue, path: Path, mode?: FieldMode): void {
    this.fields.push(
      new LocatedField(name, value, { origins: this.input.project.origins, path: this.#full(path), mode }),
    )
  }

  place(path: Path): Place | undefined {
    return this.input.project.origins.at(this.#full(path))?.place
  }

  error(code: ProblemCode, path: Path, message: string, hint?: string): void {
    this.problems.push(errorProblem(code, message, this.#rest(path, hint)))
  }

  warn(code: ProblemCode, path: Path, message: string, hint?: string): void {
    this.problems.push(warningProblem(code, message, this.#rest(path, hint)))
  }

  /** Reports an attribute that needs a newer engine; tells whether this one has it. */
  needsApi(api: string, path: Path, what: string): boolean {
    const { engine } = this.input.context
    if (atLeast(engine.apiVersion, api)) return true
    const needed = ENGINE_OF_API[api] ?? `API ${api}`
    const has = engine.version === undefined ? `API ${engine.apiVersion}` : engine.version
    this.error(
      'engine-too-old',
      path,
      `${what} needs Docker Engine ${needed} (API ${api}); this engine is ${has} (API ${engine.apiVersion})`,
      `upgrade the engine, or leave ${what} out`,
    )
    return false
  }

  #full(path: Path): Path {
    return ['services', this.input.service.name, ...path]
  }

  #rest(path: Path, hint: string | undefined) {
    const place = this.place(path)
    return {
      path: printPath(this.#full(path)),
      ...(place !== undefined && { place }),
      ...(hint !== undefined && { hint }),
    }
  }
}

/** The engine release that brought an API version, for messages. */
const ENGINE_OF_API: Readonly<Record<string, string>> = {
  '1.42': '23.0',
  '1.43': '24.0',
  '1.44': '25.0',
  '1.45': '26.0',
  '1.46': '27.0',
  '1.47': '27.2',
  '1.48': '28.0',
  '1.49': '28.1',
}

/** Whether an API version is at least another. */
export function atLeast(version: string, needed: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [needMajor = 0, needMinor = 0] = needed.split('.').map(Number)
  return major > needMajor || (major === needMajor && minor >= needMinor)
}

/** `services.web.ports[0]`. */
function printPath(path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  )
}
