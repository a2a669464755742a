// Credential helpers: programs named docker-credential-NAME that speak JSON on stdin and stdout. What they say of a
// secret goes to the caller alone.

export interface HelperAnswer {
  readonly Username?: string
  readonly Secret?: string
}

/** A helper that could not be asked, or failed. The message holds no secrets. */
export class HelperFault extends Error {}

/** Asks a helper for a registry's credentials; undefined where it knows none. */
export async function askHelper(
  name: string,
  registry: string,
  environment: Readonly<Record<string, string>>,
): Promise<HelperAnswer | undefined> {
  const { code, stdout } = await run(name, 'get', registry, environment)
  if (code === 0) return parse<HelperAnswer>(name, stdout)
  // The protocol has no code for "there are none", only these words on stdout.
  if (/credentials not found/i.test(stdout)) return undefined
  throw new HelperFault(`docker-credential-${name} failed with exit code ${code}`)
}

/** The registries that a store knows. */
export async function listHelper(
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const { code, stdout } = await run(name, 'list', '', environment)
  if (code !== 0) throw new HelperFault(`docker-credential-${name} failed with exit code ${code}`)
  return Object.keys(parse<Record<string, string>>(name, stdout))
}

function parse<T extends object>(name: string, text: string): T {
  try {
    return (JSON.parse(text) ?? {}) as T
  } catch {
    throw new HelperFault(`docker-credential-${name} answered something that is not JSON`)
  }
}

async function run(
  name: string,
  verb: string,
  input: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ code: number; stdout: string }> {
  // The name becomes part of a program's name: no path may be smuggled in.
  if (!/^[\w.-]+$/.test(name)) {
    throw new HelperFault(`"${name}" is no name of a credential helper`)
  }
  const { spawn } = await import('node:child_process')
  return new Promise((resolve, reject) => {
    const child = spawn(`docker-credential-${name}`, [verb], {
      env: { ...environment },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk
    })
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new HelperFault(
          error.code === 'ENOENT'
            ? `docker-credential-${name} is not installed`
            : `docker-credential-${name} cannot be run (${error.code})`,
        ),
      ),
    )
    child.once('close', code => resolve({ code: code ?? 1, stdout }))
    // A helper that ends without reading its input is judged by its exit code.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}
