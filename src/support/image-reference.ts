/**
 * References to images, `[domain/]path[:tag][@digest]`: parsing with docker's defaults, and their short and full forms.
 * Grammar: the distribution project's reference package. Must not know registries or engines.
 */
import { failure, type Result, success } from './result.ts'

/** A reference with its defaults filled in: `alpine` has domain `docker.io` and path `library/alpine`. */
export type ImageReference = {
  /** Registry host with its port, such as `docker.io` or `localhost:5000`. */
  readonly domain: string
  /** Repository within the registry, such as `library/alpine`. */
  readonly path: string
  readonly tag?: string
  /** Algorithm and hex digits, such as `sha256:…`. */
  readonly digest?: string
}

const DEFAULT_DOMAIN = 'docker.io'
const LEGACY_DEFAULT_DOMAIN = 'index.docker.io'
const OFFICIAL = 'library'
const MAX_NAME_LENGTH = 255

const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?'
const DOMAIN = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`)
const PATH = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*$/
const TAG = /^\w[\w.-]{0,127}$/
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/
const DIGEST_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
])

/** Parses a reference as a user writes it. The error says what is wrong with it, in lower case and without a full stop. */
export function parseImageReference(text: string): Result<ImageReference, string> {
  if (text === '') return failure('an image reference must not be empty')
  if (/^[a-f0-9]{64}$/.test(text)) return failure('64 hex digits are an image id, not a name')

  const { domain, remainder } = splitDomain(text)
  const at = remainder.indexOf('@')
  const digest = at === -1 ? undefined : remainder.slice(at + 1)
  const beforeDigest = at === -1 ? remainder : remainder.slice(0, at)
  // What is left holds no port any more, so that its first colon starts the tag.
  const colon = beforeDigest.indexOf(':')
  const tag = colon === -1 ? undefined : beforeDigest.slice(colon + 1)
  const name = colon === -1 ? beforeDigest : beforeDigest.slice(0, colon)
  const path = domain === DEFAULT_DOMAIN && !name.includes('/') ? `${OFFICIAL}/${name}` : name

  if (!DOMAIN.test(domain)) return failure(`"${domain}" is not a registry host`)
  if (name === '') return failure('the repository name is missing')
  if (name !== name.toLowerCase()) return failure(`repository name "${name}" must be lowercase`)
  if (!PATH.test(path)) return failure(`"${name}" is not a repository name`)
  if (domain.length + 1 + path.length > MAX_NAME_LENGTH) {
    return failure(`the repository name is longer than ${MAX_NAME_LENGTH} characters`)
  }
  if (tag !== undefined && !TAG.test(tag)) return failure(`"${tag}" is not a tag`)
  const badDigest = digest === undefined ? undefined : findDigestFault(digest)
  if (badDigest !== undefined) return failure(badDigest)
  return success({ domain, path, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) })
}

/** The name as users write it, without tag and digest: `alpine`, `someone/app`, `localhost:5000/app`. */
export function formatFamiliarName(reference: ImageReference): string {
  const { domain, path } = reference
  if (domain !== DEFAULT_DOMAIN) return `${domain}/${path}`
  const parts = path.split('/')
  if (parts.length === 2 && parts[0] === OFFICIAL) return parts[1] as string
  // Without its domain, a path that itself begins like a host would be read as one.
  return looksLikeDomain(parts[0] as string) ? `${domain}/${path}` : path
}

/** The whole reference in its short form: `alpine:3.20`, `someone/app@sha256:…`. No tag is added. */
export const formatFamiliarReference = (reference: ImageReference): string =>
  formatFamiliarName(reference) + formatSuffix(reference)

/** The whole reference in its full form: `docker.io/library/alpine:3.20`. No tag is added. */
export const formatCanonicalReference = (reference: ImageReference): string =>
  `${reference.domain}/${reference.path}${formatSuffix(reference)}`

/** The reference with tag `latest` where it has neither tag nor digest. */
export const withDefaultTag = (reference: ImageReference): ImageReference =>
  reference.tag === undefined && reference.digest === undefined ? { ...reference, tag: 'latest' } : reference

function splitDomain(text: string): { domain: string; remainder: string } {
  const slash = text.indexOf('/')
  const first = text.slice(0, Math.max(0, slash))
  if (slash === -1 || !looksLikeDomain(first)) return { domain: DEFAULT_DOMAIN, remainder: text }
  return {
    domain: first === LEGACY_DEFAULT_DOMAIN ? DEFAULT_DOMAIN : first,
    remainder: text.slice(slash + 1),
  }
}

const looksLikeDomain = (part: string): boolean =>
  /[.:]/.test(part) || part === 'localhost' || part !== part.toLowerCase()

function findDigestFault(digest: string): string | undefined {
  if (!DIGEST.test(digest)) return `"${digest}" is not a digest`
  const [algorithm = '', hex = ''] = digest.split(':')
  const length = DIGEST_LENGTHS.get(algorithm)
  if (length === undefined) return `digest algorithm "${algorithm}" is not supported`
  if (hex.length !== length) return `a ${algorithm} digest has ${length} hex digits, not ${hex.length}`
  return hex === hex.toLowerCase() ? undefined : `the digest "${digest}" must be lowercase`
}

const formatSuffix = ({ tag, digest }: ImageReference): string =>
  (tag === undefined ? '' : `:${tag}`) + (digest === undefined ? '' : `@${digest}`)
