// `alpha …`: names under which Docker Compose has commands that are not final there. Each is a command of its own here.
import { usage } from './usage.ts'

const commands: Readonly<Record<string, string>> = {
  viz: 'viz',
  generate: 'generate',
  publish: 'publish',
  scale: 'scale',
  watch: 'watch',
}

/** What follows `alpha`, as the words of an ordinary command line. @throws ProblemError */
export function resolveAlpha(words: readonly string[]): {
  readonly words: readonly string[]
  readonly dryRun: boolean
} {
  const [name, ...rest] = words
  if (name === 'dry-run') return { words: rest[0] === '--' ? rest.slice(1) : rest, dryRun: true }
  const known = commands[name ?? '']
  if (known !== undefined) return { words: [known, ...rest], dryRun: false }
  const names = ['dry-run', ...Object.keys(commands)].sort().join(', ')
  throw usage(
    name === undefined ? 'say which alpha command' : `unknown command ${JSON.stringify(`alpha ${name}`)}`,
    `there are ${names}`,
  )
}
