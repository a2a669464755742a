import { describe, expect, it } from 'vitest'
import { isPartOf, isWithin, overlaps, parseAddress, parseSubnet } from '../../../src/support/cidr.ts'

describe('addresses', () => {
  it.each([
    ['0.0.0.0', 4, 0n],
    ['10.1.2.3', 4, 0x0a010203n],
    ['255.255.255.255', 4, 0xffffffffn],
    ['::', 6, 0n],
    ['::1', 6, 1n],
    ['fe80::1%eth0', 6, (0xfe80n << 112n) + 1n],
    ['1:2:3:4:5:6:7:8', 6, 0x00010002000300040005000600070008n],
    ['::ffff:10.1.2.3', 6, 0xffff0a010203n],
    ['2001:db8::', 6, 0x20010db8n << 96n],
  ])('%s', (text, family, value) => expect(parseAddress(text)).toEqual({ family, value }))

  it.each([
    '',
    '1.2.3',
    '1.2.3.256',
    '1.2.3.4.5',
    'localhost',
    ':::',
    '1::2::3',
    '1:2:3',
    '1:2:3:4:5:6:7:8:9',
    '::g',
    '12345::',
    '::1.2.3.400',
  ])('%j is none', text => expect(parseAddress(text)).toBeUndefined())
})

describe('subnets', () => {
  it('cuts off what lies beyond the prefix', () => {
    expect(parseSubnet('10.1.2.3/24')).toEqual({
      family: 4,
      first: 0x0a010200n,
      last: 0x0a0102ffn,
      prefix: 24,
    })
    expect(parseSubnet('0.0.0.0/0')).toEqual({ family: 4, first: 0n, last: 0xffffffffn, prefix: 0 })
    expect(parseSubnet('fd00::/126')).toEqual({
      family: 6,
      first: 0xfdn << 120n,
      last: (0xfdn << 120n) + 3n,
      prefix: 126,
    })
  })

  it.each(['10.0.0.0', '10.0.0.0/33', '::/129', '10.0.0.0/', '/24', '10.0.0.0/a'])('%j is none', text =>
    expect(parseSubnet(text)).toBeUndefined(),
  )

  it('holds addresses and subnets of its own family', () => {
    const subnet = parseSubnet('10.1.0.0/16')
    const inner = parseSubnet('10.1.255.0/24')
    const other = parseSubnet('::/0')
    const address = parseAddress('10.1.255.255')
    if (!subnet || !inner || !other || !address) throw new Error('unread')
    expect([isWithin(address, subnet), isWithin(address, other)]).toEqual([true, false])
    expect([isPartOf(inner, subnet), isPartOf(subnet, inner), isPartOf(subnet, other)]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('overlap where one holds a part of the other', () => {
    const [wide, inner, apart, six] = ['10.0.0.0/8', '10.1.0.0/16', '11.0.0.0/8', '::/0'].map(parseSubnet)
    if (!wide || !inner || !apart || !six) throw new Error('unread')
    expect([overlaps(wide, inner), overlaps(inner, wide)]).toEqual([true, true])
    expect([overlaps(wide, apart), overlaps(wide, six)]).toEqual([false, false])
  })
})
