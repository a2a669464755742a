// Names every test that passed only at its second try, with what the first one said: a race is to be seen and mended,
// though it does not fail a run on a busy machine.
import type { Reporter, TestModule } from 'vitest/node'

/** A vitest reporter; says nothing where every test passed at once. */
export class SecondTries implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules) {
      for (const test of module.children.allTests('passed')) {
        if (!test.diagnostic()?.flaky) continue
        const first = test.result().errors?.[0]?.message ?? 'the first try left no message'
        console.log(`\nSECOND TRY  ${module.relativeModuleId} > ${test.fullName}\n  at first: ${first}`)
      }
    }
  }
}
