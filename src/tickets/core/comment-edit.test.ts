import { describe, expect, it } from 'vitest'
import type { Change } from './change.ts'
import { redacted } from './comment-edit.ts'
import { decide } from './decide.ts'
import { foldAudit } from './fold.ts'
import type { Person, StandingComment } from './state.ts'
import {
  AMARA,
  by,
  decided,
  LENA,
  NOON,
  POLICY,
  ROSA,
  rosasQuestion,
  rosasTicket,
  stateOf,
  WEB,
} from './testing/desk.ts'
import type { Ticket } from './ticket.ts'

const COMMENT: StandingComment = {
  id: 77,
  public: true,
  text: 'My PIN is 1234.',
  html: '<p>My PIN is <b>1234</b>.</p>',
  quotedHtml: null,
}
const TICKET = rosasTicket()
const hide: Change['commentEdit'] = { kind: 'make_private', commentId: 77 }
const blacken = (text: string): Change['commentEdit'] => ({ kind: 'redact', commentId: 77, text })

const edit = (
  commentEdit: Change['commentEdit'],
  {
    who = AMARA,
    ticket = TICKET,
    comment = COMMENT,
  }: { who?: Person; ticket?: Ticket; comment?: StandingComment | null } = {},
) => decide({ ...stateOf(ticket), comment }, by(who, commentEdit ? { commentEdit } : {}), POLICY, NOON)

describe('an edited comment', () => {
  it('is for agents who may change tickets, on tickets that are not closed', () => {
    const codes = [
      edit(hide, { who: ROSA }),
      edit(hide, { who: LENA }),
      edit(hide, { ticket: rosasTicket({ status: 'closed' }) }),
      edit(hide, { comment: null }),
      edit(hide, { comment: { ...COMMENT, id: 78 } }),
      edit(blacken('9999')),
      edit(blacken('  ')),
      edit(hide),
    ].map((result) => (result.ok ? 'ok' : result.error.code))
    expect(codes).toEqual([
      'forbidden',
      'forbidden',
      'invalid',
      'invalid',
      'invalid',
      'invalid',
      'invalid',
      'ok',
    ])
  })

  it('takes its hidden words out of the count, and folds', () => {
    const result = edit(hide)
    if (!result.ok) throw new Error(result.error.message)
    const { ticket, events, commentEdit } = result.value
    expect(events).toEqual([{ type: 'comment_hidden', commentId: 77 }])
    expect(commentEdit).toEqual({ commentId: 77, isHidden: true })
    expect(ticket).toMatchObject({ publicCommentCount: 0, isPublic: false, commentCount: 1 })
    const audit = {
      ticketId: ticket.id,
      seq: ticket.version,
      at: NOON,
      via: WEB,
      events: [{ id: 9, event: events[0]! }],
    }
    expect(foldAudit(TICKET, audit)).toEqual(ticket)
  })

  it('that is private already stays as it is', () => {
    const result = edit(hide, { comment: { ...COMMENT, public: false } })
    expect(result.ok && result.value.events).toEqual([])
  })
})

describe('blackened words', () => {
  const cases: [string, Partial<StandingComment>, string, Partial<StandingComment> | null][] = [
    ['text and markup', {}, '1234', { text: 'My PIN is ▇▇▇▇.', html: '<p>My PIN is <b>▇▇▇▇</b>.</p>' }],
    ['words across markup', {}, 'is 1234', { text: 'My PIN ▇▇▇▇▇▇▇.', html: '<p>My PIN ▇▇▇▇▇▇▇.</p>' }],
    [
      'escaped ones',
      { text: 'a<b&c', html: '<p>a&lt;b&amp;c</p>' },
      '<b&',
      { text: 'a▇▇▇c', html: '<p>a▇▇▇c</p>' },
    ],
    [
      'addresses in links',
      { text: 'x@y', html: '<a href="mailto:x@y">x@y</a>' },
      'x@y',
      { html: '<a href="mailto:▇▇▇">▇▇▇</a>' },
    ],
    ['quotes', { quotedHtml: '<p>PIN 1234</p>' }, '1234', { quotedHtml: '<p>PIN ▇▇▇▇</p>' }],
    [
      'quotes across markup',
      { text: 'no', html: 'no', quotedHtml: '<i>12</i>34' },
      '1234',
      { quotedHtml: null },
    ],
    ['what is not there', {}, '4321', null],
  ]
  it.each(cases)('%s', (_what, differs, words, expected) => {
    const result = redacted({ ...COMMENT, ...differs }, words)
    if (expected === null) expect(result).toBeNull()
    else expect(result).toMatchObject(expected)
  })
})

describe('a follow-up', () => {
  const source = rosasTicket({ id: 5, status: 'closed', tags: ['closed_by_merge', 'plan_gold', 'vip'] })
  const ask = (differs: Partial<Change> = {}, from: Ticket | null = source) =>
    decide({ ...stateOf(null), source: from }, rosasQuestion({ followUpOf: 5, ...differs }), POLICY, NOON)

  it('names its source, takes over its tags, and folds', () => {
    const result = ask()
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    const { ticket, events, change } = result.value
    expect(ticket).toMatchObject({
      followUpOfId: 5,
      tags: ['plan_gold', 'vip'],
      fields: { 701: 'plan_gold' },
    })
    expect(ticket.via).toEqual({
      channel: 'web',
      source: { from: { ticket_id: 5, subject: source.subject }, to: {}, rel: 'follow_up' },
    })
    const numbered = events.map((event, i) => ({ id: 2 + i, event }))
    const audit = { ticketId: ticket.id, seq: 1, at: NOON, via: change.via, events: numbered }
    expect(foldAudit(null, audit)).toEqual({ ...ticket, firstCommentId: 2 })
  })

  it('keeps the tags that are sent', () => {
    const result = decide(
      { ...stateOf(null), source },
      by(AMARA, {
        kind: 'create',
        requesterId: ROSA.id,
        followUpOf: 5,
        tags: { set: ['own'] },
        comment: rosasQuestion().comment!,
      }),
      POLICY,
      NOON,
    )
    expect(result.ok && result.value.ticket.tags).toEqual(['own'])
  })

  it('is of closed tickets that one sees', () => {
    for (const from of [
      null,
      rosasTicket({ id: 5 }),
      { ...source, id: 6 },
      { ...source, requesterId: 1004, organizationId: null },
      { ...source, deletedAt: NOON },
    ])
      expect(ask({}, from).ok).toBe(false)
    expect(decided(null, rosasQuestion()).ticket.followUpOfId).toBeNull()
  })
})
