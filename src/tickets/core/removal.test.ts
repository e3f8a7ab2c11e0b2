import { describe, expect, it } from 'vitest'
import type { RemovalKind } from './change.ts'
import { decide } from './decide.ts'
import { foldAudit } from './fold.ts'
import type { Person } from './state.ts'
import {
  AMARA,
  BEN,
  by,
  decided,
  NOON,
  OLGA,
  POLICY,
  ROSA,
  rosasTicket,
  SUPPORT,
  stateOf,
} from './testing/desk.ts'
import type { Ticket } from './ticket.ts'

const LATER = (NOON + 60_000) as typeof NOON
const THERE = rosasTicket({ groupId: SUPPORT })
const DELETED = rosasTicket({ deletedAt: NOON })
const PURGED = rosasTicket({ deletedAt: NOON, purgedAt: NOON })

describe('who may remove what', () => {
  const cases: [RemovalKind, string, Person | 'system', Ticket | null, string][] = [
    ['delete', 'an owner, what is there', OLGA, THERE, 'ok'],
    ['delete', 'an owner, a closed one', OLGA, rosasTicket({ status: 'closed' }), 'ok'],
    ['delete', 'the system', 'system', THERE, 'ok'],
    ['delete', 'an agent without the right', AMARA, THERE, 'forbidden'],
    ['delete', 'the requester', ROSA, THERE, 'forbidden'],
    ['delete', 'an owner, what is deleted', OLGA, DELETED, 'not_found'],
    ['delete', 'an owner, what never was', OLGA, null, 'not_found'],
    ['restore', 'an owner, what is deleted', OLGA, DELETED, 'ok'],
    ['restore', 'an owner, what is there', OLGA, THERE, 'not_found'],
    ['restore', 'an agent without the right', BEN, DELETED, 'forbidden'],
    ['restore', 'an owner, what is purged', OLGA, PURGED, 'not_found'],
    ['purge', 'an owner, what is deleted', OLGA, DELETED, 'ok'],
    ['purge', 'an owner, what is there', OLGA, THERE, 'not_found'],
    ['purge', 'an owner, what is purged', OLGA, PURGED, 'not_found'],
    ['purge', 'the requester', ROSA, DELETED, 'forbidden'],
  ]
  it.each(cases)('%s: %s', (kind, _what, actor, ticket, expected) => {
    const result = decide(stateOf(ticket), by(actor, { kind }), POLICY, LATER)
    expect(result.ok ? 'ok' : result.error.code).toBe(expected)
  })
})

describe('what a removal does', () => {
  const cases: [RemovalKind, Ticket, Partial<Ticket>, string][] = [
    ['delete', THERE, { deletedAt: LATER }, 'deleted'],
    ['restore', DELETED, { deletedAt: null }, 'restored'],
    ['purge', DELETED, { deletedAt: NOON, purgedAt: LATER }, 'purged'],
  ]
  it.each(cases)('%s: one event, no rule, nobody told; it folds', (kind, before, differs, type) => {
    const { ticket, events, rulesFired, effects } = decided(before, by(OLGA, { kind }), POLICY, LATER)
    expect(ticket).toEqual({ ...before, ...differs, version: before.version + 1, updatedAt: LATER })
    expect(events).toEqual([{ type, status: before.status }])
    expect([rulesFired, effects]).toEqual([[], []])
    const audit = {
      ticketId: ticket.id,
      seq: ticket.version,
      at: LATER,
      via: ticket.via,
      events: events.map((event, i) => ({ id: 100 + i, event })),
    }
    expect(foldAudit(before, audit)).toEqual(ticket)
  })

  it('refuses a stale safe update', () => {
    const stale = by(OLGA, { kind: 'delete', expectUpdatedAt: LATER })
    const result = decide(stateOf(THERE), stale, POLICY, LATER)
    expect(result.ok ? 'ok' : result.error.code).toBe('conflict')
  })
})
