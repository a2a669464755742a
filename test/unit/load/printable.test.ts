// What `config` prints: the keys, their order, and what is left out of the YAML.
import { describe, expect, it } from 'vitest'
import { toPrintable } from '../../../src/load/index.ts'
import type { Stack } from '../../../src/model/index.ts'

const stack = {
  name: 'shop',
  services: {
    web: {
      name: 'web',
      image: 'web:$1',
      command: null,
      entrypoint: [],
      ports: [{ mode: 'ingress', protocol: 'tcp', published: '8080', target: 80 }],
      volumes: [{ bind: {}, source: '/srv', target: '/data', type: 'bind' }],
    },
  },
  networks: { default: { ipam: {}, name: 'shop_default' }, own: { ipam: { driver: 'x' }, name: 'shop_own' } },
  volumes: {},
} as unknown as Stack

describe('toPrintable', () => {
  it('sorts all keys where variables stay', () => {
    const kept = toPrintable(stack, { keepVariables: true })
    expect(Object.keys(kept)).toEqual(['name', 'networks', 'services'])
    expect(JSON.stringify(kept)).toContain(
      '{"mode":"ingress","protocol":"tcp","published":"8080","target":80}',
    )
  })

  it('has the keys of ports and mounts in the order that people know', () => {
    const { services } = toPrintable(stack) as { services: { web: { ports: object[]; volumes: object[] } } }
    expect(services.web.ports.map(port => Object.keys(port))).toEqual([
      ['mode', 'target', 'published', 'protocol'],
    ])
    expect(services.web.volumes.map(volume => Object.keys(volume))).toEqual([
      ['type', 'source', 'target', 'bind'],
    ])
  })

  it('leaves out of the brief form what the image says and what is empty, but no command that was cleared', () => {
    const whole = toPrintable(stack)
    expect(whole).toMatchObject({
      services: { web: { command: null, image: 'web:$$1' } },
      networks: { default: { ipam: {} } },
    })
    expect(toPrintable(stack, { brief: true })).toEqual({
      ...whole,
      services: {
        web: {
          entrypoint: [],
          image: 'web:$$1',
          ports: [{ mode: 'ingress', target: 80, published: '8080', protocol: 'tcp' }],
          volumes: [{ type: 'bind', source: '/srv', target: '/data', bind: {} }],
        },
      },
      networks: { default: { name: 'shop_default' }, own: { ipam: { driver: 'x' }, name: 'shop_own' } },
    })
  })
})
