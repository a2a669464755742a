// Where the reference cases are: stack files of others with the model that the reference makes of them. They are no part of
// the project, so a checkout without them skips what needs them, and says so.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** One case: files by path, how they are asked for, and what the reference says. */
export interface ReferenceCase {
  readonly id: string
  readonly files: Readonly<Record<string, string>>
  readonly main: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly profiles?: readonly string[]
  readonly project?: string
  readonly expect: { readonly ok: boolean }
  readonly deterministic?: boolean
}

/** The folder with the cases and their runner, or undefined where there is none. */
export function findCases(): string | undefined {
  const given = process.env.GANTRY_CONFORMANCE
  const folder = given === undefined ? path.resolve(root, '../shared/conformance') : path.resolve(given)
  if (existsSync(path.join(folder, 'run.mjs'))) return folder
  if (given !== undefined) throw new Error(`GANTRY_CONFORMANCE names ${folder}, which holds no run.mjs`)
  console.warn(
    `SKIPPED: no reference cases in ${folder}; GANTRY_CONFORMANCE names the folder that holds them`,
  )
  return undefined
}

/** Every case of the folder. */
export async function readCases(folder: string): Promise<ReferenceCase[]> {
  const texts = await Promise.all(
    ['compose-go.jsonl', 'real-world.jsonl'].map(name => readFile(path.join(folder, name), 'utf8')),
  )
  return texts.flatMap(text =>
    text
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as ReferenceCase),
  )
}

/** Runs something in a fresh folder that holds the case's files, and takes the folder away afterwards. */
export async function inCaseFolder<T>(
  { files, project = 'corpus' }: ReferenceCase,
  run: (folder: string) => Promise<T>,
): Promise<T> {
  const above = await mkdtemp(path.join(tmpdir(), 'gantry-case-'))
  const folder = path.join(above, project)
  try {
    await mkdir(folder, { recursive: true })
    for (const [name, text] of Object.entries(files)) {
      const file = path.resolve(folder, name)
      if (!file.startsWith(above)) continue
      await mkdir(path.dirname(file), { recursive: true })
      await writeFile(file, text)
    }
    return await run(folder)
  } finally {
    await rm(above, { recursive: true, force: true })
  }
}
