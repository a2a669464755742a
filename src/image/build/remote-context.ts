// Which contexts are URLs, in docker's words. Reads text, fetches nothing.

/** Whether a context is a git or archive URL, which a builder fetches itself, and not a folder. */
export function isRemoteContext(context: string): boolean {
  if (/^(https?|git|ssh|git\+[a-z]+):\/\//.test(context)) return true
  // Old short forms: git@host:path and github.com/owner/repository.
  return /^git@[^/]+:/.test(context) || context.startsWith('github.com/')
}
