// Queries, JSON streams, credentials and one form for answers of several engine versions.
import { describe, expect, test } from 'vitest'
import { readJsonLines } from '../../../src/engine/docker/body.ts'
import {
  normalizeContainer,
  normalizeNetwork,
  normalizeSummary,
} from '../../../src/engine/docker/normalize.ts'
import { buildQuery, imagePath } from '../../../src/engine/docker/query.ts'
import { splitReference } from '../../../src/engine/docker/reference.ts'
import { authHeader, authsHeader } from '../../../src/engine/docker/registry-auth.ts'
import type { LiveContainer, LiveNetwork } from '../../../src/engine/index.ts'

test('a query repeats lists, encodes filters, leaves out what is not said', () => {
  expect(buildQuery(undefined)).toBe('')
  expect(buildQuery({ a: undefined, filters: {} })).toBe('')
  expect(buildQuery({ all: true, size: false, t: 0, names: ['a b', 'c'], filters: { label: ['x=y'] } })).toBe(
    '?all=1&size=0&t=0&names=a%20b&names=c&filters=%7B%22label%22%3A%5B%22x%3Dy%22%5D%7D',
  )
  expect(imagePath('host:5000/a/b@sha256:cd?')).toBe('host:5000/a/b@sha256:cd%3F')
})

describe('JSON lines', () => {
  async function read(...parts: string[]): Promise<unknown[]> {
    async function* source() {
      for (const part of parts) yield Buffer.from(part, 'latin1')
    }
    const values: unknown[] = []
    for await (const value of readJsonLines(source())) values.push(value)
    return values
  }

  test('may be cut anywhere, also within a character, and end without a line feed', async () => {
    const text = Buffer.from('{"a":"ä"}\r\n\n{"b":1}\n{"c":2}').toString('latin1')
    for (let at = 0; at <= text.length; at++) {
      expect(await read(text.slice(0, at), text.slice(at))).toEqual([{ a: 'ä' }, { b: 1 }, { c: 2 }])
    }
  })

  test('what is not JSON is an error of the engine', async () => {
    await expect(read('{"a":1}\n<html>\n')).rejects.toMatchObject({ kind: 'server' })
  })
})

test('credentials travel padded and URL-safe, and an empty set is said too', () => {
  const auth = { username: 'a', password: '??>>ü' }
  const header = authHeader(auth)['X-Registry-Auth'] ?? ''
  expect(header).toMatch(/^[\w-]+=*$/)
  expect(header.length % 4).toBe(0)
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual(auth)
  expect(authHeader(undefined)).toEqual({ 'X-Registry-Auth': 'e30=' })
  expect(authsHeader(undefined)).toEqual({})
})

test('references are split as the engine wants them, a digest before a tag', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  expect(splitReference('alpine')).toEqual({ name: 'alpine', tag: 'latest' })
  expect(splitReference('localhost:5000/a/b:c')).toEqual({ name: 'localhost:5000/a/b', tag: 'c' })
  expect(splitReference(`a:b@${digest}`)).toEqual({ name: 'a', tag: digest })
})

describe('one form for all versions', () => {
  test('lists that are null are empty', () => {
    expect(normalizeSummary({ Id: 'a', Names: null, Ports: null, Labels: null, Mounts: null })).toMatchObject(
      {
        Names: [],
        Ports: [],
        Labels: {},
        Mounts: [],
        NetworkSettings: { Networks: {} },
      },
    )
    expect(
      normalizeNetwork({ Id: 'a', Name: 'b', Driver: 'c', Labels: null, IPAM: { Config: null } }),
    ).toMatchObject({
      Labels: {},
      Options: {},
      IPAM: { Config: [], Options: {} },
      EnableIPv4: true,
      EnableIPv6: false,
    })
    expect(normalizeNetwork({ EnableIPv4: false } as LiveNetwork).EnableIPv4).toBe(false)
  })

  test('an endpoint has the aliases that were asked for, and a gateway priority', () => {
    const raw = {
      Id: '0123456789abcdef',
      Config: { Image: 'a' },
      NetworkSettings: {
        Networks: {
          one: { Aliases: ['web', '0123456789ab'], NetworkID: 'abc' },
          two: { Aliases: null, GwPriority: 3, NetworkID: 'two' },
        },
      },
    } as unknown as LiveContainer
    expect(normalizeContainer(raw)).toMatchObject({
      Config: { Labels: {} },
      Mounts: [],
      NetworkSettings: {
        Networks: {
          one: { Aliases: ['web'], GwPriority: 0, NetworkID: 'abc' },
          two: { Aliases: [], GwPriority: 3, NetworkID: '' },
        },
      },
    })
  })
  test('a container without a state is created, and one whose health has no status has no health', () => {
    const raw = (State: unknown) => normalizeContainer({ Id: 'a', Config: {}, State } as LiveContainer).State
    expect(raw(null)).toMatchObject({ Status: 'created', Running: false })
    const running = { Status: 'running', Running: true }
    expect(raw({ ...running, Health: { Status: '', FailingStreak: 0, Log: null } })).toEqual(running)
    const checked = { ...running, Health: { Status: 'starting' } }
    expect(raw(checked)).toEqual(checked)
  })
})
