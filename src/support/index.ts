/**
 * The public face of support: graphs, durations, sizes, tables, templates, words, text and waiting.
 * General tools only; nothing here knows what the program is for, and nothing of ours is imported.
 */
export { type Deferred, deferred } from './async/deferred.ts'
export { type Limiter, limit } from './async/limit.ts'
export { type AsyncQueue, createAsyncQueue, mergeAsync } from './async/queue.ts'
export { raceAbort } from './async/race-abort.ts'
export { formatBinarySize, formatHumanSize, parseByteSize } from './byte-size.ts'
export { canonicalJson, digestJson, sha256Hex, shortDigestJson } from './canonical-json.ts'
export {
  type Address,
  isPartOf,
  isWithin,
  overlaps,
  parseAddress,
  parseSubnet,
  type Subnet,
} from './cidr.ts'
export {
  type Cycle,
  createGraph,
  findCycle,
  type Graph,
  graphLevels,
  reverseGraph,
  subgraph,
  topologicalOrder,
  transitiveDependants,
  transitiveDependencies,
} from './dag.ts'
export { formatDuration, formatDurationMs, parseDuration, parseDurationMs } from './duration.ts'
export {
  type ExecuteOptions,
  executeTemplate,
  formatGoValue,
  parseTemplate,
  type Template,
  TemplateFault,
  type TemplateFunction,
  type TemplateOptions,
} from './go-template/index.ts'
export {
  formatCanonicalReference,
  formatFamiliarName,
  formatFamiliarReference,
  type ImageReference,
  parseImageReference,
  withDefaultTag,
} from './image-reference.ts'
export {
  collectIntegerRanges,
  formatIntegerRange,
  type IntegerRange,
  integerRangeSize,
  integersInRange,
  parseIntegerRange,
} from './port-range.ts'
export { formatHumanDuration, formatTimeAgo, parseTimestamp } from './relative-time.ts'
export { failure, type Result, success, type TextFault } from './result.ts'
export { joinShellWords, quoteShellWord, type ShellWords, splitShellWords } from './shell-words.ts'
export { editDistance, suggestName } from './suggest.ts'
export { formatTable, type TableOptions } from './table.ts'
export { cellWidth, padText, stripAnsi, truncateText, wrapText } from './text.ts'
