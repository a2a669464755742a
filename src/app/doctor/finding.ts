// What the doctor finds: one line each, with a way out.
import type { Engine, EngineInfo } from '../../engine/index.ts'
import type { AppContext, ProjectOptions } from '../context.ts'

export interface Finding {
  /** What was looked at: `engine`, `disk`. */
  readonly topic: string
  readonly level: 'ok' | 'warning' | 'fault'
  readonly message: string
  /** What to type, or to change. */
  readonly advice?: string
}

/** An engine that answers. */
export interface Answering {
  readonly engine: Engine
  readonly info: EngineInfo
  /** Milliseconds since the epoch, half way between asking and hearing `info`. */
  readonly askedAt: number
  /** Milliseconds by which that may be wrong, either way. */
  readonly uncertainty: number
}

/** What every check is given. `engine`: undefined where none answers. */
export interface Patient {
  readonly context: AppContext
  readonly options: ProjectOptions
  readonly answering: Answering | undefined
}

export interface Check {
  readonly topic: string
  /** Whether it says nothing without an engine. */
  readonly needsEngine: boolean
  run(patient: Patient): Promise<readonly Finding[]>
}

/** Findings of one topic, written short. */
export function about(topic: string) {
  const finding =
    (level: Finding['level']) =>
    (message: string, advice?: string): Finding => ({
      topic,
      level,
      message,
      ...(advice !== undefined && { advice }),
    })
  return { ok: finding('ok'), warning: finding('warning'), fault: finding('fault') }
}
