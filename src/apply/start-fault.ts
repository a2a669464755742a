// What a runtime says of a container that it cannot start, in the words of the stack file: which key is wrong, and what to look at.
// Knows the runtime's words; nothing of steps.
import type { Project, Service } from '../model/index.ts'
import { errorProblem, type Problem } from '../problem/index.ts'

export interface StartFault {
  readonly message: string
  readonly hint: string
  /** Keys of the service that may have asked for it, the likeliest first. */
  readonly keys: readonly string[]
}

interface Known {
  readonly words: RegExp
  readonly say: (part: (at: number) => string, service: Service | undefined) => StartFault
}

const known: readonly Known[] = [
  {
    words: /exec: "([^"]+)": (?:executable file not found|stat [^:]+: no such file|no such file)/,
    say: (part, service) => ({
      message: `its image has no program ${part(1)}`,
      hint: `look for a misspelt command or entrypoint; a command needs no quotes around all of it${service?.image === undefined ? '' : `, and docker run --rm --entrypoint ls ${service.image} /usr/bin shows what is there`}`,
      keys: programKeys(part(1), service),
    }),
  },
  {
    words: /exec: "([^"]+)": (?:permission denied|is a directory)/,
    say: (part, service) => ({
      message: `${part(1)} is nothing that can be run`,
      hint: 'it must be a file, and be executable: chmod +x it, or mode: 0755 where a config brings it',
      keys: programKeys(part(1), service),
    }),
  },
  {
    words: /exec format error/,
    say: () => ({
      message: 'its program is made for another kind of machine, or is a script without its first line',
      hint: 'use an image for this platform, or begin the script with #! and the program that reads it',
      keys: ['platform', 'image', 'command', 'entrypoint'],
    }),
  },
  {
    words: /unable to find (user|group) ([^:]+): no matching entries/,
    say: part => ({
      message: `its image has no ${part(1)} ${part(2)}`,
      hint: `make that ${part(1)} in the image, or write its number`,
      keys: part(1) === 'group' ? ['group_add', 'user'] : ['user'],
    }),
  },
  {
    words: /error mounting "([^"]+)" to rootfs at "([^"]+)".*not a directory/,
    say: part => ({
      message: `${part(1)} cannot be mounted at ${part(2)}: one is a folder and the other is not`,
      hint: `look at ${part(1)} on the engine's machine; a source that is missing is made as an empty folder`,
      keys: ['volumes', 'configs', 'secrets'],
    }),
  },
  {
    words: /adding (?:custom )?device "([^"]+)": no such file/,
    say: part => ({
      message: `the engine's machine has no device ${part(1)}`,
      hint: 'plug it in, load its driver, or drop it from devices',
      keys: ['devices'],
    }),
  },
  {
    words: /open \/proc\/sys\/(\S+): no such file/,
    say: part => ({
      message: `the kernel of the engine's machine has no setting ${part(1).replaceAll('/', '.')}`,
      hint: 'look for a misspelt sysctl, or one of a module that is not loaded',
      keys: ['sysctls'],
    }),
  },
  {
    words: /Cannot mkdir: (\S+) is not a directory|chdir to cwd \("([^"]+)"\)/,
    say: part => ({
      message: `its working folder ${part(1) || part(2)} cannot be entered`,
      hint: 'name a folder of the image, or one that the user of the container may enter',
      keys: ['working_dir', 'user'],
    }),
  },
]

export interface StartSubject {
  /** `container web-1`. */
  readonly resource: string
  /** The service, and where its files are: absent where they are not known. */
  readonly service?: string
  readonly project?: Project
}

/** A container that cannot start as its service is written; undefined where the engine's words say nothing of that. */
export function startProblem(words: string, subject: StartSubject): Problem | undefined {
  const { resource, service: name, project } = subject
  const service = name === undefined ? undefined : project?.stack.services[name]
  const fault = readStartFault(words, service)
  if (fault === undefined) return undefined
  const key = fault.keys.find(key => service?.[key as keyof Service] !== undefined)
  const place = key === undefined ? undefined : project?.origins.at(['services', name ?? '', key])?.place
  return errorProblem('container-cannot-start', `${resource} cannot start: ${fault.message}`, {
    hint: fault.hint,
    resource,
    cause: withoutRuntime(words.trim().split('\n')[0] ?? ''),
    ...(place !== undefined && { place }),
  })
}

/** Where the words are known: what they mean. */
export function readStartFault(text: string, service: Service | undefined): StartFault | undefined {
  for (const { words, say } of known) {
    const match = words.exec(text)
    if (match !== null) return say(at => match[at] ?? '', service)
  }
  return undefined
}

/** The runtime's own words without the names of the programs that passed them on. */
export function withoutRuntime(text: string): string {
  return text
    .replace(/^.*(?:unable to start container process|starting container process caused): /, '')
    .replace(/^error during container init: /, '')
    .replace(/: unknown$/, '')
}

function programKeys(program: string, service: Service | undefined): readonly string[] {
  return service?.entrypoint?.includes(program) === true
    ? ['entrypoint', 'command']
    : ['command', 'entrypoint', 'image']
}
