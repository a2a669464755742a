// Single values: texts, numbers, booleans, sizes, durations, file modes.
import { formatDuration, parseByteSize, parseDuration } from '../../support/index.ts'
import type { ScalarNode } from '../node.ts'
import { textOf } from '../scalar-text.ts'
import { type CanonicalRule, derived, isPending, refuse, warn } from './rule.ts'

/** Numbers and booleans as the text that they are read as. */
export const text: CanonicalRule = node => {
  if (node.kind !== 'scalar' || node.value === null || typeof node.value === 'string') return node
  return derived(textOf(node), node.origin)
}

/** A list of texts; an empty item is the empty text. */
export const texts: CanonicalRule = node => {
  if (node.kind !== 'list') return node
  if (node.items.every(item => item.kind !== 'scalar' || typeof item.value === 'string')) return node
  return {
    ...node,
    items: node.items.map(item => (item.kind === 'scalar' ? derived(textOf(item), item.origin) : item)),
  }
}

/** One text, or a list of them, as a list. */
export const textList: CanonicalRule = (node, site) => {
  if (node.kind !== 'scalar') return texts(node, site)
  if (node.value === null) return node
  return { kind: 'list', items: [derived(textOf(node), node.origin)], origin: node.origin }
}

/** As {@link textList}, without empty texts: a variable that is not set names no server. */
export const filledTexts: CanonicalRule = (node, site) => {
  const list = textList(node, site)
  if (list?.kind !== 'list' || list.items.every(item => item.kind !== 'scalar' || item.value !== ''))
    return list
  return { ...list, items: list.items.filter(item => item.kind !== 'scalar' || item.value !== '') }
}

/** A number, also where it is written as text. */
export const number: CanonicalRule = (node, site) => {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return node
  const trimmed = node.value.trim()
  const value = Number(trimmed)
  if (trimmed !== '' && Number.isFinite(value) && /^[+-]?[0-9.]/.test(trimmed))
    return derived(value, node.origin)
  return refuse('bad-number', node, site, `${JSON.stringify(node.value)} is not a number`, {
    hint: 'write a plain number, without a unit',
  })
}

/** A whole number, also where it is written as text. */
export const integer: CanonicalRule = (node, site) => {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return node
  if (/^[+-]?[0-9]+$/.test(node.value)) return derived(Number(node.value), node.origin)
  return refuse('bad-number', node, site, `${JSON.stringify(node.value)} is not a whole number`, {
    hint: 'write digits only, without a unit',
  })
}

const words: Readonly<Record<string, boolean>> = {
  true: true,
  y: true,
  yes: true,
  on: true,
  '1': true,
  t: true,
  false: false,
  n: false,
  no: false,
  off: false,
  '0': false,
  f: false,
}

/** A boolean, also where it is written as text. */
export const bool: CanonicalRule = (node, site) => {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return node
  const word = node.value.toLowerCase()
  const value = Object.hasOwn(words, word) ? words[word] : undefined
  if (value !== undefined) return derived(value, node.origin)
  return refuse('bad-value', node, site, `${JSON.stringify(node.value)} is neither true nor false`, {
    hint: 'write true or false',
  })
}

/** A size as decimal text of bytes. */
export const size: CanonicalRule = (node, site) => {
  if (node.kind !== 'scalar' || node.value === null) return node
  const written = textOf(node).trim()
  if (typeof node.value === 'number' && !Number.isInteger(node.value)) {
    warn(
      'fraction-of-a-byte',
      node,
      site,
      `${written} bytes is not a whole number; ${Math.trunc(node.value)} is taken`,
      {
        hint: 'a size without a unit is in bytes; write a unit, such as 512m',
      },
    )
    return derived(String(Math.trunc(node.value)), node.origin)
  }
  if (/^-?[0-9]+$/.test(written)) return derived(BigInt(written).toString(), node.origin)
  const bytes = parseByteSize(written)
  if (bytes !== undefined) return derived(BigInt(bytes).toString(), node.origin)
  const near = nearSize(written)
  return refuse('bad-size', node, site, `${JSON.stringify(node.value)} is not a size`, {
    hint:
      near !== undefined
        ? `did you mean ${near}? The units are b, k, m and g`
        : 'write a number with a unit, such as 64m, 512mb or 2g',
  })
}

/** `512 megs` was to be `512m`, `1,5g` to be `1.5g`. */
function nearSize(written: string): string | undefined {
  const match = /^(\d+(?:[.,]\d+)?)\s*([bkmg])/i.exec(written)
  const near = match === null ? undefined : `${match[1]?.replace(',', '.')}${match[2]?.toLowerCase()}`
  return near !== undefined && parseByteSize(near) !== undefined ? near : undefined
}

/** A duration as Go prints it. */
export const duration: CanonicalRule = (node, site) => {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return node
  const nanoseconds = parseDuration(node.value)
  if (nanoseconds !== undefined) return derived(formatDuration(nanoseconds), node.origin)
  return refuse('bad-duration', node, site, `${JSON.stringify(node.value)} is not a duration`, {
    hint: 'write a number with a unit, such as 30s or 1m30s',
  })
}

/** A file's mode as octal text, `0440`. */
export const fileMode: CanonicalRule = (node, site) => {
  if (node.kind !== 'scalar' || node.value === null || isPending(node, site)) return node
  const value = modeOf(node)
  if (value !== undefined) return derived(`0${value.toString(8)}`, node.origin)
  return refuse('bad-mode', node, site, `${textOf(node)} is not a file mode`, {
    hint: 'write it in octal and in quotes, such as "0440"',
  })
}

/** A file's mode as a number. */
export const modeNumber: CanonicalRule = (node, site) => {
  if (node.kind !== 'scalar' || node.value === null || isPending(node, site)) return node
  const value = modeOf(node)
  return value === undefined
    ? refuse('bad-mode', node, site, `${textOf(node)} is not a file mode`, {
        hint: 'write it in octal and in quotes, such as "0700"',
      })
    : derived(value, node.origin)
}

function modeOf(node: ScalarNode): number | undefined {
  if (typeof node.value === 'number') {
    return Number.isSafeInteger(node.value) && node.value >= 0 ? node.value : undefined
  }
  const octal = /^(?:0o)?([0-7]+)$/.exec(String(node.value))?.[1]
  return octal === undefined ? undefined : Number.parseInt(octal, 8)
}
