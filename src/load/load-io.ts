// What loading needs of the machine, as a type: the caller passes it in.

export type PathKind = 'file' | 'folder' | 'other' | 'missing'

/** The machine as loading sees it. Passed in by the caller; all paths are absolute. */
export interface LoadIo {
  /** The bytes of a file; throws as node:fs does. */
  readFile(path: string): Promise<Uint8Array>
  /** What a path leads to, links followed; `other` are devices, sockets and pipes, which may never end. */
  kind(path: string): Promise<PathKind>
  /** In bytes; 0 where it does not exist. */
  size(path: string): Promise<number>
  realpath(path: string): Promise<string>
  homedir(): string
  /** All of standard input. */
  readStandardInput(): Promise<Uint8Array>
}
