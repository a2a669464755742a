// What would keep the stack in this folder from coming up: what planning says of it, without doing any of it.
import { planUp } from '../../plan/index.ts'
import { loadProject } from '../project.ts'
import { survey } from '../reconcile.ts'
import { problemsOf } from './ask-engine.ts'
import { about, type Check, type Finding } from './finding.ts'

const { ok, warning, fault } = about('stack')

export const stackCheck: Check = {
  topic: 'stack',
  needsEngine: false,
  run: async ({ context, options, answering }) => {
    try {
      const { project, problems } = await loadProject(context, options)
      const count = Object.keys(project.stack.services).length
      const notices =
        answering === undefined ? [] : planUp((await survey(context, project)).input, {}).notices
      const found = [...problems, ...notices].map(toFinding)
      const loaded = `${project.stack.name} loads: ${count} service${count === 1 ? '' : 's'}`
      return [
        ...found,
        ...(found.length === 0
          ? [
              ok(
                answering === undefined
                  ? loaded
                  : `${loaded}; its ports are free, and nothing else is in its way`,
              ),
            ]
          : []),
      ]
    } catch (error) {
      const problems = problemsOf(error)
      if (problems.some(problem => problem.code === 'no-stack-file'))
        return [ok('none in this folder; gantry init writes a first one')]
      if (problems.length === 0) throw error
      return problems.map(toFinding)
    }
  },
}

function toFinding(problem: {
  severity: string
  message: string
  hint?: string
  place?: { file: string; line: number }
}): Finding {
  const at = problem.place === undefined ? '' : ` (${problem.place.file}:${problem.place.line})`
  return (problem.severity === 'error' ? fault : warning)(`${problem.message}${at}`, problem.hint)
}
