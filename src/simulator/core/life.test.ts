import { describe, expect, it } from 'vitest'
import { DAY_MS, instantOf, parseIso, plusMs } from '../../kernel/index.ts'
import type { Act } from './act.ts'
import { castOf, REGIONS } from './cast.ts'
import { momentQueue } from './heap.ts'
import { lifeOf } from './life.ts'
import { randomOf } from './random.ts'
import { onShift } from './shifts.ts'

const from = parseIso('2026-01-01') ?? instantOf(0)
const span = { from, until: plusMs(from, 60 * DAY_MS) }
const live = (seed: number, count = 300): Act[] => {
  const random = randomOf(seed)
  return [...lifeOf(random, castOf(random.fork('cast'), { agents: 10, customers: 40 }), span, count)]
}

const SEEN_BY_CUSTOMERS: readonly Act['kind'][] = ['ask', 'answer', 'reply', 'solve']

describe('a simulated life', () => {
  it('is the same for the same seed and another for another', () => {
    expect(live(7)).toEqual(live(7))
    expect(live(7)).not.toEqual(live(8))
  })

  it('goes forward in time and stays inside its span', () => {
    const moments = live(1).map((act) => act.at)
    expect(moments).toEqual([...moments].sort((a, b) => a - b))
    expect(moments.every((at) => at >= span.from && at < span.until)).toBe(true)
  })

  it('asks each ticket once, before anything else is done to it', () => {
    const acts = live(2)
    const asked = new Set<number>()
    for (const act of acts) {
      if (act.kind === 'ask') {
        expect(asked.has(act.ticket)).toBe(false)
        asked.add(act.ticket)
      } else expect(asked.has(act.ticket)).toBe(true)
    }
    expect(asked.size).toBe(300)
  })

  it('solves most, reopens some, hands some up', () => {
    const acts = live(3)
    const tickets = (matches: (act: Act) => boolean): number =>
      new Set(acts.filter(matches).map((a) => a.ticket)).size
    const solved = tickets((act) => act.kind === 'reply' && act.status === 'solved')
    expect(solved).toBeGreaterThan(200)
    expect(tickets((act) => act.kind === 'hand_up')).toBeGreaterThan(10)
    const reopened = acts.filter(
      (act, n) =>
        act.kind === 'answer' &&
        acts
          .slice(0, n)
          .some((past) => past.ticket === act.ticket && past.kind === 'reply' && past.status === 'solved'),
    )
    expect(reopened.length).toBeGreaterThan(5)
  })

  it('has outages: the first ticket stands for it, the others are linked to it', () => {
    const acts = live(6, 1500)
    const links = acts.flatMap((act) => (act.kind === 'link' ? [act] : []))
    expect(links.length).toBeGreaterThan(5)
    const typeOf = new Map(
      acts.flatMap((act) => (act.kind === 'ask' ? [[act.ticket, act.type] as const] : [])),
    )
    for (const { ticket, problem } of links) {
      expect(problem).toBeLessThan(ticket)
      expect([typeOf.get(problem), typeOf.get(ticket)]).toEqual(['problem', 'incident'])
    }
  })

  it('merges what a customer asks twice into what he asked first, and touches it no more', () => {
    const acts = live(7, 1500)
    const merges = acts.flatMap((act) => (act.kind === 'merge_into' ? [act] : []))
    expect(merges.length).toBeGreaterThan(5)
    const customerOf = new Map(
      acts.flatMap((act) => (act.kind === 'ask' ? [[act.ticket, act.customer] as const] : [])),
    )
    for (const merge of merges) {
      expect(customerOf.get(merge.into)).toBe(customerOf.get(merge.ticket))
      expect(acts.filter(({ ticket }) => ticket === merge.ticket).at(-1)).toBe(merge)
      const other = acts.find((act) => act.kind === 'merge_from' && act.from === merge.ticket)
      expect(other).toMatchObject({ ticket: merge.into, at: merge.at })
    }
  })

  it('closes what was solved and left alone for four weeks, and nothing else is done to it then', () => {
    const acts = live(8)
    const closed = acts.filter(({ kind }) => kind === 'close')
    expect(closed.length).toBeGreaterThan(100)
    for (const close of closed) {
      const solved = acts.filter(
        ({ ticket, at, kind }) =>
          ticket === close.ticket && at < close.at && ['reply', 'solve'].includes(kind),
      )
      expect(close.at - solved.at(-1)!.at).toBe(28 * DAY_MS)
      expect(acts.filter(({ ticket, at }) => ticket === close.ticket && at > close.at)).toEqual([])
    }
  })

  it('takes up closed tickets again, each once, in new ones of the same customer', () => {
    const acts = live(9, 1500)
    const asks = new Map(acts.flatMap((act) => (act.kind === 'ask' ? [[act.ticket, act] as const] : [])))
    const followUps = [...asks.values()].filter(({ followUpOf }) => followUpOf !== null)
    expect(followUps.length).toBeGreaterThan(5)
    expect(new Set(followUps.map(({ followUpOf }) => followUpOf)).size).toBe(followUps.length)
    for (const { at, customer, followUpOf } of followUps) {
      expect(asks.get(followUpOf!)!.customer).toBe(customer)
      const close = acts.find(({ kind, ticket }) => kind === 'close' && ticket === followUpOf)
      expect(close!.at).toBeLessThanOrEqual(at)
    }
  })

  it('rates some of what was solved, once, the worse the longer it took', () => {
    const acts = live(10, 2000)
    const rates = acts.flatMap((act) => (act.kind === 'rate' ? [act] : []))
    expect(rates.length / 2000).toBeGreaterThan(0.1)
    expect(rates.length / 2000).toBeLessThan(0.3)
    expect(new Set(rates.map(({ ticket }) => ticket)).size).toBe(rates.length)
    const waited = new Map(
      rates.map((rate) => {
        const own = acts.filter(
          (act) => act.ticket === rate.ticket && act.at < rate.at && SEEN_BY_CUSTOMERS.includes(act.kind),
        )
        const last = own.at(-1)!
        expect(last.kind === 'solve' || (last.kind === 'reply' && last.status === 'solved')).toBe(true)
        return [rate, last.at - own[0]!.at] as const
      }),
    )
    const sorted = [...rates].sort((a, b) => waited.get(a)! - waited.get(b)!)
    const bad = (some: typeof rates): number => some.filter(({ opinion }) => opinion.score === 'bad').length
    const half = Math.floor(sorted.length / 2)
    expect(bad(sorted.slice(0, half))).toBeLessThan(bad(sorted.slice(half)))
    expect(bad(rates) / rates.length).toBeGreaterThan(0.05)
    expect(bad(rates) / rates.length).toBeLessThan(0.35)
    for (const { opinion } of rates) expect(opinion.why === null).toBe(opinion.score === 'good')
    expect(rates.some(({ opinion }) => opinion.comment !== null)).toBe(true)
  })

  it('leaves no placeholder in what people write', () => {
    for (const act of live(4)) if ('text' in act) expect(act.text).not.toMatch(/\{\w+\}/)
  })

  it('lets agents work in the hours of their region only', () => {
    for (const region of REGIONS) {
      for (let hour = 0; hour < 24 * 14; hour++) {
        const at = onShift(region, from + hour * 3_600_000)
        const local = (((at % DAY_MS) + DAY_MS) % DAY_MS) / 3_600_000
        const inside = [local, local + 24].some((h) => h >= region.fromHour && h < region.toHour)
        expect(inside).toBe(true)
        expect(at).toBeGreaterThanOrEqual(from + hour * 3_600_000)
      }
    }
  })
})

describe('the queue of moments', () => {
  it('gives the earliest first, and equals in the order they came', () => {
    const random = randomOf(5)
    const queue = momentQueue<number>()
    const put = Array.from({ length: 500 }, (_, n) => ({ at: random.below(40), n }))
    for (const { at, n } of put) queue.put(at, n)
    const taken: { at: number; n: number }[] = []
    for (let next = queue.take(); next !== undefined; next = queue.take())
      taken.push({ at: next.at, n: next.item })
    expect(taken).toEqual([...put].sort((a, b) => a.at - b.at || a.n - b.n))
  })
})
