// The public file of the room: from files to the project.
export { readEnvironment } from './environment.ts'
export { createNodeIo, type LoadIo } from './io.ts'
export { type LoadRequest, type LoadResult, load } from './load.ts'
export { type PrintableOptions, toPrintable } from './printable.ts'
export { readMounts, readPorts, readVariables } from './short-forms.ts'
export { listVariables, type TemplateVariable } from './variables.ts'
