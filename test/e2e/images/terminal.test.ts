// Transfers as they look on a terminal: one line an image, and plain lines in CI.
import { spawn } from 'node-pty'
import { type Check, CheckFailed, docker, type Step, scenario, theme } from '../dsl/index.ts'
import { gantryCommand } from '../dsl/run.ts'
import { elsewhere, imagesAre, registry } from './registry.ts'

const stack = `
services:
  one: { image: "\${REGISTRY}/\${PROJECT}/one:v1" }
  two: { image: "\${REGISTRY}/\${PROJECT}/two:v1" }
  twin: { image: "\${REGISTRY}/\${PROJECT}/two:v1" }
`

/** Runs gantry on a terminal of 100 by 30; its whole output counts as standard output. */
function onTerminal(
  line: string,
  environment: Readonly<Record<string, string>>,
  ...checks: readonly Check[]
): Step {
  return {
    title: `gantry ${line} on a terminal`,
    checks,
    async run(world) {
      const [file, ...first] = gantryCommand()
      const terminal = spawn(file as string, [...first, ...line.split(' ')], {
        cwd: world.folder,
        cols: 100,
        rows: 30,
        env: { ...world.environment, TERM: 'xterm', CI: '', ...environment },
      })
      let stdout = ''
      terminal.onData(data => {
        stdout += data
      })
      const exitCode = await new Promise<number>(resolve => terminal.onExit(end => resolve(end.exitCode)))
      world.runs = [{ command: `gantry ${line}`, exitCode, stdout, stderr: '', overdue: false }]
      if (exitCode !== 0) throw new CheckFailed(`exit code ${exitCode}\n${stdout}`)
      for (const check of checks) await check.verify(world)
    },
  }
}

/** What stands on the screen at the end: the frames are drawn over each other. */
function lastFrame(text: string): readonly string[] {
  const frame = text.split(/\u001b\[\?25l(?:\u001b\[\d+A)?\r/).at(-1) ?? ''
  return frame
    .replace(/\u001b\[[?\d;]*[A-Za-z]/g, '')
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(Boolean)
}

const oneLineEach: Check = {
  title: 'the last frame has a line an image',
  verify(world) {
    const { stdout = '' } = world.runs.at(-1) ?? {}
    const lines = lastFrame(stdout)
    const images = lines.filter(line => line.includes(`/${world.project}/`))
    const names = images.map(line => /\/(one|two):v1\s+Pulled/.exec(line)?.[1]).sort()
    if (names.join() !== 'one,two') throw new CheckFailed(`it is\n${lines.join('\n')}`)
    if (!lines[0]?.startsWith('[+] Running 2/2')) throw new CheckFailed(`it begins with ${lines[0]}`)
  },
}

const plainLines: Check = {
  title: 'the lines are plain',
  verify(world) {
    const { stdout = '' } = world.runs.at(-1) ?? {}
    if (stdout.includes('\u001b')) throw new CheckFailed('there are escape sequences')
    const ends = stdout.split(/\r?\n/).filter(line => line.endsWith(' Pulled'))
    if (ends.length !== 2) throw new CheckFailed(`${ends.length} images are said to be pulled`)
  },
}

theme('transfers on a terminal', () => {
  scenario('one line an image, plain in CI', {
    stack,
    steps: [
      registry(),
      docker('tag gantry/tiny $REGISTRY/$PROJECT/one:v1'),
      docker('push -q $REGISTRY/$PROJECT/one:v1'),
      docker('tag gantry/tiny $REGISTRY/$PROJECT/two:v1'),
      docker('push -q $REGISTRY/$PROJECT/two:v1'),
      elsewhere,
      onTerminal('pull', {}, oneLineEach, imagesAre('one:v1', 'two:v1')),
      elsewhere,
      onTerminal('pull', { CI: 'true' }, plainLines, imagesAre('one:v1', 'two:v1')),
      onTerminal('--progress plain pull', {}, plainLines),
      onTerminal('save -o all.tar', {}, imagesAre('one:v1', 'two:v1')),
    ],
  })
})
