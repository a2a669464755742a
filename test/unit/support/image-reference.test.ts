import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatCanonicalReference,
  formatFamiliarName,
  formatFamiliarReference,
  type ImageReference,
  parseImageReference,
  withDefaultTag,
} from '../../../src/support/index.ts'

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`

const parse = (text: string): ImageReference => {
  const result = parseImageReference(text)
  if (!result.ok) throw new Error(result.error)
  return result.value
}

describe('parseImageReference', () => {
  it.each<[string, ImageReference]>([
    ['alpine', { domain: 'docker.io', path: 'library/alpine' }],
    ['alpine:3.20', { domain: 'docker.io', path: 'library/alpine', tag: '3.20' }],
    ['library/alpine', { domain: 'docker.io', path: 'library/alpine' }],
    ['docker.io/alpine', { domain: 'docker.io', path: 'library/alpine' }],
    ['index.docker.io/library/alpine', { domain: 'docker.io', path: 'library/alpine' }],
    ['someone/app:Latest_1.2-x', { domain: 'docker.io', path: 'someone/app', tag: 'Latest_1.2-x' }],
    ['a/b/c', { domain: 'docker.io', path: 'a/b/c' }],
    ['ghcr.io/owner/app', { domain: 'ghcr.io', path: 'owner/app' }],
    ['localhost/app', { domain: 'localhost', path: 'app' }],
    ['localhost:5000/app:1', { domain: 'localhost:5000', path: 'app', tag: '1' }],
    ['localhost:5000', { domain: 'docker.io', path: 'library/localhost', tag: '5000' }],
    [`registry:5000/a/b@${DIGEST}`, { domain: 'registry:5000', path: 'a/b', digest: DIGEST }],
    ['Registry/app', { domain: 'Registry', path: 'app' }],
    ['[2001:db8::1]:5000/app', { domain: '[2001:db8::1]:5000', path: 'app' }],
    [`alpine:3@${DIGEST}`, { domain: 'docker.io', path: 'library/alpine', tag: '3', digest: DIGEST }],
    ['e/a__b.c---d', { domain: 'docker.io', path: 'e/a__b.c---d' }],
  ])('reads %s', (text, reference) => {
    expect(parse(text)).toEqual(reference)
  })

  it.each([
    ['', 'an image reference must not be empty'],
    ['a'.repeat(64), '64 hex digits are an image id, not a name'],
    ['Alpine', 'repository name "Alpine" must be lowercase'],
    ['ghcr.io/Owner/app', 'repository name "Owner/app" must be lowercase'],
    [':tag', 'the repository name is missing'],
    ['ghcr.io/', 'the repository name is missing'],
    ['ghcr.io/:1', 'the repository name is missing'],
    ['alpine:', '"" is not a tag'],
    ['alpine:-x', '"-x" is not a tag'],
    [`alpine:${'a'.repeat(129)}`, `"${'a'.repeat(129)}" is not a tag`],
    ['a:b:c', '"b:c" is not a tag'],
    ['a..b', '"a..b" is not a repository name'],
    ['-a', '"-a" is not a repository name'],
    ['a/', '"a/" is not a repository name'],
    ['/a', '"/a" is not a repository name'],
    ['a___b', '"a___b" is not a repository name'],
    ['a b', '"a b" is not a repository name'],
    ['-x.io/app', '"-x.io" is not a registry host'],
    ['x.io:p/app', '"x.io:p" is not a registry host'],
    ['a@', '"" is not a digest'],
    ['a@sha256:abc', '"sha256:abc" is not a digest'],
    [`a@sha256:${'a'.repeat(63)}`, 'a sha256 digest has 64 hex digits, not 63'],
    [`a@md5:${'a'.repeat(32)}`, 'digest algorithm "md5" is not supported'],
    [`a@sha256:${'A'.repeat(64)}`, `the digest "sha256:${'A'.repeat(64)}" must be lowercase`],
    ['a'.repeat(256), 'the repository name is longer than 255 characters'],
  ])('refuses %j', (text, error) => {
    expect(parseImageReference(text)).toEqual({ ok: false, error })
  })
})

describe('formatting references', () => {
  it.each([
    ['docker.io/library/alpine:3', 'alpine:3', 'docker.io/library/alpine:3'],
    ['someone/app', 'someone/app', 'docker.io/someone/app'],
    [`ghcr.io/o/app@${DIGEST}`, `ghcr.io/o/app@${DIGEST}`, `ghcr.io/o/app@${DIGEST}`],
    ['library/a/b', 'library/a/b', 'docker.io/library/a/b'],
    ['docker.io/localhost/app', 'docker.io/localhost/app', 'docker.io/localhost/app'],
    ['docker.io/a.b/app', 'docker.io/a.b/app', 'docker.io/a.b/app'],
  ])('prints %s short and in full', (text, familiar, canonical) => {
    expect(formatFamiliarReference(parse(text))).toBe(familiar)
    expect(formatCanonicalReference(parse(text))).toBe(canonical)
  })

  it('prints the name alone', () => {
    expect(formatFamiliarName(parse(`docker.io/library/alpine:3@${DIGEST}`))).toBe('alpine')
  })

  it('adds the default tag only where nothing says which image', () => {
    expect(withDefaultTag(parse('alpine')).tag).toBe('latest')
    expect(withDefaultTag(parse('alpine:3')).tag).toBe('3')
    expect(withDefaultTag(parse(`alpine@${DIGEST}`))).not.toHaveProperty('tag')
  })

  it('reads back both forms as the same reference', () => {
    const part = fc.constantFrom('a', 'library', 'localhost', 'x.io', 'b-c', 'd__e', '0')
    const reference = fc
      .record({
        domain: fc.constantFrom(
          '',
          'docker.io/',
          'index.docker.io/',
          'localhost/',
          'ghcr.io/',
          'r:5000/',
          '[::1]/',
        ),
        parts: fc.array(part, { minLength: 1, maxLength: 4 }),
        tag: fc.constantFrom('', ':1', ':latest'),
        digest: fc.constantFrom('', `@${DIGEST}`),
      })
      .map(({ domain, parts, tag, digest }) =>
        parseImageReference(`${domain}${parts.join('/')}${tag}${digest}`),
      )
    fc.assert(
      fc.property(reference, result => {
        if (!result.ok) throw new Error(result.error)
        expect(parse(formatFamiliarReference(result.value))).toEqual(result.value)
        expect(parse(formatCanonicalReference(result.value))).toEqual(result.value)
      }),
    )
  })
})
