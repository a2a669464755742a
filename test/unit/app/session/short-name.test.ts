import { describe, expect, it } from 'vitest'
import { shortName } from '../../../../src/app/index.ts'

describe('shortName', () => {
  it('leaves the project out, whatever it is joined with', () => {
    expect(shortName('shop', 'shop-web-1')).toBe('web-1')
    expect(shortName('shop', 'shop_web_1')).toBe('web_1')
    expect(shortName('shop', 'shop-cache')).toBe('shop-cache')
  })

  it('keeps a name that is its own', () => {
    expect(shortName('shop', 'front')).toBe('front')
  })

  it('knows a replacement that has not got its name yet', () => {
    expect(shortName('shop', '54fc8f2e7ca3_shop-web-1')).toBe('web-1')
    expect(shortName('shop', '54fc8f2e7ca3_front')).toBe('front')
  })
})
