// Files that a command writes for its user: over one that is there only where it is told to.
import { writeFile } from 'node:fs/promises'
import { errorProblem, ProblemError } from '../problem/index.ts'

/** @throws ProblemError `file-exists` or `cannot-write`. */
export async function writeNew(
  file: string,
  content: string,
  options: { readonly force: boolean; readonly mode?: number },
): Promise<void> {
  try {
    const { force, mode = 0o666 } = options
    await writeFile(file, content, { flag: force ? 'w' : 'wx', mode })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ProblemError(
      code === 'EEXIST'
        ? errorProblem('file-exists', `${file} is there already, and was left as it is`, {
            hint: 'write to another file with -o, or over this one with --force',
          })
        : errorProblem('cannot-write', `${file} cannot be written (${code})`, {
            hint: 'see that its folder is there, may be written to, and has room',
          }),
    )
  }
}
