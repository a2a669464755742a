import { describe, expect, it } from 'vitest'
import { told } from './told.ts'

const pools = (...subnets: string[]) => ({ ipam: { config: subnets.map(subnet => ({ subnet })) } })
const on = (...keys: string[]) => ({ networks: Object.fromEntries(keys.map(key => [key, null])) })

describe('subnets', () => {
  it.each([
    ['172.28.0.0/16', '172.28.5.0/24', true],
    ['172.28.5.0/24', '172.28.0.0/16', true],
    ['172.28.0.0/16', '172.28.0.0/16', true],
    ['fd00:1::/48', 'fd00:1:0:5::/64', true],
    ['172.28.0.0/16', '172.29.0.0/16', false],
    ['fd00:1::/48', 'fd00:2::/48', false],
    ['0.0.0.0/1', '::/1', false],
  ])('%s and %s: overlap %s', (one, other, overlap) => {
    const found = told(
      'overlapping-subnets',
      { web: on('a', 'b') },
      { networks: { a: pools(one), b: pools(other) } },
    )
    // Whichever is written later is told of, though the pass goes by address.
    expect(found.where).toEqual(overlap ? ['networks.b.ipam.config[0].subnet: warning'] : [])
  })

  it('leaves alone what is not made here, or by another address manager', () => {
    const networks = { a: pools('10.0.0.0/8'), b: pools('10.0.0.0/8') }
    expect(told('overlapping-subnets', { web: on('a') }, { networks }).where).toEqual([])
    const custom = { ...networks, b: { ipam: { driver: 'own', config: [{ subnet: '10.0.0.0/8' }] } } }
    expect(told('overlapping-subnets', { web: on('a', 'b') }, { networks: custom }).where).toEqual([])
    const external = { ...networks, b: { ...networks.b, external: true } }
    expect(told('overlapping-subnets', { web: on('a', 'b') }, { networks: external }).where).toEqual([])
  })

  it('are read', () => {
    const networks = { a: pools('172.28.0.0'), b: pools('fd00::'), c: pools('lots') }
    const found = told('bad-address', { web: on('a', 'b', 'c') }, { networks })
    expect(found.hints).toEqual([
      'add the length of the prefix: "172.28.0.0/24"',
      'add the length of the prefix: "fd00::/64"',
      'write an address and the length of the prefix, such as "172.28.0.0/16"',
    ])
  })

  it('hold their gateway, ranges and auxiliary addresses', () => {
    const config = [
      {
        subnet: '10.5.0.0/24',
        gateway: '10.6.0.1',
        ip_range: '10.5.0.0/16',
        aux_addresses: { router: '10.5.1.1' },
      },
    ]
    const found = told('address-outside-subnet', { web: on('a') }, { networks: { a: { ipam: { config } } } })
    expect(found.where).toEqual([
      'networks.a.ipam.config[0].gateway: warning',
      'networks.a.ipam.config[0].aux_addresses.router: warning',
      'networks.a.ipam.config[0].ip_range: warning',
    ])
  })
})

describe('static addresses', () => {
  const at = (ipv4_address: string) => ({ networks: { a: { ipv4_address } } })
  const networks = {
    a: { ipam: { config: [{ subnet: '10.5.0.0/24', gateway: '10.5.0.1' }, { subnet: 'fd00::/64' }] } },
  }

  it('lie in a subnet of their network', () => {
    expect(told('address-outside-subnet', { web: at('10.5.0.9') }, { networks }).where).toEqual([])
    expect(told('address-outside-subnet', { web: at('10.5.1.9') }, { networks }).messages[0]).toContain(
      '10.5.1.9 lies outside of 10.5.0.0/24, the subnet of network a',
    )
    const six = { web: { networks: { a: { ipv6_address: 'fd00::5' } } } }
    expect(told('address-outside-subnet', six, { networks }).where).toEqual([])
  })

  it('need a subnet that the file sets', () => {
    const found = told('address-outside-subnet', { web: at('10.5.0.9') }, { networks: { a: {} } })
    expect(found.messages[0]).toContain('needs a subnet that the file sets')
    expect(
      told('address-outside-subnet', { web: at('10.5.0.9') }, { networks: { a: { external: true } } }).where,
    ).toEqual([])
  })

  it('are had once: by one service, one replica, and not by the gateway', () => {
    expect(told('address-twice', { x: at('10.5.0.9'), y: at('10.5.0.9') }, { networks }).where).toEqual([
      'services.y.networks.a.ipv4_address: warning',
    ])
    expect(told('address-twice', { x: { ...at('10.5.0.9'), scale: 2 } }, { networks }).where).toHaveLength(1)
    expect(told('address-twice', { x: at('10.5.0.1') }, { networks }).messages[0]).toContain('the gateway')
  })

  it('are addresses', () => {
    expect(told('bad-address', { x: at('10.5.0.9/24') }, { networks }).where).toHaveLength(1)
  })
})

describe('ports beside a network mode', () => {
  const ports = [{ target: 80, published: '80' }]
  it.each([
    ['host', 'no effect'],
    ['none', 'no effect'],
    ['service:b', 'will refuse'],
    ['container:b', 'will refuse'],
  ])('%s', (network_mode, words) => {
    const found = told('ports-without-network', { a: { network_mode, ports }, b: {} })
    expect(found.where).toEqual(['services.a.ports: warning'])
    expect(found.messages[0]).toContain(words)
  })

  it('are fine with the bridge', () => {
    expect(told('ports-without-network', { a: { network_mode: 'bridge', ports } }).where).toEqual([])
  })
})

describe('links', () => {
  it.each([
    [on('front'), on('back'), 1],
    [on('front', 'back'), on('back'), 0],
    [{ network_mode: 'host' }, on('back'), 1],
    [{ network_mode: 'bridge' }, { network_mode: 'bridge' }, 0],
    [{ network_mode: 'service:db' }, on('back'), 0],
  ])('from %o to %o: %i', (web, db, count) => {
    const found = told('link-without-network', { web: { ...web, links: ['db:database'] }, db })
    expect(found.where).toHaveLength(count)
  })
})
