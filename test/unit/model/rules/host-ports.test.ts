import { describe, expect, it } from 'vitest'
import { port, told } from './told.ts'

const two = (one: string, other: string) =>
  told('host-port-twice', { a: { ports: [port(one)] }, b: { ports: [port(other)] } })

describe('one host port twice', () => {
  it('names both services and the line of the first', () => {
    const found = told(
      'host-port-twice',
      { a: { ports: [port('8080:80')] }, b: { ports: [port('8080:81')] } },
      { places: { 'services.a.ports.0': [4, 9], 'services.b.ports.0': [8, 9] } },
    )
    expect(found.where).toEqual(['services.b.ports[0]: warning'])
    expect(found.messages[0]).toBe(
      'host port 8080 is published for a already (line 4), so only one of them can start',
    )
    expect(found.hints[0]).toContain('"8081:81"')
  })

  it.each([
    ['8080:80', '8080:80/udp'],
    ['127.0.0.1:8080:80', '127.0.0.2:8080:80'],
    ['0.0.0.0:8080:80', '[::1]:8080:80'],
    ['0:80', '0:80'],
    ['8080:80', '8081:80'],
  ])('%s and %s are apart', (one, other) => expect(two(one, other).where).toEqual([]))

  it.each([
    ['8080:80', '127.0.0.1:8080:80'],
    ['127.0.0.1:8080:80', '8080:80'],
    ['127.0.0.1:8080:80', '0.0.0.0:8080:80'],
    ['[::1]:8080:80', '8080:80'],
    ['[::1]:8080:80', '[0:0:0:0:0:0:0:1]:8080:80'],
    ['[::]:8080:80', '[fd00::5]:8080:80'],
    ['53:53/udp', '53:53/udp'],
  ])('%s and %s collide', (one, other) =>
    expect(two(one, other).where).toEqual(['services.b.ports[0]: warning']),
  )

  it('looks within a service, too', () => {
    const found = told('host-port-twice', { a: { ports: [port('8080:80'), port('8080:443')] } })
    expect(found.where).toEqual(['services.a.ports[1]: warning'])
    expect(found.messages[0]).toContain('for port 80 of the same service')
  })

  it('sees a range that holds a port which another asks for', () => {
    expect(two('8000-8010:80', '8005:80').messages[0]).toContain('the range 8000-8010 holds host port 8005')
    expect(two('8000-8010:80', '8011:80').where).toEqual([])
    expect(two('8000-8010:80', '8000-8010:80').where).toEqual([])
  })

  it('leaves services alone that publish nothing', () => {
    const ports = [port('8080:80')]
    expect(told('host-port-twice', { a: { ports, network_mode: 'host' }, b: { ports } }).where).toEqual([])
    expect(told('host-port-twice', { a: { ports, provider: { type: 'x' } }, b: { ports } }).where).toEqual([])
  })
})

describe('fewer host ports than replicas', () => {
  it.each([
    [{ scale: 2 }, 1],
    [{ deploy: { replicas: 3 } }, 2],
  ])('%o', (count, lacking) => {
    const found = told('too-few-host-ports', { web: { ports: [port('8080:80')], ...count } })
    expect(found.where).toEqual(['services.web.ports[0]: warning'])
    expect(found.messages[0]).toContain(`${lacking} of them cannot start`)
  })

  it('takes a range that is long enough', () => {
    expect(told('too-few-host-ports', { web: { ports: [port('8080-8081:80')], scale: 2 } }).where).toEqual([])
    expect(
      told('too-few-host-ports', { web: { ports: [port('8080-8081:80')], scale: 3 } }).hints[0],
    ).toContain('"8080-8082:80"')
  })
})
