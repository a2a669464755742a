// The records of a pax header: `LENGTH NAME=VALUE` and a line end, the length in bytes and counting itself.

export function readPax(bytes: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>()
  let at = 0
  while (at < bytes.length) {
    const blank = bytes.indexOf(32, at)
    const length = blank < 0 ? Number.NaN : Number(bytes.toString('latin1', at, blank))
    if (!(length > 0)) break
    const equals = bytes.indexOf(61, blank)
    const end = at + length - 1
    if (equals > 0 && equals < end) {
      records.set(bytes.toString('utf8', blank + 1, equals), bytes.toString('utf8', equals + 1, end))
    }
    at += length
  }
  return records
}
