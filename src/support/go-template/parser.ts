/** Tokens → syntax tree. Checks that variables are declared and functions known; evaluates nothing. */
import { lexTemplate, type Token } from './lexer.ts'
import { type Command, type Node, type Operand, type Pipeline, TemplateFault } from './nodes.ts'

// Deeper nesting than anyone writes; the parser and the evaluator recurse, and must not exhaust the stack.
const MAX_DEPTH = 200

const UNSUPPORTED: ReadonlySet<string> = new Set(['template', 'define', 'block'])

/**
 * Parses a template.
 *
 * @param isFunction says which function names exist.
 * @throws TemplateFault at the first thing that is wrong.
 */
export function parseNodes(source: string, isFunction: (name: string) => boolean): readonly Node[] {
  const tokens = lexTemplate(source)
  let position = 0
  let depth = 0
  let loops = 0
  // The innermost scope is last; `$` is the data that the template is executed with.
  let variables: readonly string[] = ['$']

  const peek = (): Token => tokens[position] as Token
  const take = (): Token => {
    const token = peek()
    if (token.kind !== 'end') position += 1
    return token
  }
  const isSymbol = (token: Token, text: string): boolean => token.kind === 'symbol' && token.text === text

  const nested = <T>(token: Token, parse: () => T): T => {
    depth += 1
    if (depth > MAX_DEPTH) throw new TemplateFault('nested too deeply', token.offset)
    const outer = variables
    const result = parse()
    variables = outer
    depth -= 1
    return result
  }

  /** Nodes up to the `end` or `else` of the enclosing branch, or to the end of the template. */
  const parseList = (enclosing: Token | undefined): { nodes: Node[]; stop: 'end' | 'else' } => {
    const nodes: Node[] = []
    for (;;) {
      const token = take()
      if (token.kind === 'text') {
        nodes.push({ kind: 'text', text: token.text })
        continue
      }
      if (token.kind === 'end') {
        if (enclosing === undefined) return { nodes, stop: 'end' }
        throw new TemplateFault('unexpected end of the template: {{end}} is missing', enclosing.offset)
      }
      const first = peek()
      const word = first.kind === 'identifier' ? first.text : ''
      if (word === 'end' || word === 'else') {
        if (enclosing === undefined) throw new TemplateFault(`unexpected {{${word}}}`, token.offset)
        take()
        if (word === 'end') expectClose('end')
        return { nodes, stop: word }
      }
      nodes.push(parseAction(token, first, word))
    }
  }

  const parseAction = (open: Token, first: Token, word: string): Node => {
    if (UNSUPPORTED.has(word)) throw new TemplateFault(`{{${word}}} is not supported`, open.offset)
    if (word === 'if' || word === 'with' || word === 'range') {
      take()
      return nested(open, () => parseBranch(word, open))
    }
    if ((word === 'break' || word === 'continue') && !isFunction(word)) {
      take()
      if (loops === 0) throw new TemplateFault(`{{${word}}} outside {{range}}`, first.offset)
      expectClose(word)
      return { kind: word }
    }
    const pipeline = parsePipeline('command', false)
    expectClose('command')
    return { kind: 'action', pipeline }
  }

  const parseBranch = (kind: 'if' | 'with' | 'range', open: Token): Node => {
    const pipeline = parsePipeline(kind, kind === 'range')
    expectClose(kind)
    if (kind === 'range') loops += 1
    const body = nested(open, () => parseList(open))
    if (kind === 'range') loops -= 1
    if (body.stop === 'end') return { kind, pipeline, body: body.nodes, otherwise: [] }
    const chained = peek()
    // "else if" and "else with" are a branch in the else list, closed by the same end.
    if (kind !== 'range' && chained.kind === 'identifier' && chained.text === kind) {
      take()
      return { kind, pipeline, body: body.nodes, otherwise: [nested(open, () => parseBranch(kind, open))] }
    }
    expectClose('else')
    const otherwise = nested(open, () => parseList(open))
    if (otherwise.stop === 'else') throw new TemplateFault('expected {{end}}; found {{else}}', peek().offset)
    return { kind, pipeline, body: body.nodes, otherwise: otherwise.nodes }
  }

  const expectClose = (context: string): void => {
    const token = take()
    if (token.kind !== 'close') throw unexpected(token, context)
  }

  const parsePipeline = (context: string, isRange: boolean): Pipeline => {
    const offset = peek().offset
    const declared = parseDeclaration(isRange)
    const commands: Command[] = []
    for (;;) {
      commands.push(parseCommand(context))
      if (!isSymbol(peek(), '|')) break
      take()
    }
    commands.slice(1).forEach(({ operands: [first], offset: place }) => {
      if (first?.kind === 'literal' || (first?.kind === 'dot' && first.path.length === 0)) {
        throw new TemplateFault('a value cannot take the result of what stands before the "|"', place)
      }
    })
    // Declared only now: the value of a variable cannot use the variable itself.
    if (!declared.assigns) variables = [...variables, ...declared.variables]
    return { offset, ...declared, commands }
  }

  const parseDeclaration = (isRange: boolean): { variables: readonly string[]; assigns: boolean } => {
    const start = position
    const names: string[] = []
    for (let token = peek(); token.kind === 'variable'; token = peek()) {
      names.push(token.text)
      take()
      const next = peek()
      if (isSymbol(next, ':=') || isSymbol(next, '=')) {
        take()
        const assigns = isSymbol(next, '=')
        if (assigns) for (const name of names) checkDeclared(name, token.offset)
        return { variables: names, assigns }
      }
      if (!isRange || names.length > 1 || !isSymbol(next, ',')) break
      take()
    }
    position = start
    return { variables: [], assigns: false }
  }

  const checkDeclared = (name: string, offset: number): void => {
    if (!variables.includes(name)) throw new TemplateFault(`undefined variable "${name}"`, offset)
  }

  const parseCommand = (context: string): Command => {
    const operands: Operand[] = []
    const offset = peek().offset
    for (;;) {
      const token = peek()
      if (token.kind === 'close' || token.kind === 'end' || isSymbol(token, '|') || isSymbol(token, ')'))
        break
      if (operands.length > 0 && !token.spaced) throw unexpected(token, 'operand')
      operands.push(parseOperand())
    }
    if (operands.length === 0) throw new TemplateFault(`missing value for ${context}`, offset)
    const [first] = operands
    if (first?.kind === 'literal' && operands.length > 1) {
      throw new TemplateFault(`cannot give an argument to a non-function`, offset)
    }
    if (first?.kind === 'literal' && first.value === null)
      throw new TemplateFault('nil is not a command', offset)
    return { offset, operands }
  }

  const parseOperand = (): Operand => {
    const token = take()
    const { offset } = token
    if (token.kind === 'field') return { kind: 'dot', offset, path: [token.text, ...parsePath()] }
    if (isSymbol(token, '.')) return { kind: 'dot', offset, path: [] }
    if (token.kind === 'variable') {
      checkDeclared(token.text, offset)
      return { kind: 'variable', name: token.text, offset, path: parsePath() }
    }
    if (isSymbol(token, '(')) {
      const pipeline = nested(token, () => parsePipeline('parenthesized pipeline', false))
      if (!isSymbol(take(), ')')) throw new TemplateFault('unclosed left paren', offset)
      return { kind: 'pipeline', pipeline, offset, path: parsePath() }
    }
    if (token.kind === 'string') return { kind: 'literal', value: token.text, offset, path: parseNoPath() }
    if (token.kind === 'number') return { kind: 'literal', value: token.value, offset, path: parseNoPath() }
    if (token.kind === 'identifier') {
      if (Object.hasOwn(LITERALS, token.text)) {
        return {
          kind: 'literal',
          value: LITERALS[token.text as keyof typeof LITERALS],
          offset,
          path: parseNoPath(),
        }
      }
      if (!isFunction(token.text)) throw new TemplateFault(`function "${token.text}" not defined`, offset)
      return { kind: 'function', name: token.text, offset, path: parseNoPath() }
    }
    throw unexpected(token, 'operand')
  }

  const parsePath = (): readonly string[] => {
    const path: string[] = []
    for (let token = peek(); token.kind === 'field' && !token.spaced; token = peek()) {
      path.push(token.text)
      take()
    }
    return path
  }

  const parseNoPath = (): readonly string[] => {
    const token = peek()
    if (token.kind === 'field' && !token.spaced) throw unexpected(token, 'operand')
    return []
  }

  return parseList(undefined).nodes
}

const LITERALS = { true: true, false: false, nil: null } as const

const unexpected = (token: Token, context: string): TemplateFault =>
  new TemplateFault(`unexpected ${describe(token)} in ${context}`, token.offset)

function describe(token: Token): string {
  if (token.kind === 'close') return '"}}"'
  if (token.kind === 'end') return 'end of the template'
  if (token.kind === 'field') return `<.${token.text}>`
  if (token.kind === 'number') return `<${token.value}>`
  return token.kind === 'symbol' || token.kind === 'string'
    ? JSON.stringify(token.text)
    : `<${'text' in token ? token.text : token.kind}>`
}
