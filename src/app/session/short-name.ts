// A container's name without the project: `web-1` for `shop-web-1`. One that the files name themselves stays whole, though it begins alike.

/**
 * A replacement is started under a name of its own, `54fc8f2e7ca3_shop-web-1`, and gets its name when the old one is gone: what it
 * says meanwhile is said by `web-1`.
 */
export function shortName(project: string, name: string): string {
  const own = name.replace(/^[0-9a-f]{12}_/, '')
  for (const separator of ['-', '_']) {
    const rest = own.startsWith(project + separator) ? own.slice(project.length + 1) : ''
    if (/[-_]\d+$/.test(rest)) return rest
  }
  return own
}
