import { expect, test } from 'vitest'
import { composeLabel } from '../../../src/model/index.ts'
import { containerOwnershipOf, isOfStack } from '../../../src/observe/labels.ts'

const ofImage = {
  [composeLabel.project]: 'shop',
  [composeLabel.service]: 'web',
  [composeLabel.version]: '2.26.1',
}

test('a container that has only the labels of its image is nobody’s replica', () => {
  expect(isOfStack(ofImage)).toBe(false)
  expect(containerOwnershipOf(ofImage, 'shop', undefined)).toBe('unlabelled')
})

test.each([composeLabel.oneoff, composeLabel.configHash, composeLabel.number])('one with %s is', name => {
  expect(containerOwnershipOf({ ...ofImage, [name]: '1' }, 'shop', undefined)).toBe('managed')
  expect(containerOwnershipOf({ ...ofImage, [name]: '1' }, 'other', undefined)).toBe('foreign')
})

const ofReplica = {
  ...ofImage,
  [composeLabel.oneoff]: 'False',
  [composeLabel.configHash]: 'abc',
  [composeLabel.number]: '1',
  [composeLabel.image]: 'sha256:first',
}
const committed = { Id: 'sha256:second', Config: { Labels: { ...ofReplica, own: 'yes' } } }

test('a container with all labels of a committed image, and no other, is nobody’s replica', () => {
  expect(containerOwnershipOf({ ...ofReplica, own: 'no' }, 'shop', committed)).toBe('unlabelled')
  expect(containerOwnershipOf(ofReplica, 'other', committed)).toBe('unlabelled')
})

test('a replica that was made from the image committed of its predecessor is one', () => {
  const next = { ...ofReplica, [composeLabel.image]: committed.Id }
  expect(containerOwnershipOf(next, 'shop', committed)).toBe('managed')
})
