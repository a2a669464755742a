// Under which name the program was called: its own, or as a plugin of docker, or in Docker Compose's place. Knows how docker calls
// its plugins (docker/cli, "CLI plugins"); nothing of commands.
import type { Problem } from '../problem/index.ts'

export interface Identity {
  /** As usage lines write it: `gantry`, `docker gantry`, `docker compose` or `docker-compose`. */
  readonly program: string
  /** Called in Docker Compose's place: what scripts read must look like its answers. */
  readonly asCompose: boolean
  /** The command's words, without the plugin's own name, which docker puts among them. */
  readonly words: readonly string[]
}

/** docker asks a plugin who it is by this word, before anything else. */
export const metadataCommand = 'docker-cli-plugin-metadata'

/** Flags of docker that stand before the plugin's name and take a value. */
const dockerFlagsWithValue = new Set([
  '--config',
  '-c',
  '--context',
  '-H',
  '--host',
  '-l',
  '--log-level',
  '--tlscacert',
  '--tlscert',
  '--tlskey',
])

/** Words that docker puts before the plugin's name: `docker help compose up`, and its completion. */
const leadingWords = new Set(['help', '__complete', '__completeNoDesc'])

/** `calledAs` is the path or name of the file that was run; absent where that is not known. */
export function readIdentity(calledAs: string | undefined, argv: readonly string[]): Identity {
  const name = calledAs?.replace(/^.*\//, '').replace(/\.exe$/, '')
  const plugin = /^docker-(compose|gantry)$/.exec(name ?? '')?.[1]
  if (plugin === undefined) return { program: 'gantry', asCompose: false, words: argv }
  const at = pluginWord(argv, plugin)
  return {
    program: at === undefined ? `docker-${plugin}` : `docker ${plugin}`,
    asCompose: plugin === 'compose',
    words: at === undefined ? argv : argv.filter((_, index) => index !== at),
  }
}

/** Where the plugin's own name stands; docker hands on its whole command line, its own flags included. */
function pluginWord(argv: readonly string[], plugin: string): number | undefined {
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] as string
    if (word === plugin) return at
    if (dockerFlagsWithValue.has(word)) at += 1
    else if (!word.startsWith('-') && !leadingWords.has(word)) return undefined
  }
  return undefined
}

/** Hints name the program as the user called it: `type "docker compose logs web"`. */
export function renameHints(problems: readonly Problem[], { program }: Identity): readonly Problem[] {
  if (program === 'gantry') return problems
  return problems.map(problem =>
    problem.hint === undefined
      ? problem
      : { ...problem, hint: problem.hint.replaceAll(/\bgantry (?=[a-z-])/g, `${program} `) },
  )
}
