// Files that editors and tools make for a moment beside the real ones. No rule ever means them, and nobody lists them in an ignore file.

const temporaryNames: readonly RegExp[] = [
  // vim: swap files of the first sessions, backups, and the file by which it tries whether it may write.
  /^\..*\.sw[pxon]$/,
  /^4913$/,
  /~$/,
  // emacs: locks and automatic saves.
  /^\.#/,
  /^#.*#$/,
  // kate
  /^\..*\.kate-swp$/,
  // JetBrains: what a safe write leaves for a moment.
  /___jb_(old|tmp)___$/,
  // The Go tools' trial file.
  /-go-tmp-umask$/,
]

/** Folders of tools that work beside the sources. */
const toolFolders: ReadonlySet<string> = new Set(['.git', '.idea'])

/** `relative` has slashes; every name of it counts. */
export function isTemporary(relative: string): boolean {
  const names = relative.split('/')
  const last = names.at(-1) ?? ''
  return names.some(name => toolFolders.has(name)) || temporaryNames.some(pattern => pattern.test(last))
}
