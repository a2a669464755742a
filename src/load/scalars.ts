// What plain scalars mean, and how they print: the rules of the YAML reader that Compose uses. Knows no syntax around them.
import type { Scalar, ScalarNode } from './node.ts'

/** The value of a plain (unquoted) scalar. */
export function resolvePlain(text: string): Scalar {
  return text
}

/** A scalar as text, for places that hold text alone (environment, labels): `0440` prints `288`, `1.10` prints `1.1`; null is ''. */
export function printScalar(node: ScalarNode): string {
  return String(node.value ?? '')
}
