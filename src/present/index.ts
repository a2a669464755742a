// The public file of the room: values and events as text, for people and for machines.

export { type GraphFormat, renderGraph } from './graph/render-graph.ts'
export { renderLayersJson } from './layers/json.ts'
export { renderLayers } from './layers/text.ts'
export { createLogWriter, type LogWriter, type LogWriterOptions } from './logs.ts'
export { createLogFilter } from './log-filter.ts'
export { type ProblemView, placeText, renderProblems } from './problems.ts'
export { createProgress, type ProgressMode } from './progress/progress.ts'
export type { Progress } from './progress/progress-view.ts'
export { renderReport } from './report.ts'
export { createScreen, type Screen } from './screen.ts'
export { type Output, openTerminal, type Style, type Terminal } from './terminal.ts'
export { renderYaml, type YamlOptions } from './yaml.ts'
