// The public file of the room: one use case a file, the stages in order.

// What commands choose from: the planners, the plan's renderings, and the values that use cases take and give.
export { type ApplyEvent, rehearse } from '../apply/index.ts'
export type { Engine, Session } from '../engine/index.ts'
export { checkLimits } from '../image/index.ts'
export { createNodeIo, readMounts, readPorts, readVariables, toPrintable } from '../load/index.ts'
export type { Project, Stack } from '../model/index.ts'
export {
  type BuildOptions,
  type BuildPolicy,
  diffStack,
  findDrift,
  isEmpty,
  type Plan,
  type PlanInput,
  planBuild,
  planDown,
  planKill,
  planPause,
  planPull,
  planRestart,
  planRm,
  planStart,
  planStop,
  planUnpause,
  planUp,
  type ResourceId,
  renderDiff,
  renderDiffJson,
  renderPlan,
  renderPlanJson,
  renderPlanMarkdown,
  type SkippedPull,
  skippedPulls,
  type UpPolicy,
} from '../plan/index.ts'
export type { AppContext, ProjectOptions } from './context.ts'
export { runDoctor } from './doctor/run-doctor.ts'
export { withEnvFileSettings } from './env-file-settings.ts'
export { type GraphEdge, type GraphNode, type StackGraph, stackGraph } from './graph.ts'
export { type LimitsRequest, readLimits } from './image-limits.ts'
export { type Imported, type ImportRequest, importContainers } from './import/import-containers.ts'
export { openFolder } from './init/folder.ts'
export { type FirstFile, type FirstLook, lookAtFolder } from './init/init-stack.ts'
export { listVariables, pinImages, serviceHashes } from './inspect-config.ts'
export { type ImageQuery, inspectImage } from './inspect-image.ts'
export { type LintResult, lintProject } from './lint.ts'
export {
  type ContainerQuery,
  type ContainerRow,
  listContainers,
  type Publisher,
  portsText,
} from './list-containers.ts'
export { type ImageRow, listImages } from './list-images.ts'
export { listProcesses, type ProcessTable } from './list-processes.ts'
export { listProjects, type ProjectRow } from './list-projects.ts'
export { listVolumes, type VolumeRow } from './list-volumes.ts'
export { loadStackImages, saveStackImages } from './move-images.ts'
export {
  addOneOff,
  createdOneOff,
  type OneOff,
  type OneOffRequest,
  planOneOff,
} from './one-off.ts'
export { printBuilds } from './print-builds.ts'
export { type Loaded, LoadFailure, type LoadTuning, loadProject, loadRequest } from './project.ts'
export { publishedPort } from './published-port.ts'
export { type PushEvent, pushImages } from './push-images.ts'
export { loadOrRecall, recallProject } from './recall.ts'
export {
  applyPlan,
  askEarly,
  type ReconcileOptions,
  type ReconcileResult,
  reconcile,
  type Scene,
  survey,
} from './reconcile.ts'
export { planSavedAgain, printSavedPlan, readSavedPlan } from './saved-plan.ts'
export {
  type CopyContainer,
  type CopyOptions,
  copyContainers,
  copyInto,
  copyOut,
} from './session/copy.ts'
export { parseCopyArgument } from './session/copy-paths.ts'
export { execEach, findReplicas } from './session/exec-each.ts'
export { exportReplica } from './session/export-replica.ts'
export { findReplica, listReplicas, type Replica } from './session/find-replica.ts'
export { followEvents, type ProjectEvent } from './session/follow-events.ts'
export { followLogs, type LogRequest, type LogSink, type LogSource } from './session/follow-logs.ts'
export { emptyStats, followStats, type StatsRow, statsContainers } from './session/follow-stats.ts'
export { checkServices } from './session/known-services.ts'
export { shortName } from './session/short-name.ts'
export { stackContainers } from './session/stack-containers.ts'
export { removeOneOff, type StartedOneOff, startOneOff } from './session/start-one-off.ts'
export { waitServices } from './session/wait-services.ts'
export { buildWatched, planRebuild } from './watch/plan-rebuild.ts'
export { readRules, type WatchRules } from './watch/rules.ts'
export type { Rule, WatchDesk } from './watch/types.ts'
export { watchProject } from './watch/watch-project.ts'
