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
  expect(containerOwnershipOf(ofImage, 'shop')).toBe('unlabelled')
})

test.each([composeLabel.oneoff, composeLabel.configHash, composeLabel.number])('one with %s is', name => {
  expect(containerOwnershipOf({ ...ofImage, [name]: '1' }, 'shop')).toBe('managed')
  expect(containerOwnershipOf({ ...ofImage, [name]: '1' }, 'other')).toBe('foreign')
})
