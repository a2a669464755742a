// Every check, each within its time; whatever breaks is a finding. Order is the order of print.
import type { AppContext, ProjectOptions } from '../context.ts'
import { askEngine, messageOf, problemsOf, within } from './ask-engine.ts'
import { deepCheck } from './deep-check.ts'
import { clockCheck, diskCheck, versionCheck, warningsCheck } from './engine-checks.ts'
import type { Check, Finding, Patient } from './finding.ts'
import { builderCheck, credentialsCheck, locksCheck, namesCheck, proxyCheck } from './local-checks.ts'
import { stackCheck } from './stack-check.ts'

const checks: readonly Check[] = [
  versionCheck,
  warningsCheck,
  clockCheck,
  diskCheck,
  namesCheck,
  proxyCheck,
  credentialsCheck,
  builderCheck,
  locksCheck,
  stackCheck,
]

/** Milliseconds that one check may take; those that ask a busy engine may need long. */
const patience = 45_000

/** `deep`: also looks from inside a container. Never throws. */
export async function runDoctor(
  context: AppContext,
  options: ProjectOptions,
  { deep }: { readonly deep: boolean },
): Promise<readonly Finding[]> {
  const { answering, findings } = await askEngine(context)
  const patient: Patient = { context, options, answering }
  const possible = [...checks, ...(deep ? [deepCheck] : [])].filter(
    check => answering !== undefined || !check.needsEngine,
  )
  const found = await Promise.all(possible.map(check => examine(check, patient)))
  return [...findings, ...found.flat()]
}

async function examine(check: Check, patient: Patient): Promise<readonly Finding[]> {
  try {
    return await within(check.run(patient), patience)
  } catch (error) {
    const { topic } = check
    const problems = problemsOf(error)
    if (problems.length === 0)
      return [{ topic, level: 'fault', message: `this could not be looked at: ${messageOf(error)}` }]
    return problems.map(({ message, hint }) => ({
      topic,
      level: 'fault' as const,
      message,
      ...(hint !== undefined && { advice: hint }),
    }))
  }
}
