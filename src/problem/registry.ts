// The registry of problem codes: each room keeps its own list in `codes/`, this file joins them.
import type { CodeEntry } from './code-entry.ts'
import { applyCodes } from './codes/apply.ts'
import { cliCodes } from './codes/cli.ts'
import { composeCodes } from './codes/compose.ts'
import { engineCodes } from './codes/engine.ts'
import { imageCodes } from './codes/image.ts'
import { lowerCodes } from './codes/lower.ts'
import { planCodes } from './codes/plan.ts'
import { readCodes } from './codes/read.ts'
import { ruleCodes } from './codes/rules.ts'
import { schemaCodes } from './codes/schema.ts'

const codes = {
  ...readCodes,
  ...schemaCodes,
  ...composeCodes,
  ...ruleCodes,
  ...lowerCodes,
  ...engineCodes,
  ...imageCodes,
  ...planCodes,
  ...applyCodes,
  ...cliCodes,
}

export type ProblemCode = keyof typeof codes

/** Every code with its page, sorted by nothing: the order of the rooms. */
export const problemCodes: Readonly<Record<ProblemCode, CodeEntry>> = codes
