// Command lines: one text split into words, or the words.
import { splitShellWords } from '../../support/index.ts'
import { type CanonicalRule, derived, isPending, refuse, warn } from './rule.ts'
import { texts } from './scalars.ts'

/** A list of words. Null stays: it means what the image says. */
export const command: CanonicalRule = (node, site) => {
  if (node.kind === 'list') return texts(node, site)
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || isPending(node, site)) return node
  const split = splitShellWords(node.value)
  if (!split.ok) {
    return refuse(
      'bad-command',
      node,
      site,
      `the command cannot be split into words: ${split.error.message}`,
      {
        hint: 'quote the words as a shell wants them, or write a list: ["program", "argument"]',
      },
    )
  }
  const { words, cut } = split.value
  if (cut !== undefined) {
    const lost = node.value.slice(cut.offset).trim()
    warn(
      'command-cut',
      node,
      site,
      `the command ends before ${JSON.stringify(cut.character)}: no shell runs it, so ${JSON.stringify(lost)} is dropped`,
      {
        hint: `quote it if it is an argument; if a shell is meant, write ["sh", "-c", ${JSON.stringify(node.value)}]`,
      },
    )
  }
  return { kind: 'list', items: words.map(word => derived(word, node.origin)), origin: node.origin }
}

/** A check as one text is run by the image's shell. */
export const healthTest: CanonicalRule = (node, site) => {
  if (node.kind === 'list') return texts(node, site)
  if (node.kind !== 'scalar' || node.value === null) return node
  return {
    kind: 'list',
    items: [derived('CMD-SHELL', node.origin), derived(String(node.value), node.origin)],
    origin: node.origin,
  }
}
