import { describe, expect, it } from 'vitest'
import { type JsonObject, plusMs } from '../../kernel/index.ts'
import { decide } from './decide.ts'
import { foldAudit } from './fold.ts'
import type { Rating } from './satisfaction.ts'
import {
  AMARA,
  by,
  decided,
  HANK,
  MILTON,
  NOON,
  POLICY,
  policyOf,
  ROSA,
  rosasQuestion,
  rosasTicket,
  SUPPORT,
  says,
  stateOf,
} from './testing/desk.ts'

const solved = () => rosasTicket({ status: 'solved', assigneeId: AMARA.id, groupId: SUPPORT })
const rates = (rating: Rating, who = ROSA) => by(who, { satisfaction: rating })
const faults = (ticket: ReturnType<typeof solved> | null, change: ReturnType<typeof by>) => {
  const result = decide(stateOf(ticket), change, POLICY, NOON)
  return result.ok ? [] : (result.error.details?.map(({ field }) => field) ?? result.error.code)
}
const LATER = plusMs(NOON, 60_000)

describe('a rating', () => {
  it('is kept with whose work it was, and told by one event that folds back', () => {
    const { ticket, events } = decided(solved(), rates({ score: 'bad', comment: ' Slow! ', reasonId: 2 }))
    const rating = {
      score: 'bad',
      comment: 'Slow!',
      reasonId: 2,
      assigneeId: AMARA.id,
      groupId: SUPPORT,
      createdAt: NOON,
      updatedAt: NOON,
    }
    expect(ticket.satisfaction).toEqual(rating)
    expect(ticket.status).toBe('solved')
    expect(events).toEqual([{ type: 'satisfaction_changed', from: null, to: rating }])
    const audit = {
      ticketId: ticket.id,
      seq: ticket.version,
      at: NOON,
      via: ticket.via,
      events: events.map((event, i) => ({ id: i + 1, event })),
    }
    expect(foldAudit(solved(), audit)).toEqual(ticket)
  })

  it('may change its mind, also of a ticket that is open again; a good one has no reason', () => {
    const first = decided(solved(), rates({ score: 'bad', reasonId: 2 })).ticket
    const open = { ...first, status: 'open' as const }
    const { ticket } = decided(open, rates({ score: 'good', reasonId: 2 }), POLICY, LATER)
    expect(ticket.satisfaction).toMatchObject({
      score: 'good',
      reasonId: null,
      createdAt: NOON,
      updatedAt: LATER,
    })
    expect(decided(ticket, rates({ score: 'good' }), POLICY, LATER).events).toEqual([])
  })

  it('is of a solved ticket, by its proven requester, and makes sense', () => {
    expect(faults(rosasTicket(), rates({ score: 'good' }))).toEqual(['base'])
    expect(faults({ ...solved(), status: 'closed' }, rates({ score: 'good' }))).toEqual(['status'])
    expect(faults(solved(), rates({ score: 'great' as 'good' }))).toEqual(['score'])
    expect(faults(solved(), rates({ score: 'bad', reasonId: 99, comment: 'x'.repeat(5001) }))).toEqual([
      'comment',
      'reason_id',
    ])
    expect(faults(solved(), rates({ score: 'good' }, AMARA))).toBe('forbidden')
    expect(faults({ ...solved(), emailCcIds: [MILTON.id] }, rates({ score: 'good' }, MILTON))).toBe(
      'forbidden',
    )
    expect(faults(solved(), rates({ score: 'good' }, HANK))).toBe('not_found')
    const unproven = { ...ROSA, verified: false }
    const state = stateOf(solved(), { ...stateOf(null).context, users: { [ROSA.id]: unproven } })
    const result = decide(state, rates({ score: 'good' }), POLICY, NOON)
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid' } })
  })
})

describe('rules about ratings', () => {
  const rule = (conditions: JsonObject[], actions: JsonObject[]) => ({
    id: 1,
    body: { title: 'Rating', conditions: { all: conditions, any: [] }, actions },
  })
  const offer = { field: 'satisfaction_score', value: 'offered' }
  const condition = (operator: string, value?: string) => ({
    field: 'satisfaction_score',
    operator,
    ...(value !== undefined && { value }),
  })

  it('ask once, and not again who has answered', () => {
    const policy = policyOf({
      trigger: [rule([{ field: 'status', operator: 'is', value: 'solved' }], [offer])],
    })
    const start = { ...solved(), status: 'open' as const }
    const asked = decided(start, by(AMARA, { set: { status: 'solved' } }), policy)
    expect(asked.ticket.satisfaction).toMatchObject({ score: 'offered', assigneeId: AMARA.id })
    expect(asked.events).toContainEqual(
      expect.objectContaining({ type: 'satisfaction_changed', by: expect.objectContaining({ id: 1 }) }),
    )
    const rated = decided(asked.ticket, rates({ score: 'good' }), policy).ticket
    expect(rated.satisfaction).toMatchObject({ score: 'good' })
    expect(decided(rated, by(AMARA, { comment: says('Thanks') }), policy).ticket.satisfaction).toEqual(
      rated.satisfaction,
    )
  })

  it.each([
    ['is', 'bad_with_comment', true],
    ['is', 'bad', false],
    ['is_not', 'good', true],
    ['less_than', 'good', true],
    ['greater_than', 'false', true],
    ['greater_than', 'good', false],
    ['value', 'bad_with_comment', true],
    ['value_previous', 'true', true],
    ['changed', undefined, true],
  ])('test whether it %s %s: %s', (operator, value, holds) => {
    const tag = { field: 'current_tags', value: 'heard' }
    const policy = policyOf({ trigger: [rule([condition(operator, value)], [tag])] })
    const { ticket } = decided(solved(), rates({ score: 'bad', comment: 'No' }), policy)
    expect(ticket.tags.includes('heard')).toBe(holds)
  })

  it('hold of a new ticket that nobody was asked about', () => {
    const tag = { field: 'current_tags', value: 'fresh' }
    const policy = policyOf({ trigger: [rule([condition('is', 'true')], [tag])] })
    expect(decided(null, rosasQuestion(), policy).ticket.tags).toEqual(['fresh'])
  })
})
