// gantry plan

import process from 'node:process'
import {
  isEmpty,
  loadProject,
  planUp,
  printSavedPlan,
  renderPlan,
  renderPlanJson,
  renderPlanMarkdown,
  survey,
} from '../../app/index.ts'
import { hasErrors } from '../../problem/index.ts'
import type { CommandModule } from '../command-module.ts'
import { flag, text } from '../options.ts'
import { projectOptions } from '../project-options.ts'
import { showNotices } from '../run-change.ts'
import { addUpPlanOptions, upPolicy } from '../up-options.ts'
import { writeNew } from '../write-new.ts'

export const command: CommandModule = {
  configure: command => {
    command
      .argument('[service...]')
      .option('--format <format>', 'text, json or markdown')
      .option(
        '--detailed-exitcode',
        'exit with 0 when nothing is to do, 2 when there are changes, 1 on errors',
      )
      .option('--out <file>', 'save the plan, for gantry apply FILE')
      .addHelpText('after', '\nExample: gantry plan --detailed-exitcode')
    addUpPlanOptions(command)
  },
  async run(invocation) {
    const { app, globals, options, args, terminal } = invocation
    const loaded = await loadProject(app, globals, { services: [...args], noDeps: options.deps === false })
    const scene = await survey(app, loaded.project)
    const policy = upPolicy(invocation, args)
    const drafted = planUp(scene.input, policy)
    const plan = { ...drafted, notices: [...loaded.problems, ...scene.problems, ...drafted.notices] }
    const format = text(options, 'format', ['text', 'json', 'markdown']) ?? 'text'
    if (format !== 'json') await showNotices(invocation, plan.notices, loaded)
    const view = { directory: process.cwd() }
    const rendered = { text: renderPlan, json: renderPlanJson, markdown: renderPlanMarkdown }[format](
      plan,
      view,
    )
    await terminal.stdout.write(rendered.endsWith('\n') ? rendered : `${rendered}\n`)
    if (hasErrors(plan.notices)) return 1
    const out = text(options, 'out')
    if (out !== undefined)
      await writeNew(out, printSavedPlan(plan, scene.input, projectOptions(globals), policy), {
        force: true,
        mode: 0o600,
      })
    return flag(options, 'detailedExitcode') && !isEmpty(plan) ? 2 : 0
  },
}
