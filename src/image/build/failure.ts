// A failed build as a problem: the failing step, its last output, and the Dockerfile's line.
import { errorProblem, type Place, ProblemError } from '../../problem/index.ts'
import { type Dockerfile, readInstructions } from './dockerfile.ts'
import type { BuildInputs } from './inputs.ts'

export interface BuildFailure {
  /** The builder's own words, their first line the most telling. */
  readonly message: string
  /** Line of the Dockerfile, from 1. */
  readonly line?: number
  /** The instruction that failed, as the builder prints it. */
  readonly step?: string
  /** What the failing step printed last. */
  readonly output: readonly string[]
}

/** The problem of a failed build. */
export function buildFault(failure: BuildFailure, inputs: BuildInputs, dockerfile: Dockerfile): ProblemError {
  const { service } = inputs.request
  const { message, line, step, output } = failure
  const spot = line === undefined ? '' : ` at ${dockerfile.name}:${line}`
  const said = message.trim().split('\n')[0] ?? ''
  return new ProblemError(
    errorProblem('build-failed', `the build of ${service} failed${spot}: ${said}`, {
      hint: hintFor(message),
      place: placeOf(dockerfile, line),
      path: `services.${service}.build`,
      cause: [step, ...output].filter(Boolean).join('\n') || message.trim(),
    }),
  )
}

/** The line of the n-th instruction (from 1), as the classic builder counts them. */
export function lineOfStep(dockerfile: Dockerfile, number: number): number | undefined {
  return dockerfile.text === undefined ? undefined : readInstructions(dockerfile.text)[number - 1]?.line
}

/**
 * The line of a step by BuildKit's name for it, such as `[build 3/4] RUN make`: what an old BuildKit tells. Undefined where
 * no instruction, or more than one, reads so.
 */
export function lineOfName(dockerfile: Dockerfile, name: string): number | undefined {
  const wanted = name.replace(/^\[[^\]]*\]\s*/, '').replace(/\s+/g, ' ')
  const same = readInstructions(dockerfile.text ?? '').filter(({ text }) => text === wanted)
  return same.length === 1 ? same[0]?.line : undefined
}

/** The line that a parser complains of: `dockerfile parse error line 7: …`, or a frame of the file under `Dockerfile:7`. */
export function lineInWords(message: string): number | undefined {
  const found = /^\S+:(\d+)\n-{5,}$/m.exec(message) ?? /parse error (?:on )?line (\d+)/i.exec(message)
  return found === null ? undefined : Number(found[1])
}

function placeOf({ place, text, name }: Dockerfile, line: number | undefined): Place | undefined {
  // An inline Dockerfile's lines are not the file's: quoting and folding may have moved them.
  if (place === undefined || line === undefined || name === 'dockerfile_inline') return place
  const column = /\S/.exec(text?.split('\n')[line - 1] ?? '')?.index ?? 0
  return { file: place.file, line, column: column + 1 }
}

function hintFor(message: string): string | undefined {
  if (/\bdocker\/dockerfile(-upstream)?[:@/]/.test(message)) {
    return 'the `# syntax=` line has the builder fetch its Dockerfile frontend from that registry: let the engine reach it, or take the line out'
  }
  if (
    /requires BuildKit|BuildKit is (required|needed)|--mount option|--chmod option|unknown flag: (mount|link|chmod|parents|exclude|checksum)/i.test(
      message,
    )
  ) {
    return 'this needs BuildKit: install docker-buildx (Debian: apt-get install docker-buildx), and unset DOCKER_BUILDKIT where it is 0'
  }
  if (/pull access denied|authorization failed|unauthorized/i.test(message)) {
    return 'correct the name after FROM; where the image is private, docker login to its registry'
  }
  if (/connection refused|no such host|i\/o timeout|dial tcp/i.test(message)) {
    return 'see that the machine reaches the registry or host that the step asks'
  }
  return undefined
}
