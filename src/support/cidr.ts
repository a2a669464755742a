// Addresses and subnets of both families as numbers. Knows nothing of networks and services.

export interface Address {
  readonly family: 4 | 6
  readonly value: bigint
}

export interface Subnet {
  readonly family: 4 | 6
  /** First and last address. */
  readonly first: bigint
  readonly last: bigint
  readonly prefix: number
}

/** `10.0.0.1`, `fd00::1`, `::ffff:10.0.0.1`, with or without a zone. Undefined where it is no address. */
export function parseAddress(text: string): Address | undefined {
  const [bare = ''] = text.trim().split('%')
  if (!bare.includes(':')) {
    const value = parseFour(bare)
    return value === undefined ? undefined : { family: 4, value }
  }
  const value = parseSix(bare)
  return value === undefined ? undefined : { family: 6, value }
}

/** `10.0.0.0/24`; bits beyond the prefix are passed over, as the engine does. Undefined where it is no subnet. */
export function parseSubnet(text: string): Subnet | undefined {
  const slash = text.lastIndexOf('/')
  if (slash < 0) return undefined
  const address = parseAddress(text.slice(0, slash))
  const digits = text.slice(slash + 1)
  const bits = address?.family === 4 ? 32 : 128
  if (address === undefined || !/^\d{1,3}$/.test(digits) || Number(digits) > bits) return undefined
  const prefix = Number(digits)
  const size = 1n << BigInt(bits - prefix)
  const first = address.value - (address.value % size)
  return { family: address.family, first, last: first + size - 1n, prefix }
}

export const isWithin = (address: Address, subnet: Subnet): boolean =>
  address.family === subnet.family && address.value >= subnet.first && address.value <= subnet.last

export const isPartOf = (inner: Subnet, outer: Subnet): boolean =>
  inner.family === outer.family && inner.first >= outer.first && inner.last <= outer.last

/** Whether two subnets have an address in common. */
export const overlaps = (a: Subnet, b: Subnet): boolean =>
  a.family === b.family && a.first <= b.last && b.first <= a.last

function parseFour(text: string): bigint | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined
  let value = 0n
  for (const part of text.split('.')) {
    if (Number(part) > 255) return undefined
    value = (value << 8n) | BigInt(part)
  }
  return value
}

function parseSix(text: string): bigint | undefined {
  const tail = /^(.*:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text)
  const four = tail === null ? undefined : parseFour(tail[2] as string)
  if (tail !== null && four === undefined) return undefined
  const written =
    tail === null || four === undefined
      ? text
      : `${tail[1]}${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}`
  const halves = written.split('::')
  if (halves.length > 2) return undefined
  const [head = [], rest = []] = halves.map(half => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - rest.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const groups = [...head, ...Array<string>(Math.max(0, missing)).fill('0'), ...rest]
  let value = 0n
  for (const group of groups) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined
    value = (value << 16n) | BigInt(`0x${group}`)
  }
  return value
}
