// The words that scenarios are written in.
export * from './checks.ts'
export { peerCompose } from './run.ts'
export { runSteps, scenario, theme } from './scenario.ts'
export * from './steps.ts'
