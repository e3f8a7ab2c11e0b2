import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestGround, testGround } from '../../../test/support/ground.ts'
import { sql } from '../db/index.ts'
import { highlight } from './highlight.ts'
import { type Sought, soughtIn, tsqueryOf } from './sought.ts'
import { vectorOf } from './vector.ts'
import { wordsIn } from './words.ts'

let ground: TestGround
beforeAll(async () => {
  ground = await testGround()
})
afterAll(() => ground.close())

const texts = (text: string) => wordsIn(text).map(({ word }) => word)
const bare = (text: string) =>
  text.split(/\s+/).flatMap((word) => soughtIn(word, { isPrefix: true, hasForms: true }) ?? [])
const whole = (text: string): Sought[] => [soughtIn(text, { isPrefix: false })].flatMap((one) => one ?? [])

const holds = async (text: string, sought: readonly Sought[]): Promise<boolean> => {
  const query = tsqueryOf(sought)
  if (query === undefined) return false
  const vector = vectorOf([{ weight: 'C', text }])
  return (await ground.db.one(sql<{ is: boolean }>`select ${vector}::tsvector @@ ${query}::tsquery as is`))!
    .is
}

describe('words', () => {
  it.each([
    ['The printer is on fire!', ['the', 'printer', 'is', 'on', 'fire']],
    ['gitlab-rails/v16.1.2 ada@x.example', ['gitlab', 'rails', 'v16', '1', '2', 'ada', 'x', 'example']],
    ['Café NAÏVE Ångström ﬁne', ['cafe', 'naive', 'angstrom', 'fine']],
    ['東京都 abc', ['東京', '京都', '都', 'abc']],
    ['x東', ['x', '東']],
    ['Привет, мир', ['привет', 'мир']],
    ['', []],
  ])('%s', (text, expected) => expect(texts(text)).toEqual(expected))
})

describe('finding', () => {
  it.each([
    ['The toppings are gone', 'topp', true],
    ['desktop', 'top', false],
    ['They print it', 'printing', true],
    ['They print it', 'prints', true],
    ['two queries', 'query', false],
    ['one query', 'queries', true],
    ['see /var/log/gitlab/gitlab-rails for more', 'gitlab-rails', true],
    ['see gitlab: rails are for trains', 'gitlab-rails', true],
    ['rails of gitlab', 'gitlab-rails', false],
    ['Mail ada@x.example now', 'ada@x.example', true],
    ['東京都に住む', '京都', true],
    ['東京都に住む', '都', true],
    ['東京都に住む', '東京に', false],
  ])('in "%s" of %s: %s', async (text, query, expected) =>
    expect(await holds(text, bare(query))).toBe(expected),
  )

  /** How many of these queries find their text; one statement, because a trip each takes longer than all the work. */
  const foundOf = async (
    cases: readonly { readonly text: string; readonly query: string }[],
  ): Promise<number> => {
    const vectors = cases.map(({ text }) => vectorOf([{ weight: 'C', text }]))
    const row = await ground.db.one(sql<{
      count: number
    }>`select count(*) filter (where v::tsvector @@ q::tsquery) as count
      from unnest(${vectors}::text[], ${cases.map(({ query }) => query)}::text[]) as c(v, q)`)
    return row!.count
  }

  it('finds whatever stretch of a text is sought as a phrase, in PostgreSQL', async () => {
    const stretch = fc.tuple(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(20), fc.nat(20))
    await fc.assert(
      fc.asyncProperty(fc.array(stretch, { minLength: 20, maxLength: 40 }), async (stretches) => {
        const cases = stretches.flatMap(([text, from, length]) => {
          const words = wordsIn(text)
          const first = words[Math.min(from, words.length - 1)]
          const last = words[Math.min(from + length, words.length - 1)]
          if (first === undefined || last === undefined) return []
          return [{ text, query: tsqueryOf(whole(text.slice(first.start, last.end)))! }]
        })
        expect(await foundOf(cases)).toBe(cases.length)
      }),
      { numRuns: 8 },
    )
  })

  it('makes of any text a vector and a query that PostgreSQL reads', async () => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { minLength: 20, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(texts, async (all) => {
        await foundOf(
          all.flatMap((text) => {
            const query = tsqueryOf([...bare(text), ...whole(text)])
            return query === undefined ? [] : [{ text, query }]
          }),
        )
      }),
      { numRuns: 8 },
    )
  })

  it('keeps to the weights that are asked, and leaves out what is not wanted', async () => {
    const vector = vectorOf([
      { weight: 'A', text: 'printer' },
      { weight: 'D', text: 'secret' },
    ])
    const asked = async (query: string | undefined) =>
      (await ground.db.one(sql<{ is: boolean }>`select ${vector}::tsvector @@ ${query}::tsquery as is`))!.is
    const seek = (text: string, weights: Sought['weights']) => soughtIn(text, { isPrefix: true, weights })!
    expect(await asked(tsqueryOf([seek('secr', ['A', 'C'])]))).toBe(false)
    expect(await asked(tsqueryOf([seek('secr', ['C', 'D'])]))).toBe(true)
    expect(await asked(tsqueryOf([seek('printer', [])], [seek('secret', [])]))).toBe(false)
    expect(await asked(tsqueryOf([[seek('none', []), seek('printer', [])]]))).toBe(true)
  })

  it('makes a vector of a text of any size', async () => {
    const many = Array.from({ length: 220_000 }, (_, index) => `w${index}`).join(' ')
    const same = 'again '.repeat(100_000)
    for (const text of [many, same, 'x'.repeat(1_000_000), '東'.repeat(200_000)])
      expect(await holds(text, bare(text.slice(0, 2)))).toBe(true)
  })
})

describe('highlights', () => {
  const of = (text: string, query: string) => highlight(text, bare(query))
  it.each([
    ['The printer is on fire', 'print', 'The <em>printer</em> is on fire'],
    ['<b>Café</b> & "bar"', 'cafe', '&lt;b&gt;<em>Café</em>&lt;/b&gt; &amp; &quot;bar&quot;'],
    ['mail ada@x.example, please', 'ada@x.example', 'mail <em>ada@x.example</em>, please'],
    ['nothing', 'here', undefined],
  ])('%s, %s', (text, query, expected) => expect(of(text, query)).toBe(expected))

  it('shows the stretch round the first place', () => {
    const snippet = of(`${'before '.repeat(100)}needle${' after'.repeat(100)}`, 'needle')!
    expect(snippet).toMatch(/^….*<em>needle<\/em>.*…$/)
    expect(snippet.length).toBeLessThan(400)
  })

  it('never lets markup through, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.string({ maxLength: 5 }),
        (text, query) => {
          const html = highlight(`<i>${query} ${text}`, bare(query))
          if (html !== undefined) expect(html.replace(/<\/?em>/g, '')).not.toMatch(/[<>"']/)
        },
      ),
    )
  })
})
