import { describe, expect, it } from 'vitest'
import { DAY_MS, instantOf, MINUTE_MS, plusMs } from '../../../kernel/index.ts'
import { afterTry, type Breaker, CLOSED } from './breaker.ts'
import { subscriptionsProblem } from './event-types.ts'
import { outcomeOf, readRetryAfter, type Try } from './outcome.ts'
import { toldOfPeople } from './people-events.ts'
import { fill } from './request-body.ts'

const NONE = { attempts: 0, timeouts: 0, conflicts: 0 }
const answer = (status: number, retryAfterMs: number | null = null): Try => ({
  kind: 'answer',
  status,
  retryAfterMs,
})
const next = (one: Try, tries: Partial<typeof NONE> = {}): string =>
  outcomeOf(one, { ...NONE, ...tries }, 0).next

describe('what follows a try', () => {
  it.each([
    ['success', answer(200)],
    ['success', answer(204)],
    ['gone', answer(410)],
    ['failed', answer(302)],
    ['failed', answer(400)],
    ['failed', answer(404)],
    ['retry', answer(408)],
    ['retry', answer(409)],
    ['retry', answer(429)],
    ['retry', answer(500)],
    ['retry', answer(503)],
    ['retry', { kind: 'timeout' }],
    ['retry', { kind: 'unreachable' }],
    ['failed', { kind: 'refused' }],
  ] as const)('is %s: %j', (expected, one) => {
    expect(next(one)).toBe(expected)
  })

  it('is tried no more often than its kind deserves', () => {
    expect(next(answer(409), { conflicts: 2, attempts: 2 })).toBe('retry')
    expect(next(answer(409), { conflicts: 3, attempts: 3 })).toBe('failed')
    expect(next({ kind: 'timeout' }, { timeouts: 3, attempts: 3 })).toBe('retry')
    expect(next({ kind: 'timeout' }, { timeouts: 4, attempts: 4 })).toBe('timeout')
    expect(next(answer(500), { attempts: 9 })).toBe('retry')
    expect(next(answer(500), { attempts: 10 })).toBe('failed')
  })

  it('waits as long as it is asked to, below a minute; else longer each time, a day in all', () => {
    expect(outcomeOf(answer(429, 7000), NONE, 0)).toEqual({ next: 'retry', afterMs: 7000 })
    expect(outcomeOf(answer(429, 3_600_000), NONE, 1)).toEqual({ next: 'retry', afterMs: 5000 })
    const waits = Array.from({ length: 10 }, (_, attempts) => {
      const outcome = outcomeOf(answer(500), { ...NONE, attempts }, 1)
      return outcome.next === 'retry' ? outcome.afterMs : 0
    })
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
    const sum = waits.reduce((total, wait) => total + wait, 0)
    expect(sum).toBeGreaterThan(DAY_MS * 0.9)
    expect(sum).toBeLessThan(DAY_MS * 1.1)
  })

  it('reads how long from seconds or a date', () => {
    const now = Date.parse('2026-01-31T08:00:00Z')
    expect(readRetryAfter('30', now)).toBe(30_000)
    expect(readRetryAfter('Sat, 31 Jan 2026 08:00:10 GMT', now)).toBe(10_000)
    expect(readRetryAfter('Sat, 31 Jan 2026 07:00:00 GMT', now)).toBe(0)
    expect(readRetryAfter('soon', now)).toBeNull()
    expect(readRetryAfter(undefined, now)).toBeNull()
  })
})

describe('the breaker', () => {
  const NOW = instantOf(0)
  const tried = (tries: readonly boolean[], start: Breaker = CLOSED) =>
    tries.reduce((breaker, isOk) => afterTry(breaker, isOk, NOW), start)
  const mixed = (ok: number, failed: number) => [...Array(ok).fill(true), ...Array(failed).fill(false)]

  it('opens where 70 % of at least ten failed, not below', () => {
    expect(tried(mixed(0, 9)).brokenUntil).toBeNull()
    expect(tried(mixed(0, 10)).brokenUntil).toBe(MINUTE_MS)
    expect(tried(mixed(4, 6)).brokenUntil).toBeNull()
    expect(tried(mixed(3, 7)).brokenUntil).toBe(MINUTE_MS)
  })

  it('opens at 1,000 errors of five minutes, however many succeed', () => {
    expect(tried(mixed(2000, 999)).brokenUntil).toBeNull()
    expect(tried(mixed(2000, 1000)).brokenUntil).toBe(MINUTE_MS)
    const old = tried(mixed(2000, 999))
    expect(afterTry(old, false, plusMs(NOW, 5 * MINUTE_MS))).toMatchObject({
      ok: 0,
      failed: 1,
      brokenUntil: null,
    })
  })

  it('lets one through after its pause: closed by a success, open twice as long by a failure, 15 minutes at most', () => {
    const open = tried(mixed(0, 10))
    expect(afterTry(open, true, plusMs(NOW, MINUTE_MS))).toEqual(CLOSED)
    const again = afterTry(open, false, plusMs(NOW, MINUTE_MS))
    expect(again.brokenUntil).toBe(3 * MINUTE_MS)
    const long = tried(Array(10).fill(false), again)
    expect(long.brokenUntil).toBe(15 * MINUTE_MS)
  })
})

describe('a body', () => {
  const JSON_POST = { method: 'POST', format: 'json' } as const
  const values = { ticket: { id: 7, title: 'He said "hi"\n{{ticket.id}} & <b>' } }

  it('of JSON cannot be broken out of, whatever the values hold', () => {
    const whole = fill('{"id": {{ticket.id}}, "title": "{{ticket.title}}"}', { values }, JSON_POST)
    expect(JSON.parse((whole.ok && whole.value.body) || '')).toEqual({ id: 7, title: values.ticket.title })
    const read = fill('{"title": "T: {{ticket.title}}", "n": [1, "{{ticket.id}}"]}', { values }, JSON_POST)
    expect(JSON.parse((read.ok && read.value.body) || '')).toEqual({
      title: `T: ${values.ticket.title}`,
      n: [1, '7'],
    })
    const late = { 'ticket.latest_public_comment': '"}, {"x": "' }
    const words = fill(
      '{"n": {{ticket.id}}, "c": "{{ticket.latest_public_comment}}"}',
      { values, late },
      JSON_POST,
    )
    expect(JSON.parse((words.ok && words.value.body) || '')).toEqual({ n: 7, c: '"}, {"x": "' })
    expect(fill('{"id": {{ticket.nothing}}}', { values }, JSON_POST)).toEqual({
      ok: false,
      error: 'does not become JSON',
    })
  })

  it('of XML is escaped, of a form encoded; a GET has a query instead', () => {
    const xml = fill('<t>{{ticket.title}}</t>', { values }, { method: 'PUT', format: 'xml' })
    expect(xml.ok && xml.value.body).toContain('&#38; &#60;b&#62;</t>')
    const pairs = [['title', '{{ticket.title}}']] as const
    const form = fill(pairs, { values }, { method: 'POST', format: 'form_encoded' })
    expect(new URLSearchParams((form.ok && form.value.body) || '').get('title')).toBe(values.ticket.title)
    const query = fill(pairs, { values }, { method: 'GET', format: 'json' })
    expect(query).toMatchObject({ ok: true, value: { body: null, contentType: null } })
    expect(new URLSearchParams((query.ok && query.value.query) || '').get('title')).toBe(values.ticket.title)
  })
})

describe('events', () => {
  it('are subscribed to by their names, or called by rules, not both', () => {
    expect(
      subscriptionsProblem(['zen:event-type:ticket.status_changed', 'zen:event-type:user.created']),
    ).toBeUndefined()
    expect(subscriptionsProblem(['conditional_ticket_events'])).toBeUndefined()
    expect(subscriptionsProblem(['conditional_ticket_events', 'zen:event-type:user.created'])).toMatch(
      /combined/,
    )
    expect(subscriptionsProblem(['zen:event-type:ticket.exploded'])).toMatch(/no event/)
  })

  it('of people say which of their properties changed; of passwords no more than that', () => {
    const names = (before: object, after: object) =>
      toldOfPeople('user', { action: 'update', before: before as never, after: after as never })
    expect(names({ name: 'A', tags: ['x'] }, { name: 'B', tags: ['y'] })).toEqual([
      { name: 'name_changed', event: { current: 'B', previous: 'A' } },
      { name: 'tags_changed', event: { added: { tags: ['y'] }, removed: { tags: ['x'] } } },
    ])
    expect(names({}, { password_changed_at: 5 })).toEqual([{ name: 'password_changed', event: {} }])
    expect(toldOfPeople('organization', { action: 'destroy', before: {}, after: null })).toEqual([
      { name: 'deleted', event: {} },
    ])
  })
})
