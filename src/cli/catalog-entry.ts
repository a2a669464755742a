// What the list of commands knows of one.
import type { CommandModule } from './command-module.ts'

export interface CatalogEntry {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly group:
    | 'Run a stack'
    | 'See before you change'
    | 'Look at what runs'
    | 'Work in containers'
    | 'Images'
    | 'Files and tools'
  readonly summary: string
  readonly hidden?: boolean
  readonly load: () => Promise<{ command: CommandModule }>
}
