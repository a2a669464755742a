// Names of images that no registry has.
import { parseImageReference } from '../../support/index.ts'
import { type Rule, tell } from './rule.ts'

/** Most names, at a glance. */
const plain = /^[a-z0-9]+(?:[./-][a-z0-9]+)*(?::\w[\w.-]*)?$/

/** The engine refuses it, after everything else was done. */
export const checkImageNames: Rule = function* (subject) {
  for (const service of subject.services) {
    const { image } = service
    if (image === undefined || (image.length < 64 && plain.test(image))) continue
    // An id of an image that is here is a name too.
    if (image === '' || /^(sha256:)?[0-9a-f]{64}$/.test(image)) continue
    const parsed = parseImageReference(image)
    if (parsed.ok) continue
    const path = ['services', service.name, 'image']
    const origin = subject.project.origins.at(path)
    const [variable] = origin?.variables ?? []
    yield variable === undefined
      ? tell(
          subject,
          'bad-image-name',
          path,
          `${JSON.stringify(image)} is not the name of an image: ${parsed.error}`,
          {
            hint: hintFor(image),
          },
        )
      : tell(
          subject,
          'bad-image-name',
          path,
          `${JSON.stringify(origin?.raw ?? '')} became ${JSON.stringify(image)}, which is not the name of an image: ${parsed.error}`,
          { hint: `set ${variable}, or give a default, such as \${${variable}:-latest}` },
        )
  }
}

function hintFor(image: string): string {
  const tidy = image.trim().replace(/\s+/g, '')
  for (const attempt of [
    tidy,
    tidy.toLowerCase(),
    tidy.replace(/^https?:\/\//, ''),
    tidy.replace(/:+$/, ''),
  ]) {
    if (attempt !== image && attempt !== '' && parseImageReference(attempt).ok)
      return `did you mean ${attempt}?`
  }
  return 'write name:tag or registry.example.com/name:tag, in lower case'
}
