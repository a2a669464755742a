// The quick reader: the block style that nearly every stack file is written in, some ten times as fast as the YAML library, and
// without loading it. It reads a text in full or declines it as a whole: it never guesses, and it knows no errors.
// Must give the same values, texts and places as the library; the tests hold the two against each other.
import type { Node } from './node.ts'
import { readDocument } from './quick/blocks.ts'
import { createCursor, Declined } from './quick/cursor.ts'

/** The documents of a text whose line ends are `\n`, or undefined where the library has to look at it. */
export function readQuickly(text: string, file: string): readonly Node[] | undefined {
  try {
    return readDocument(createCursor(text, file))
  } catch (error) {
    if (error instanceof Declined) return undefined
    throw error
  }
}
