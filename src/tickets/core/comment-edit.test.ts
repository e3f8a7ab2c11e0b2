import { describe, expect, it } from 'vitest'
import type { Change } from './change.ts'
import { redacted } from './comment-edit.ts'
import { decide } from './decide.ts'
import { foldAudit } from './fold.ts'
import { redactedByMarks } from './marked-redaction.ts'
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
  flags: [],
  isTrusted: false,
  mailId: null,
  files: [],
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

describe('marked words', () => {
  const marked = (html: string, comment: Partial<StandingComment> = {}) => {
    const result = redactedByMarks({ ...COMMENT, ...comment }, html)
    return result && [result.text, result.html, result.quotedHtml]
  }

  it('are blackened where they are marked, and nowhere else', () => {
    const twice = { text: 'PIN 12, not 12', html: '<p>PIN <b>12</b>,&nbsp;not 12</p>' }
    expect(marked('<p>PIN <b>12</b>, not <redact>12</redact></p>', twice)).toEqual([
      'PIN 12, not ▇▇',
      '<p>PIN <b>12</b>,&nbsp;not ▇▇</p>',
      null,
    ])
    const framed =
      '<div class="zd-comment" dir="auto"><p>PIN <b><redact>12</redact></b>, <redact>not</redact> 12</p></div>'
    expect(marked(framed, twice)?.[0]).toBe('PIN ▇▇, ▇▇▇ 12')
  })

  it('are found through entities, across markup and in quotes', () => {
    const comment = { text: 'a<b & c', html: '<i>a&lt;b</i> &amp; c', quotedHtml: '<p>old <b>12</b>34</p>' }
    const sent =
      '<div class="zd-comment" dir="auto"><i>a<redact>&#60;b</redact></i><redact> &amp;</redact> c' +
      '<div class="zd-quoted"><p>old <redact><b>12</b>3</redact>4</p></div></div>'
    expect(marked(sent, comment)).toEqual(['a▇▇ ▇ c', '<i>a▇▇</i> ▇ c', '<p>old <b>▇▇</b>▇4</p>'])
  })

  it('take links and pictures with them', () => {
    const html = '<p>See <a href="https://x/secret">here</a> <img src="cid:1" /></p>'
    const sent =
      '<p>See <a href="https://x/secret"><redact>h</redact>ere</a><img redact src="https://d/1"></p>'
    expect(marked(sent, { text: 'See here (https://x/secret)', html })).toEqual([
      'See ▇ere',
      '<p>See <a>▇ere</a> </p>',
      null,
    ])
    const tagOnly = '<p>See <a redact href="https://x/secret">here</a> <img src="https://d/1"></p>'
    expect(marked(tagOnly, { text: 'See here', html })?.[1]).toBe(
      '<p>See <a>here</a> <img src="cid:1" /></p>',
    )
  })

  it.each([
    ['nothing is marked', '<p>My PIN is <b>1234</b>.</p>'],
    ['other words', '<p>My PIN is <b><redact>9999</redact></b>.</p>'],
    ['words were added', '<p>My PIN is <b><redact>1234</redact></b>. More</p>'],
    ['other markup', '<p>My PIN is <i><redact>1234</redact></i>.</p>'],
    ['a mark without an end', '<p>My PIN is <b><redact>1234</b>.</p>'],
    ['an end without a mark', '<p>My PIN is <b></redact>1234</b><redact>.</p>'],
    ['an attribute that only looks like one', '<p title="x redact y">My PIN is <b>1234</b>.</p>'],
  ])('refuses %s', (_what, html) => {
    expect(marked(html)).toBeNull()
  })

  it('takes no longer for hostile markup than for any other', () => {
    const hostile = '<a '.repeat(60_000)
    expect(marked(`${hostile}<redact>x</redact>`, { html: hostile })).not.toBeUndefined()
  })
})

describe('trust', () => {
  const trust: Change['commentEdit'] = { kind: 'trust', commentId: 77 }
  it('is told once, of comments that came with warnings', () => {
    const flagged = { ...COMMENT, flags: [11] }
    expect(edit(trust, { comment: flagged })).toMatchObject({
      ok: true,
      value: { events: [{ type: 'comment_trusted', commentId: 77 }], commentEdit: { isTrusted: true } },
    })
    for (const comment of [COMMENT, { ...flagged, isTrusted: true }])
      expect(edit(trust, { comment })).toMatchObject({ ok: true, value: { events: [] } })
  })
})

describe('a redacted file', () => {
  const file = { id: 5, blob: 'instead', size: 9, sha256: 'ab' }
  const take: Change['commentEdit'] = { kind: 'redact', commentId: 77, files: [file] }

  it('is told, and its bytes and those of the mail go', () => {
    const comment = { ...COMMENT, mailId: 3, files: [{ id: 5, blob: 'secret' }] }
    expect(edit(take, { comment })).toMatchObject({
      ok: true,
      value: {
        events: [{ type: 'file_redacted', commentId: 77, attachmentId: 5 }],
        commentEdit: { commentId: 77, files: [file], erased: { blobs: ['secret'], mailId: 3 } },
      },
    })
  })

  it('is one of the comment', () => {
    expect(edit(take)).toMatchObject({ ok: false, error: { details: [{ field: 'attachment' }] } })
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
