// The ports that a Dockerfile says its program listens on. Reads EXPOSE, and the variables in it; builds nothing.

/** Ports of the last stage, in order: `8080`, `53/udp`. A variable without a value is left out. */
export function exposedPorts(dockerfile: string): readonly string[] {
  const variables = new Map<string, string>()
  let ports: string[] = []
  for (const line of dockerfile.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const [, word = '', rest = ''] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(line) ?? []
    const keyword = word.toUpperCase()
    if (keyword === 'FROM') ports = []
    if (keyword === 'ARG' || keyword === 'ENV')
      for (const [, name = '', value = ''] of rest.matchAll(/(\w+)(?:=|\s+)["']?([\w./-]*)["']?/g))
        variables.set(name, value)
    if (keyword === 'EXPOSE') ports.push(...rest.trim().split(/\s+/).map(fill))
  }
  return [...new Set(ports)]
    .filter(port => /^\d+(\/(tcp|udp|sctp))?$/.test(port))
    .map(port => port.replace(/\/tcp$/, ''))

  function fill(text: string): string {
    return text.replace(
      /\$\{?(\w+)(?::?-([^}]*))?\}?/g,
      (_, name: string, other = '') => variables.get(name) || other,
    )
  }
}
