// Subnets in CIDR notation as ranges of numbers, IPv4 and IPv6.

/** First and last address; `bits` is 32 or 128. */
export interface Subnet {
  readonly bits: 32 | 128
  readonly first: bigint
  readonly last: bigint
}

/** Undefined where the text is no CIDR. Host bits are dropped. */
export function parseSubnet(text: string): Subnet | undefined {
  const [address = '', length = ''] = text.split('/')
  const bits = address.includes(':') ? 128 : 32
  const value = bits === 32 ? parseIpv4(address) : parseIpv6(address)
  const prefix = Number(length)
  if (value === undefined || !/^\d+$/.test(length) || prefix > bits) return undefined
  const size = 1n << BigInt(bits - prefix)
  const first = value - (value % size)
  return { bits, first, last: first + size - 1n }
}

export function overlaps(a: Subnet, b: Subnet): boolean {
  return a.bits === b.bits && a.first <= b.last && b.first <= a.last
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || parts.some(part => !/^\d{1,3}$/.test(part) || Number(part) > 255))
    return undefined
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n)
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head = [], tail = []] = halves.map(half => (half === '' ? [] : half.split(':')))
  const gap = 8 - head.length - tail.length
  if (gap < 0 || (halves.length === 1 && gap !== 0)) return undefined
  const groups = [...head, ...Array.from({ length: gap }, () => '0'), ...tail]
  if (groups.some(group => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n)
}
