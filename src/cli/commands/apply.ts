// gantry apply FILE
import { readFile } from 'node:fs/promises'
import { planSavedAgain, readSavedPlan } from '../../app/index.ts'
import type { CommandModule, GlobalOptions } from '../command-module.ts'
import { runChange } from '../run-change.ts'
import { usage } from '../usage.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('<file>')
      .addHelpText(
        'after',
        '\nRuns the plan that was saved, or says what moved since and changes nothing.\nExample: gantry plan --out change.plan && gantry apply change.plan',
      )
  },
  async run(invocation) {
    const { args, app, globals } = invocation
    const [file] = args
    if (file === undefined) throw usage('say which saved plan: gantry apply FILE')
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw usage(`cannot read ${file}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`)
    })
    const saved = readSavedPlan(text)
    const {
      name,
      directory: _directory,
      ...project
    } = saved.origin.project as Partial<GlobalOptions> & {
      name?: string
      directory?: string
    }
    const policy = saved.origin.policy as { services?: string[]; noDeps?: boolean }
    const { exitCode } = await runChange(
      { ...invocation, globals: { ...globals, ...project, projectName: name ?? globals.projectName } },
      {
        command: `gantry apply ${file}`,
        tuning: { services: [...(policy.services ?? [])], noDeps: policy.noDeps === true },
        planner: input => planSavedAgain(saved, input, app.now()),
      },
    )
    return exitCode
  },
}
