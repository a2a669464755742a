// What the doctor found, one line each, with what to type below it.
import { cellWidth, padText } from '../support/index.ts'
import { type Output, paint, type Style } from './terminal.ts'

interface FindingView {
  readonly topic: string
  readonly level: 'ok' | 'warning' | 'fault'
  readonly message: string
  readonly advice?: string
}

const styles: Record<FindingView['level'], Style> = { ok: 'green', warning: 'yellow', fault: 'red' }

export function renderFindings(findings: readonly FindingView[], output: Output): string {
  const topics = Math.max(...findings.map(one => cellWidth(one.topic)))
  return findings
    .map(({ level, topic, message, advice }) => {
      const line = `${paint(output, styles[level], padText(level, 7))}  ${padText(topic, topics)}  ${message}\n`
      return advice === undefined ? line : `${line}${' '.repeat(topics + 11)}→ ${advice}\n`
    })
    .join('')
}
