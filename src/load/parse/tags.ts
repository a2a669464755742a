// Tags: the two that merging needs, the types of YAML itself, and those that mean nothing.
import { isScalar, type YAMLMap, type YAMLSeq, type Scalar as YamlScalar } from 'yaml'
import { errorProblem, type Place, warningProblem } from '../../problem/index.ts'
import { suggestName } from '../../support/index.ts'
import { formatPath, type NodeTag, type ScalarNode } from '../node.ts'
import { resolvePlain } from '../scalars.ts'
import { type Conversion, placeOf, report } from './conversion.ts'

const core = 'tag:yaml.org,2002:'

/** `kept` is for the merge of files; `forced` is a type that the tag gives to a scalar, `str` for tags that mean nothing. */
export function readTag(
  yaml: YamlScalar | YAMLMap | YAMLSeq,
  conversion: Conversion,
): { kept?: NodeTag; forced?: string } {
  const { tag } = yaml
  // The library tags what it resolves itself, too; only what stands in the text counts, and that is not the failsafe default.
  if (tag === undefined || tag === '!') return tag === '!' && isScalar(yaml) ? { forced: 'str' } : {}
  if (tag === '!reset') return { kept: 'reset' }
  if (tag === '!override') return { kept: 'override' }
  if (tag.startsWith(core)) return isScalar(yaml) ? { forced: tag.slice(core.length) } : {}
  const place = placeOf(yaml, conversion)
  const close = suggestName(tag, ['!reset', '!override'])
  const hint =
    close === undefined ? 'put quotes around the value if the ! belongs to it' : `did you mean ${close}?`
  const message = `the tag ${tag} means nothing here and is ignored`
  report(
    conversion,
    warningProblem('unknown-tag', message, { place, hint, path: formatPath(conversion.path) }),
  )
  return isScalar(yaml) ? { forced: 'str' } : {}
}

export function forceTag(
  type: string,
  written: string,
  place: Place,
  conversion: Conversion,
): ScalarNode['value'] {
  if (type === 'str' || type === 'binary' || type === 'timestamp') return written
  const value = resolvePlain(written)
  const wanted = { int: 'number', float: 'number', bool: 'boolean', null: 'object' }[type]
  if (wanted === undefined) return written
  if (typeof value === wanted) return value
  const message = `${JSON.stringify(written)} is not what its tag !!${type} says`
  report(
    conversion,
    errorProblem('yaml-syntax', message, {
      place,
      hint: 'remove the tag, or correct the value',
      path: formatPath(conversion.path),
    }),
  )
  return written
}
