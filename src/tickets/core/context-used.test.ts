import { describe, expect, test } from 'vitest'
import { decide } from './decide.ts'
import { STANDARD_TRIGGERS } from './standard-triggers.ts'
import {
  AMARA,
  BEN,
  by,
  CONTEXT,
  decided,
  GLOBEX,
  HANK,
  INITECH,
  NOON,
  policyOf,
  ROSA,
  rosasTicket,
  SUPPORT,
  says,
  stateOf,
} from './testing/desk.ts'
import type { Ticket } from './ticket.ts'

const STANDARD = policyOf({ trigger: STANDARD_TRIGGERS })

const open = (differs: Partial<Ticket> = {}): Ticket =>
  rosasTicket({ status: 'open', customStatusId: 2, groupId: SUPPORT, assigneeId: AMARA.id, ...differs })

const peopleIn = (context: { readonly users: object }): number[] =>
  Object.keys(context.users)
    .map(Number)
    .sort((a, b) => a - b)

describe('what an audit keeps of the people round it', () => {
  test('given nobody is told but the customer, then nobody else of a group is kept', () => {
    const { context, lacking } = decided(open(), by(AMARA, { comment: says('Unplug it') }), STANDARD)
    expect(peopleIn(context)).toContain(ROSA.id)
    expect(peopleIn(context)).toContain(AMARA.id)
    expect(peopleIn(context)).not.toContain(BEN.id)
    expect(peopleIn(context)).not.toContain(HANK.id)
    expect(lacking).toEqual({ groupMembers: false, allAgents: false })
  })

  test('given a rule tells a group, then its members are kept', () => {
    const change = by(AMARA, { set: { groupId: SUPPORT, assigneeId: null } })
    const { context, effects } = decided(open({ groupId: null, assigneeId: null }), change, STANDARD)
    expect(effects.some((effect) => effect.payload.recipientId === BEN.id)).toBe(true)
    expect(peopleIn(context)).toContain(BEN.id)
  })

  test('given the members of a group that is told were not loaded, then the decision says so', () => {
    const { [BEN.id]: _, ...users } = CONTEXT.users
    const state = stateOf(open({ groupId: null, assigneeId: null }), { ...CONTEXT, users })
    const change = by(AMARA, { set: { groupId: SUPPORT, assigneeId: null } })
    const decision = decide(state, change, STANDARD, NOON)
    expect(decision.ok && decision.value.lacking).toEqual({ groupMembers: true, allAgents: false })
  })

  test('given nobody who is kept belongs to the ticket’s organization any more, then it is kept all the same', () => {
    const moved = open({ requesterId: HANK.id, submitterId: HANK.id, organizationId: INITECH })
    const { context } = decided(moved, by(AMARA, { comment: says('Unplug it') }), STANDARD)
    expect(peopleIn(context)).not.toContain(ROSA.id)
    expect(Object.keys(context.organizations).map(Number)).toEqual([INITECH, GLOBEX])
  })
})
