// Each example does what its README says: the commands of its console blocks are run as they are written, in their order, and what
// stands below them is what they print. Then nothing is left to do, and going down keeps the data.
import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, test } from 'vitest'
import { serviceOf } from './dsl/engine.ts'
import { look, makeWorld, removeWorld, type World } from './dsl/world.ts'

const examples = join(import.meta.dirname, '..', '..', 'examples')
const gantry = process.env.GANTRY_TEST_BIN ?? join(import.meta.dirname, '..', '..', 'dist', 'gantry')

interface Example {
  /** The port that the README names, which is another here. */
  readonly port: string
  readonly environment: Readonly<Record<string, string>>
  /** Services that are built: their images get names of this test's own. */
  readonly built?: readonly string[]
  /** Containers that run once the README has been followed, and volumes that are left after all. */
  readonly runs: readonly string[]
  readonly keeps: readonly string[]
}

const cases: Record<string, Example> = {
  'web-redis': {
    port: '4567',
    environment: { BASE: 'gantry/base:bookworm' },
    built: ['web', 'redis'],
    runs: ['redis', 'web'],
    keeps: ['counter'],
  },
  'three-tiers': {
    port: '8088',
    environment: { BASE: 'gantry/base:bookworm' },
    built: ['web', 'api', 'migrate', 'db'],
    runs: ['api', 'db', 'web'],
    keeps: ['data'],
  },
  dozen: { port: '8090', environment: { IMAGE: 'gantry/tiny' }, runs: [], keeps: ['stock'] },
}

// A first build installs packages.
const patience = { timeout: 360_000 }

describe('examples', () => {
  test.concurrent.each(Object.entries(cases))(
    '%s does what its README says',
    patience,
    async (name, example) => {
      await inExample(name, example, async world => {
        const followed = await follow(world, example.port)
        expect(followed).toBeGreaterThan(4)
        const running = (await look(world)).containers.filter(one => one.State.Running).map(serviceOf)
        expect(running.sort()).toEqual(example.runs)
        await shell(world, 'gantry up -d --wait')
        const plan = await shell(world, 'gantry plan --detailed-exitcode')
        expect(plan.code, plan.stdout + plan.stderr).toBe(0)
        expect(await shell(world, 'gantry lint --strict')).toMatchObject({ code: 0 })
        await shell(world, 'gantry down')
        const { containers, networks, volumes } = await look(world)
        expect([containers, networks]).toEqual([[], []])
        expect(volumes.map(volume => volume.Name)).toEqual(
          example.keeps.map(key => `${world.project}_${key}`),
        )
      })
    },
  )

  test.concurrent(
    'ci-deploy: the rehearsal passes, and does all that the workflow does',
    patience,
    async () => {
      const example = { port: '8070', environment: { IMAGE: 'gantry/tiny' }, runs: [], keeps: [] }
      await inExample('ci-deploy', example, async world => {
        world.environment.SITE_PORT = world.environment.FREE_PORT as string
        const { code, stdout, stderr } = await shell(world, './rehearse')
        expect(code, stdout + stderr).toBe(0)
        expect(stdout).toContain('the rehearsal has passed')
        const workflow = await readFile(join(world.folder, '.github', 'workflows', 'deploy.yaml'), 'utf8')
        const steps = [...workflow.matchAll(/^\s+(?:- run: )?(gantry [^>|\n]*?)\s*(?:>>.*)?$/gm)].map(
          match => match[1],
        )
        expect(steps.length).toBeGreaterThan(3)
        for (const step of steps) expect(stdout).toContain(`$ ${step}\n`)
        expect((await look(world)).containers).toEqual([])
      })
    },
  )
})

/** Runs every command of the console blocks; returns how many. */
async function follow(world: World, port: string): Promise<number> {
  const readme = await readFile(join(world.folder, 'README.md'), 'utf8')
  const blocks = [...readme.matchAll(/```console\n(.*?)```/gs)].map(match => match[1] ?? '')
  const commands = blocks
    .join('')
    .split(/^\$ /m)
    .filter(text => text.trim() !== '')
  for (const text of commands) {
    const [line = '', ...output] = text
      .replaceAll(`:${port}`, `:${world.environment.FREE_PORT}`)
      .trimEnd()
      .split('\n')
    const { code, stdout, stderr } = await shell(world, line)
    expect(code, `${line}\n${stdout}${stderr}`).toBe(0)
    if (output.length > 0) expect(stdout.trimEnd(), line).toBe(output.join('\n'))
  }
  return commands.length
}

async function inExample(
  name: string,
  example: Example,
  body: (world: World) => Promise<void>,
): Promise<void> {
  const world = await makeWorld({ files: {}, environment: example.environment })
  try {
    await cp(join(examples, name), world.folder, { recursive: true })
    const images = (example.built ?? []).map(
      service => `  ${service}: { image: ${world.project}-${service} }\n`,
    )
    if (images.length > 0)
      await writeFile(join(world.folder, 'compose.override.yaml'), `services:\n${images.join('')}`)
    Object.assign(world.environment, {
      COMPOSE_PROJECT_NAME: world.project,
      WEB_PORT: world.environment.FREE_PORT,
      PATH: `${await makePrograms(world)}:${world.environment.PATH}`,
    })
    await body(world)
  } finally {
    await removeWorld(world)
  }
}

/** `gantry` as it is tested, and as much of `curl` as the READMEs use: not every machine has it. */
async function makePrograms(world: World): Promise<string> {
  const folder = join(world.environment.HOME as string, 'bin')
  await mkdir(folder)
  const run = /\.c?js$/.test(gantry) ? `"${process.execPath}" "${gantry}"` : `"${gantry}"`
  await writeFile(join(folder, 'gantry'), `#!/bin/sh\nexec ${run} "$@"\n`)
  await writeFile(
    join(folder, 'curl'),
    `#!${process.execPath}
const [url, body] = process.argv[2] === '-d' ? [process.argv[4], process.argv[3]] : [process.argv[2]]
fetch(url, { signal: AbortSignal.timeout(10_000), ...(body && { method: 'POST', body }) })
  .then(answer => answer.text())
  .then(text => process.stdout.write(text))
`,
  )
  for (const program of ['gantry', 'curl']) await chmod(join(folder, program), 0o755)
  return folder
}

interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function shell(world: World, line: string): Promise<Said> {
  return new Promise(resolve => {
    const options = {
      cwd: world.folder,
      env: world.environment,
      timeout: 240_000,
      killSignal: 'SIGKILL' as const,
    }
    execFile('bash', ['-c', line], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr })
    })
  })
}
