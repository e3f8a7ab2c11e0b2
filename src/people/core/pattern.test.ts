import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compilePattern } from './pattern.ts'

const finds = (source: string, text: string): boolean => {
  const pattern = compilePattern(source)
  if (!pattern.ok) throw new Error(pattern.error)
  return pattern.value(text)
}

describe('patterns of fields', () => {
  test.each<[string, string, boolean]>([
    ['^[A-Z]{3}-\\d+$', 'ABC-12', true],
    ['^[A-Z]{3}-\\d+$', 'xABC-12', false],
    ['\\A(?:de|en)(-[a-z]{2,3})?\\z', 'de-at', true],
    ['\\A(?:de|en)(-[a-z]{2,3})?\\z', 'de-a', false],
    ['[^\\s@]+@[^\\s@]+\\.\\w{2,}', 'write to me@example.com', true],
    ['a{2}', 'a', false],
    ['^(a|b)*c$', 'abbac', true],
    ['^$', '', true],
    ['[]x]', ']', true],
    ['colou?r', 'COLOR', false],
  ])('%s in %s: %j', (source, text, found) => {
    expect(finds(source, text)).toBe(found)
  })

  test.each(['(?=a)', '(a)\\1', '(a', '[a', '*', 'a{3,2}', '[z-a]', 'a)', '('.repeat(60), '(a{999}){999}'])(
    '%s is refused',
    (source) => {
      expect(compilePattern(source).ok).toBe(false)
    },
  )

  test('what would never end elsewhere ends here', () => {
    expect(finds('^(a+)+$', `${'a'.repeat(4000)}b`)).toBe(false)
    expect(finds('^(a|a)*(a|a)*$', `${'a'.repeat(4000)}b`)).toBe(false)
    expect(finds('^(a*)*$', `${'a'.repeat(4000)}b`)).toBe(false)
  })

  test('they say what the engine of the language says', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '(a|b)', '(?:ab|a)', '(a|b*)')
    const piece = fc
      .tuple(atom, fc.constantFrom('', '*', '+', '?', '{2}', '{1,2}', '{0,}'))
      .map(([a, q]) => a + q)
    const anchored = fc.tuple(
      fc.constantFrom('', '^'),
      fc.array(piece, { maxLength: 4 }),
      fc.constantFrom('', '$'),
    )
    const text = fc.array(fc.constantFrom('a', 'b', '1'), { maxLength: 8 }).map((letters) => letters.join(''))
    fc.assert(
      fc.property(anchored, text, ([start, pieces, end], given) => {
        const source = start + pieces.join('') + end
        expect(finds(source, given)).toBe(new RegExp(source).test(given))
      }),
      { numRuns: 1000 },
    )
  })
})
