/** Syntax tree and data → text. Walks the tree; what values look like is in values.ts, functions in functions.ts. */
import { type Branch, type Command, type Node, type Operand, type Pipeline, TemplateFault } from './nodes.ts'
import {
  formatGoValue,
  goTypeName,
  isList,
  isMap,
  isTrue,
  memberOf,
  NO_VALUE,
  sortedEntries,
  type TemplateFunction,
} from './values.ts'

/** What an execution needs besides the tree. */
export type Surroundings = {
  readonly functions: Readonly<Record<string, TemplateFunction>>
  /** Fields that the data itself lacks are faults, as fields of a Go struct are; otherwise they print as no value. */
  readonly strict: boolean
}

type Variable = { readonly name: string; value: unknown }
type Jump = 'break' | 'continue' | undefined

const NONE = Symbol('no final argument')

/**
 * Executes a template.
 *
 * @throws TemplateFault where a value cannot be used as the template asks.
 */
export function evaluateNodes(
  nodes: readonly Node[],
  data: unknown,
  { functions, strict }: Surroundings,
): string {
  const output: string[] = []
  // Innermost last. Variables are cells, because an inner scope may assign to an outer one.
  const variables: Variable[] = [{ name: '$', value: data }]

  const walk = (list: readonly Node[], dot: unknown): Jump => {
    const mark = variables.length
    for (const node of list) {
      const jump = walkNode(node, dot)
      if (jump !== undefined) {
        variables.length = mark
        return jump
      }
    }
    // The outermost list keeps its variables, but nothing follows it.
    variables.length = mark
    return undefined
  }

  const walkNode = (node: Node, dot: unknown): Jump => {
    if (node.kind === 'text') {
      output.push(node.text)
      return undefined
    }
    if (node.kind === 'action') {
      const value = evaluatePipeline(node.pipeline, dot)
      if (node.pipeline.variables.length === 0) output.push(print(value, node.pipeline.offset))
      return undefined
    }
    if (node.kind === 'break' || node.kind === 'continue') return node.kind
    const mark = variables.length
    const jump = node.kind === 'range' ? walkRange(node, dot) : walkChoice(node, dot)
    variables.length = mark
    return jump
  }

  const walkChoice = (node: Branch, dot: unknown): Jump => {
    const value = evaluatePipeline(node.pipeline, dot)
    if (!isTrue(value)) return walk(node.otherwise, dot)
    return walk(node.body, node.kind === 'with' ? value : dot)
  }

  const walkRange = (node: Branch, dot: unknown): Jump => {
    const { variables: names, assigns, offset } = node.pipeline
    const value = evaluateCommands(node.pipeline, dot)
    const mark = variables.length
    let empty = true
    for (const [key, element] of iterate(value, offset)) {
      empty = false
      variables.length = mark
      const [first, second] = names
      const values = second === undefined ? [element] : [key, element]
      ;[first, second].forEach((name, index) => {
        if (name !== undefined) bind(name, values[index], assigns)
      })
      if (walk(node.body, element) === 'break') break
    }
    variables.length = mark
    return empty ? walk(node.otherwise, dot) : undefined
  }

  const bind = (name: string, value: unknown, assigns: boolean): void => {
    const cell = assigns ? findVariable(name) : undefined
    if (cell === undefined) variables.push({ name, value })
    else cell.value = value
  }

  const findVariable = (name: string): Variable | undefined =>
    variables.findLast(variable => variable.name === name)

  const evaluatePipeline = (pipeline: Pipeline, dot: unknown): unknown => {
    const value = evaluateCommands(pipeline, dot)
    for (const name of pipeline.variables) bind(name, value, pipeline.assigns)
    return value
  }

  const evaluateCommands = (pipeline: Pipeline, dot: unknown): unknown => {
    let value: unknown = NONE
    for (const command of pipeline.commands) value = evaluateCommand(command, dot, value)
    return value
  }

  const evaluateCommand = (command: Command, dot: unknown, final: unknown): unknown => {
    const [first, ...rest] = command.operands as readonly [Operand, ...Operand[]]
    if (first.kind === 'function' && (first.name === 'and' || first.name === 'or')) {
      return evaluateLogic(first, rest, dot, final)
    }
    const lazyArguments = () => {
      const args = rest.map(operand => evaluateOperand(operand, dot))
      return final === NONE ? args : [...args, final]
    }
    if (first.kind === 'function')
      return call(first.name, functions[first.name], lazyArguments(), first.offset)
    if (first.path.length === 0) {
      const value = evaluateBase(first, dot)
      if (rest.length === 0 && final === NONE) return value
      throw new TemplateFault("can't give an argument to a non-function", first.offset)
    }
    return evaluatePath(first, dot, lazyArguments())
  }

  /** `and` gives the first false argument, `or` the first true one, and neither looks further; else the last. */
  const evaluateLogic = (
    name: Operand & { name: string },
    rest: readonly Operand[],
    dot: unknown,
    final: unknown,
  ): unknown => {
    const stopsAt = name.name === 'or'
    let value: unknown = NONE
    for (const operand of rest) {
      value = evaluateOperand(operand, dot)
      if (isTrue(value) === stopsAt) return value
    }
    if (final !== NONE) return final
    if (value === NONE)
      throw new TemplateFault(`wrong number of args for ${name.name}: want at least 1 got 0`, name.offset)
    return value
  }

  const evaluateOperand = (operand: Operand, dot: unknown): unknown => {
    if (operand.kind === 'function') return call(operand.name, functions[operand.name], [], operand.offset)
    return operand.path.length === 0 ? evaluateBase(operand, dot) : evaluatePath(operand, dot, [])
  }

  const evaluateBase = (operand: Operand, dot: unknown): unknown => {
    if (operand.kind === 'dot') return dot
    if (operand.kind === 'literal') return operand.value
    if (operand.kind === 'variable') return findVariable(operand.name)?.value
    return operand.kind === 'pipeline' ? evaluatePipeline(operand.pipeline, dot) : undefined
  }

  /** Only the last field of a path takes the arguments. */
  const evaluatePath = (operand: Operand, dot: unknown, args: readonly unknown[]): unknown => {
    let value = evaluateBase(operand, dot)
    operand.path.forEach((name, index) => {
      const isLast = index === operand.path.length - 1
      value = readField(value, name, isLast ? args : [], operand.offset)
    })
    return value
  }

  const readField = (receiver: unknown, name: string, args: readonly unknown[], offset: number): unknown => {
    // A field of what is not there is not there either; a field of nil is a mistake.
    if (receiver === undefined) return undefined
    if (receiver === null) throw new TemplateFault(`nil pointer evaluating interface {}.${name}`, offset)
    if (!isMap(receiver))
      throw new TemplateFault(`can't evaluate field ${name} in type ${goTypeName(receiver)}`, offset)
    const member = memberOf(receiver, name)
    if (typeof member === 'function')
      return call(name, (...given) => member.apply(receiver, given), args, offset)
    if (args.length > 0)
      throw new TemplateFault(`${name} has arguments but cannot be invoked as function`, offset)
    if (member === undefined && strict && receiver === data && !(name in receiver)) {
      throw new TemplateFault(`can't evaluate field ${name}`, offset)
    }
    return member
  }

  const call = (
    name: string,
    run: TemplateFunction | undefined,
    args: readonly unknown[],
    offset: number,
  ): unknown => {
    try {
      return run?.(...args)
    } catch (error) {
      if (error instanceof TemplateFault && error.offset === undefined) {
        throw new TemplateFault(`error calling ${name}: ${error.message}`, offset)
      }
      throw error
    }
  }

  walk(nodes, data)
  return output.join('')
}

function* iterate(value: unknown, offset: number): Generator<readonly [key: unknown, element: unknown]> {
  if (value === null || value === undefined) return
  if (isList(value)) yield* value.entries()
  else if (isMap(value)) yield* sortedEntries(value)
  else if (typeof value === 'number' && Number.isInteger(value)) {
    for (let index = 0; index < value; index += 1) yield [index, index]
  } else throw new TemplateFault(`range can't iterate over ${formatGoValue(value)}`, offset)
}

function print(value: unknown, offset: number): string {
  if (value === null || value === undefined) return NO_VALUE
  if (typeof value === 'function') throw new TemplateFault("can't print a function", offset)
  return formatGoValue(value)
}
