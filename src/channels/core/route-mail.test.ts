import { describe, expect, test } from 'vitest'
import { CAUSES } from './causes.ts'
import { SPOOF_CELLS, type SPOOF_EVIDENCE } from './fixture.ts'
import { type MailFacts, routeMail, type SenderFacts, type ThreadFacts } from './route-mail.ts'

const REQUESTER = 1
const CC = 2
const AGENT = 3
const EX_AGENT = 4

const SENDERS: Record<string, SenderFacts | null> = {
  requester: { userId: REQUESTER, enabled: true, isStaff: false },
  cc: { userId: CC, enabled: true, isStaff: false },
  agent: { userId: AGENT, enabled: true, isStaff: true },
  // Still a person here, but with an end user's role.
  ex_agent: { userId: EX_AGENT, enabled: true, isStaff: false },
  stranger: null,
}

/** A thread whose token was sent to this very sender, as an honest reply carries it. */
const ownTicket = (sender: SenderFacts | null): ThreadFacts => ({
  ticketId: 10,
  issuedTo: sender?.userId ?? REQUESTER,
  requesterId: REQUESTER,
  ccIds: [CC],
  staffMayComment: true,
  condition: 'live',
})
const otherTicket = (_: SenderFacts | null): ThreadFacts => ({
  ticketId: 20,
  issuedTo: 99,
  requesterId: 99,
  ccIds: [],
  staffMayComment: true,
  condition: 'live',
})

const base: MailFacts = {
  machine: null,
  verdict: 'pass',
  severalAuthors: false,
  hasAuthor: true,
  isBlank: false,
  sender: null,
  thread: null,
  forgedAddress: false,
  unauthenticated: 'suspend',
}

/** A subject number or a bare reference is no evidence, so facts hold nothing of them. */
const EVIDENCE: Record<(typeof SPOOF_EVIDENCE)[number], (sender: SenderFacts | null) => Partial<MailFacts>> =
  {
    valid_token: (sender) => ({ thread: ownTicket(sender) }),
    forged_token: () => ({ forgedAddress: true }),
    subject_id_only: () => ({}),
    references_only: () => ({}),
    token_of_other: (sender) => ({ thread: otherTicket(sender) }),
  }

const outcome = (facts: MailFacts): string => {
  const route = routeMail(facts)
  if (route.kind === 'suspend') return `suspend ${CAUSES[route.cause].id}`
  const to = route.kind === 'comment' ? `comment ${route.ticketId}` : 'new'
  return route.flagged ? `${to} flagged` : to
}

describe('the matrix of who may speak where', () => {
  test('has its 100 cells', () => expect(SPOOF_CELLS).toHaveLength(100))

  test.each(SPOOF_CELLS)(
    '$verdict, $sender, $evidence: $declared',
    ({ verdict, sender, evidence, declared }) => {
      const who = SENDERS[sender] ?? null
      expect(outcome({ ...base, verdict, sender: who, ...EVIDENCE[evidence](who) })).toBe(declared)
    },
  )
})

describe('routeMail', () => {
  const requester = SENDERS.requester ?? null
  const agent = SENDERS.agent ?? null
  const reply: MailFacts = { ...base, sender: requester, thread: ownTicket(requester) }

  test.each(['flag', 'accept'] as const)(
    'lets a doubtful reply speak where the desk says %s',
    (unauthenticated) => {
      const flag = unauthenticated === 'flag' ? ' flagged' : ''
      for (const verdict of ['none', 'temperror'] as const) {
        expect(outcome({ ...reply, verdict, unauthenticated })).toBe(`comment 10${flag}`)
        expect(outcome({ ...base, verdict, unauthenticated, sender: agent })).toBe('new flagged')
        // A CC who holds the requester's name but not the requester's token.
        expect(
          outcome({ ...reply, verdict, unauthenticated, thread: { ...ownTicket(requester), issuedTo: CC } }),
        ).toBe('suspend 20')
        expect(outcome({ ...reply, verdict, unauthenticated, sender: null })).toBe('suspend 5')
      }
      expect(outcome({ ...reply, verdict: 'fail', unauthenticated })).toBe('suspend 26')
    },
  )

  test('lets participants use a token that was forwarded to them when their domain vouches for them', () => {
    expect(outcome({ ...reply, thread: { ...ownTicket(requester), issuedTo: CC } })).toBe('comment 10')
  })

  test('stops agents who may not comment on the ticket any more', () => {
    const thread = { ...ownTicket(agent), staffMayComment: false }
    expect(outcome({ ...base, sender: agent, thread })).toBe('suspend 10')
  })

  test('makes a follow-up of an answer to a closed ticket, and a plain ticket of one to a deleted ticket', () => {
    expect(routeMail({ ...reply, thread: { ...ownTicket(requester), condition: 'closed' } })).toEqual({
      kind: 'new_ticket',
      flagged: false,
      followUpOf: 10,
    })
    expect(routeMail({ ...reply, thread: { ...ownTicket(requester), condition: 'deleted' } })).toMatchObject({
      kind: 'new_ticket',
      followUpOf: null,
    })
  })

  test('suspends what a machine wrote, whoever it came from', () => {
    expect(outcome({ ...reply, machine: 'out_of_office' })).toBe('suspend 8')
    expect(routeMail({ ...reply, machine: 'delivery_failure' })).toMatchObject({ ticketId: 10 })
  })

  test('suspends the disabled, the authorless, the many-voiced and the blank', () => {
    expect(outcome({ ...reply, sender: { ...requester!, enabled: false } })).toBe('suspend 15')
    expect(outcome({ ...base, sender: { ...requester!, enabled: false } })).toBe('suspend 15')
    expect(outcome({ ...base, hasAuthor: false })).toBe('suspend 19')
    expect(outcome({ ...reply, severalAuthors: true })).toBe('suspend 26')
    expect(outcome({ ...reply, isBlank: true })).toBe('suspend 11')
    expect(outcome({ ...base, isBlank: true })).toBe('suspend 11')
  })
})
