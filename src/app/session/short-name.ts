// A container's name without the project: `web-1` for `shop-web-1`.

export function shortName(project: string, name: string): string {
  for (const separator of ['-', '_']) {
    if (name.startsWith(project + separator)) return name.slice(project.length + 1)
  }
  return name
}
