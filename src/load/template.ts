// The dialect of variables in text: `$NAME`, `${NAME:-default}` and so on. Knows no environment, no tree, no problems.

export type TemplateOperator = ':-' | '-' | ':+' | '+' | ':?' | '?'

/** A piece of a template. Offsets count UTF-16 units from the start of the whole text. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'variable'
      readonly name: string
      readonly operator?: TemplateOperator
      /** What follows the operator: a template of its own, read only where it is used. */
      readonly branch?: string
      readonly branchStart?: number
      readonly start: number
      readonly end: number
    }
  | {
      readonly kind: 'fault'
      readonly message: string
      readonly hint: string
      readonly start: number
      readonly end: number
    }

const nameAt = /[A-Za-z_][A-Za-z0-9_]*/y
const operatorAt = /:[-+?]|[-+?]/y

/**
 * The parts of a text. A dollar that starts neither a name nor a brace is itself (`$1`, `a$`), `$$` is one dollar, and what stands
 * in braces must be a name, with an operator or without.
 *
 * @param base what to add to offsets, where the text is a branch of a larger one
 */
export function parseTemplate(text: string, base = 0): readonly TemplatePart[] {
  const parts: TemplatePart[] = []
  let literal = ''
  let at = 0
  for (;;) {
    const dollar = text.indexOf('$', at)
    if (dollar === -1) break
    literal += text.slice(at, dollar)
    const next = text[dollar + 1]
    if (next === '$') {
      literal += '$'
      at = dollar + 2
      continue
    }
    const part = next === '{' ? parseBraced(text, dollar, base) : parseNamed(text, dollar, base)
    if (part === undefined) {
      literal += '$'
      at = dollar + 1
      continue
    }
    if (literal !== '') parts.push({ kind: 'text', text: literal })
    literal = ''
    parts.push(part)
    at = part.end - base
  }
  literal += text.slice(at)
  if (literal !== '') parts.push({ kind: 'text', text: literal })
  return parts
}

type Reference = Exclude<TemplatePart, { kind: 'text' }>

function parseNamed(text: string, dollar: number, base: number): Reference | undefined {
  const name = matchAt(nameAt, text, dollar + 1)
  if (name === undefined) return undefined
  return { kind: 'variable', name, start: base + dollar, end: base + dollar + 1 + name.length }
}

function parseBraced(text: string, dollar: number, base: number): Reference {
  const closing = findClosing(text, dollar)
  const start = base + dollar
  if (closing === -1) {
    const message = `the brace of ${JSON.stringify(shorten(text.slice(dollar)))} is never closed`
    return { kind: 'fault', message, hint: 'add the closing }', start, end: base + text.length }
  }
  const end = base + closing + 1
  const inner = text.slice(dollar + 2, closing)
  const name = matchAt(nameAt, inner, 0)
  if (name === undefined || name.length === inner.length) {
    if (name !== undefined) return { kind: 'variable', name, start, end }
    return { kind: 'fault', ...explainName(inner), start, end }
  }
  const operator = matchAt(operatorAt, inner, name.length) as TemplateOperator | undefined
  if (operator === undefined) return { kind: 'fault', ...explainTail(name, inner), start, end }
  const from = name.length + operator.length
  return {
    kind: 'variable',
    name,
    operator,
    branch: inner.slice(from),
    branchStart: start + 2 + from,
    start,
    end,
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

/** The brace that closes the one after the dollar; only `${` opens another. */
function findClosing(text: string, dollar: number): number {
  let depth = 0
  for (let at = dollar; at < text.length; at += 1) {
    if (text[at] === '}') {
      depth -= 1
      if (depth === 0) return at
    } else if (text[at] === '$' && text[at + 1] === '{') {
      depth += 1
      at += 1
    }
  }
  return -1
}

function explainName(inner: string): { message: string; hint: string } {
  const written = JSON.stringify(shorten(`\${${inner}}`))
  if (inner.trim() === '')
    return { message: `${written} names no variable`, hint: 'write ${NAME}, or $$ for a dollar' }
  const trimmed = inner.trim()
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(trimmed)) {
    return { message: `${written} has spaces around the name`, hint: `write \${${trimmed}}` }
  }
  if (/^[#!]/.test(inner))
    return { message: `${written} is the shell's, and means nothing here`, hint: dollarHint }
  const message = `${written} is no variable: a name has letters, digits and underscores, and starts with no digit`
  return { message, hint: dollarHint }
}

const dollarHint = 'correct the name, or write $$ for a dollar that is left to the container'

function explainTail(name: string, inner: string): { message: string; hint: string } {
  const written = JSON.stringify(shorten(`\${${inner}}`))
  const tail = inner.slice(name.length)
  if (tail.startsWith(':=') || tail.startsWith('=')) {
    const value = tail.replace(/^:?=/, '')
    return {
      message: `${written} would set a variable, which a stack file cannot`,
      hint: `write \${${name}:-${value}} for a default`,
    }
  }
  if (/^\s+$/.test(tail))
    return { message: `${written} has a space after the name`, hint: `write \${${name}}` }
  if (/^[.-]/.test(tail)) {
    const better = inner.replace(/[^A-Za-z0-9_]+/g, '_')
    return {
      message: `${written} is no variable: a name has letters, digits and underscores`,
      hint: `write \${${better}}, or $$ for a dollar`,
    }
  }
  const message = `what follows ${name} in ${written} is no operator`
  return {
    message,
    hint: 'after the name come :- - :+ + :? or ?; $$ is a dollar that is left to the container',
  }
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text)
