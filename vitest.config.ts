// The test projects: one per folder of test/. Unit tests need nothing; the others get a real engine first.
import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { SecondTries } from './test/setup/second-tries.ts'

const engineSetup = ['test/setup/engine.ts']
const slow = { testTimeout: 120_000, hookTimeout: 120_000 }

// Engine-bound projects share one group, so that no more than two of their files load the engine at a time.
const bounded = { pool: 'forks' as const, maxWorkers: 2, sequence: { groupOrder: 1 } }

// In continuous integration alone, what runs against an engine on a busy machine has one more try; a test that needed it is
// named at the end, with what its first try said.
const secondTry = { retry: process.env.CI ? 1 : 0 }

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))

export default defineConfig({
  // As scripts/build.mjs defines it.
  define: { __GANTRY_VERSION__: JSON.stringify(version) },
  test: {
    reporters: [new SecondTries(), 'default'],
    coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['src/**/generated/**'] },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          pool: 'forks',
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      { test: { name: 'conformance', include: ['test/conformance/**/*.test.ts'], ...slow, ...bounded } },
      {
        test: {
          name: 'engine',
          include: ['test/engine/**/*.test.ts'],
          globalSetup: engineSetup,
          ...secondTry,
          ...slow,
          ...bounded,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: engineSetup,
          ...secondTry,
          ...slow,
          ...bounded,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          globalSetup: engineSetup,
          ...secondTry,
          ...slow,
          ...bounded,
        },
      },
    ],
  },
})
