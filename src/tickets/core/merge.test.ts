import { describe, expect, it } from 'vitest'
import type { Change } from './change.ts'
import { decide } from './decide.ts'
import { foldAudit } from './fold.ts'
import type { Person } from './state.ts'
import {
  AMARA,
  by,
  decided,
  FIELDS,
  LENA,
  NOON,
  POLICY,
  policyOf,
  ROSA,
  rosasTicket,
  stateOf,
} from './testing/desk.ts'
import type { Ticket } from './ticket.ts'

const into: Partial<Change> = { merge: { into: 5 } }
const from: Partial<Change> = { merge: { from: [6, 7] } }

describe('who may merge what', () => {
  const cases: [string, Person, Ticket, Partial<Change>, string][] = [
    ['an agent, an open ticket into another', AMARA, rosasTicket(), into, 'ok'],
    ['an agent, a solved one', AMARA, rosasTicket({ status: 'solved' }), into, 'invalid'],
    ['an agent, a closed one', AMARA, rosasTicket({ status: 'closed' }), into, 'invalid'],
    ['an agent, one into itself', AMARA, rosasTicket({ id: 5 }), into, 'invalid'],
    ['an agent, others into a solved one', AMARA, rosasTicket({ status: 'solved' }), from, 'ok'],
    ['an agent, others into a closed one', AMARA, rosasTicket({ status: 'closed' }), from, 'invalid'],
    ['a light agent', LENA, rosasTicket(), into, 'forbidden'],
    ['the requester', ROSA, rosasTicket(), from, 'forbidden'],
  ]
  it.each(cases)('%s', (_what, who, ticket, change, expected) => {
    const result = decide(stateOf(ticket), by(who, change), POLICY, NOON)
    expect(result.ok ? 'ok' : result.error.code).toBe(expected)
  })
})

it('closes the source without an assignee or required fields, and folds', () => {
  const required = policyOf({
    ticket_field: [{ id: FIELDS.serial, body: { type: 'text', title: 'Serial', required: true } }],
  })
  const before = rosasTicket({ tags: ['vip'] })
  const { ticket, events } = decided(before, by(AMARA, into), required)
  expect(ticket).toMatchObject({
    status: 'closed',
    assigneeId: null,
    mergedIntoId: 5,
    tags: ['closed_by_merge', 'vip'],
    closedAt: NOON,
  })
  const numbered = events.map((event, i) => ({ id: 10 + i, event }))
  const audit = { ticketId: before.id, seq: ticket.version, at: NOON, via: before.via, events: numbered }
  expect(foldAudit(before, audit)).toEqual(ticket)
})

it('tells the target, and leaves it as it is', () => {
  const before = rosasTicket({ status: 'solved', assigneeId: AMARA.id })
  const { ticket, events } = decided(before, by(AMARA, from))
  expect(events).toEqual([{ type: 'merged_from', ticketIds: [6, 7] }])
  expect(ticket).toEqual({ ...before, version: before.version + 1, updatedAt: NOON })
})
