import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import {
  AMARA,
  BEN,
  by,
  decided,
  LENA,
  MILTON,
  NOON,
  policyOf,
  ROSA,
  rosasQuestion,
  rosasTicket,
  says,
  stateOf,
} from './testing/desk.ts'

const API = { channel: 'api', source: { from: {}, to: {}, rel: null } } as const
const MAIL = { ...API, channel: 'email' } as const

const refusal = (change: ReturnType<typeof by>, settings: Parameters<typeof policyOf>[1]) => {
  const result = decide(stateOf(null), change, policyOf({}, settings), NOON)
  return result.ok ? undefined : result.error.details?.map(({ field, error }) => `${field} ${error}`)
}

describe('where the desk does without CCs or followers', () => {
  const policy = policyOf({}, { email_ccs_allowed: false, followers_allowed: false })

  it('newcomers are passed over, and those who are there stay or go', () => {
    const ticket = rosasTicket({ emailCcIds: [MILTON.id], followerIds: [BEN.id] })
    const asked = { emailCcs: { add: [AMARA.id] }, followers: { add: [AMARA.id] } }
    const kept = decided(ticket, by(AMARA, { ...asked, comment: says('Hm') }), policy).ticket
    expect(kept.emailCcIds).toEqual([MILTON.id])
    expect(kept.followerIds).toEqual([BEN.id])
    const emptied = decided(ticket, by(AMARA, { emailCcs: { set: [] } }), policy).ticket
    expect(emptied.emailCcIds).toEqual([])
  })

  it('a new ticket starts with none', () => {
    const change = rosasQuestion({ emailCcs: { set: [MILTON.id] } })
    expect(decided(null, change, policy).ticket.emailCcIds).toEqual([])
    expect(decided(null, change).ticket.emailCcIds).toEqual([MILTON.id])
  })

  it('a trigger that copies somebody in says that it could not', () => {
    const trigger = {
      id: 1,
      body: {
        title: 'Copy',
        conditions: { all: [{ field: 'status', operator: 'is', value: 'new' }], any: [] },
        actions: [{ field: 'cc', value: String(MILTON.id) }],
      },
    }
    const { events } = decided(
      null,
      rosasQuestion(),
      policyOf({ trigger: [trigger] }, { email_ccs_allowed: false }),
    )
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'rule_error', message: 'Email CC: is not in use' }),
    )
  })
})

describe('where a first comment must be public', () => {
  const settings = { first_comment_may_be_private: false, comments_public_by_default: false }
  const opens = (isPublic?: boolean) =>
    by(AMARA, { kind: 'create', requesterId: ROSA.id, comment: says('Called in', isPublic) })

  it('staff who may speak cannot open with a note, and what nobody chose is public', () => {
    expect(refusal(opens(false), settings)).toEqual(['comment InvalidValue'])
    expect(decided(null, opens(), policyOf({}, settings)).comment?.public).toBe(true)
    expect(decided(null, opens(false)).comment?.public).toBe(false)
  })

  it('later notes are as ever, and who writes notes only may still ask', () => {
    const policy = policyOf({}, settings)
    expect(decided(rosasTicket(), by(AMARA, { comment: says('Note') }), policy).comment?.public).toBe(false)
    const asks = by(LENA, { kind: 'create', comment: says('My screen', false) })
    expect(decided(null, asks, policy).comment?.public).toBe(false)
  })
})

describe('where a brand is required', () => {
  const settings = { brand_required: true }
  const opens = (via: typeof API | typeof MAIL, brandId?: number) =>
    by(AMARA, {
      kind: 'create',
      requesterId: ROSA.id,
      comment: says('Hello'),
      via,
      set: brandId === undefined ? {} : { brandId },
    })

  it('staff say it; mail and customers need not', () => {
    expect(refusal(opens(API), settings)).toEqual(['brand_id BlankValue'])
    expect(refusal(opens(API, 1), settings)).toBeUndefined()
    expect(refusal(opens(MAIL), settings)).toBeUndefined()
    expect(refusal(rosasQuestion(), settings)).toBeUndefined()
  })
})
