// The public file of the room: one use case a file, the stages in order.
export type { AppContext, ProjectOptions } from './context.ts'
export { listVariables, pinImages, serviceHashes } from './inspect-config.ts'
export { type LintResult, lintProject } from './lint.ts'
export {
  type ContainerQuery,
  type ContainerRow,
  listContainers,
  type Publisher,
  portsText,
} from './list-containers.ts'
export { type Loaded, LoadFailure, type LoadTuning, loadProject, loadRequest } from './project.ts'
export { loadOrRecall, recallProject } from './recall.ts'
export {
  applyPlan,
  type ReconcileOptions,
  type ReconcileResult,
  reconcile,
  type Scene,
  survey,
} from './reconcile.ts'
export { findReplica, listReplicas, type Replica } from './session/find-replica.ts'
export { followLogs, type LogRequest, type LogSink, type LogSource } from './session/follow-logs.ts'
export { shortName } from './session/short-name.ts'
