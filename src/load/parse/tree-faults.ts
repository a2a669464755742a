// Words for what is wrong with maps that are good syntax: keys given twice, merge keys that merge nothing.
import { errorProblem, type Place, type Problem } from '../../problem/index.ts'
import { type Entry, formatPath, type Node } from '../node.ts'
import type { Conversion } from './conversion.ts'

/** Whether a value stands for an alias that was complained of already. */
export const isFaulty = (value: Node, { problems }: Conversion): boolean =>
  problems.some(problem => problem.place === value.origin.place)

export function duplicateKey(
  key: { text: string; place: Place },
  first: Entry,
  conversion: Conversion,
): Problem {
  const name = JSON.stringify(key.text)
  return errorProblem('duplicate-key', `the key ${name} stands here for a second time`, {
    place: key.place,
    path: formatPath([...conversion.path, key.text]),
    hint: `remove it, or join it with the one in line ${first.key.place.line}`,
    related: [{ message: `${name} stands here first`, place: first.key.place }],
  })
}

export function badMerge(merge: { place: Place; value: Node }, conversion: Conversion): Problem {
  const what = merge.value.kind === 'list' ? 'a list with items that are no maps' : 'text'
  const empty = merge.value.kind === 'scalar' && merge.value.value === null
  return errorProblem(
    'bad-merge-key',
    `<< takes a map or a list of maps, and this is ${empty ? 'empty' : what}`,
    {
      place: merge.place,
      path: formatPath(conversion.path),
      hint: 'give it an alias of a map: <<: *name',
      related:
        merge.value.origin.place === merge.place
          ? []
          : [{ message: 'the value stands here', place: merge.value.origin.place }],
    },
  )
}
