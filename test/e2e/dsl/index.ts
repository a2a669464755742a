// The words that scenarios are written in.
//
//   scenario('an unchanged up is a no-op', {
//     stack: '…compose.yaml…',
//     steps: [gantry('up -d', containerRunning('web')), gantry('up -d', makesNoChangingCall, untouched('web'))],
//   })
//
// A step is a command and what must be true after it; its exit code must be 0 unless a check says otherwise. Each
// scenario has a project and a folder of its own, named `e2e-…`, and leaves nothing. `$PROJECT` and `$FREE_PORT` stand
// in commands, and as variables in stack files. A new claim becomes a check in checks.ts, with a look at real state.
export * from './checks.ts'
export { olderCompose, peerCompose } from './run.ts'
export { runSteps, scenario, theme } from './scenario.ts'
export * from './steps.ts'
