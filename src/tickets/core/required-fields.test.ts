import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../kernel/index.ts'
import type { Change } from './change.ts'
import { decide } from './decide.ts'
import type { Person } from './state.ts'
import { SYSTEM_FIELDS } from './system-fields.ts'
import {
  AMARA,
  BEN,
  by,
  CUSTOM_FIELDS,
  FIELDS,
  NOON,
  policyOf,
  ROSA,
  rosasQuestion,
  rosasTicket,
  SUPPORT,
  says,
  stateOf,
} from './testing/desk.ts'
import type { Ticket } from './ticket.ts'

const FORM = 900
const PRIORITY = 5
const child = (id: number, more: JsonObject = {}): JsonObject => ({ id, is_required: false, ...more })
const on = (...statuses: string[]): JsonObject => ({
  required_on_statuses: { type: 'SOME_STATUSES', statuses },
})

const form = (conditions: JsonObject = {}, ids: readonly number[] = Object.values(FIELDS)) => ({
  id: FORM,
  body: {
    name: 'Bugs',
    active: true,
    end_user_visible: true,
    ticket_field_ids: [PRIORITY, ...ids],
    ...conditions,
  },
})
const condition = (parent: number, value: string | boolean, ...children: JsonObject[]): JsonObject => ({
  parent_field_id: parent,
  value,
  child_fields: children,
})

const fieldsWith = (differs: { [id: number]: JsonObject }) =>
  [...SYSTEM_FIELDS, ...CUSTOM_FIELDS].map((field) => ({
    ...field,
    body: { ...field.body, ...differs[field.id] },
  }))

const errorsOf = (
  conditions: JsonObject,
  ticket: Ticket | null,
  change: Change,
  differs: { [id: number]: JsonObject } = {},
): string[] => {
  const policy = policyOf({ ticket_form: [form(conditions)], ticket_field: fieldsWith(differs) })
  const result = decide(stateOf(ticket), change, policy, NOON)
  return result.ok ? [] : (result.error.details ?? []).map(({ description }) => description)
}

const TICKET = rosasTicket({ formId: FORM, groupId: SUPPORT, assigneeId: AMARA.id, status: 'open' })
const touch = (differs: Partial<Change> = {}, who: Person | 'system' = AMARA) =>
  by(who, { set: { status: 'pending' }, ...differs })
const gold = { fields: { [FIELDS.plan]: 'plan_gold' } }

describe('conditions of agents', () => {
  const serialIfGold = {
    agent_conditions: [condition(FIELDS.plan, 'plan_gold', child(FIELDS.serial, on('pending', 'solved')))],
  }
  const cases: [string, Ticket, Change, boolean][] = [
    ['the value and the status ask for it', TICKET, touch(gold), true],
    [
      'it is filled in',
      TICKET,
      touch({ fields: { [FIELDS.plan]: 'plan_gold', [FIELDS.serial]: 'S1' } }),
      false,
    ],
    ['the parent has another value', TICKET, touch({ fields: { [FIELDS.plan]: 'plan_silver' } }), false],
    ['the status asks for nothing', TICKET, by(AMARA, { ...gold, set: { status: 'open' } }), false],
    [
      'only a word is written',
      rosasTicket({ ...TICKET, status: 'pending', fields: { [FIELDS.plan]: 'plan_gold' } }),
      by(BEN, { comment: says('Hm') }),
      false,
    ],
    ['the system acts', TICKET, touch(gold, 'system'), false],
    ['the ticket has no form', rosasTicket({ ...TICKET, formId: null }), touch(gold), false],
  ]
  it.each(cases)('%s', (_what, ticket, change, isRefused) => {
    const message = 'Serial:: is required when the status is pending'
    expect(errorsOf(serialIfGold, ticket, change)).toEqual(isRefused ? [message] : [])
  })

  it('reach from child to child, and no further than what is shown', () => {
    const chain = {
      agent_conditions: [
        condition(FIELDS.plan, 'plan_gold', child(FIELDS.urgent)),
        condition(FIELDS.urgent, true, child(FIELDS.serial, { is_required: true })),
      ],
    }
    const fields = { [FIELDS.plan]: 'plan_gold', [FIELDS.urgent]: true }
    expect(errorsOf(chain, TICKET, touch({ fields }))).toHaveLength(1)
    expect(errorsOf(chain, TICKET, touch({ fields: { ...fields, [FIELDS.plan]: 'plan_silver' } }))).toEqual(
      [],
    )
  })

  it('look at priority and type by the fields that stand for them', () => {
    const urgent = {
      agent_conditions: [condition(PRIORITY, 'urgent', child(FIELDS.serial, { is_required: true }))],
    }
    expect(errorsOf(urgent, TICKET, by(AMARA, { set: { priority: 'urgent' } }))).toHaveLength(1)
    expect(errorsOf(urgent, TICKET, by(AMARA, { set: { priority: 'high' } }))).toEqual([])
  })

  it('leave out of solving what is not shown', () => {
    const required = { [FIELDS.serial]: { required: true } }
    const solve = by(AMARA, { set: { status: 'solved' } })
    expect(errorsOf({}, TICKET, solve, required)).toEqual(['Serial:: is required when solving a ticket'])
    const hidden = { agent_conditions: [condition(FIELDS.plan, 'plan_gold', child(FIELDS.serial))] }
    expect(errorsOf(hidden, TICKET, solve, required)).toEqual([])
  })
})

describe('what end users must fill in', () => {
  const portal = { visible_in_portal: true, editable_in_portal: true }
  const differs = { [FIELDS.serial]: { ...portal, required_in_portal: true }, [FIELDS.plan]: portal }
  const ask = (differs: Partial<Change> = {}) =>
    rosasQuestion({ set: { subject: 'Fire', formId: FORM }, ...differs })
  const MAIL = { channel: 'email', source: { from: {}, to: {}, rel: null } } as const

  it('is what the portal requires; mail has no form to fill in', () => {
    expect(errorsOf({}, null, ask(), differs)).toEqual(['Serial: cannot be blank'])
    expect(errorsOf({}, null, ask({ fields: { [FIELDS.serial]: 'S1' } }), differs)).toEqual([])
    expect(errorsOf({}, null, ask({ via: MAIL }), differs)).toEqual([])
    expect(errorsOf({}, TICKET, by(ROSA, { comment: says('More') }), differs)).toEqual([])
  })

  it('follows their own conditions', () => {
    const asked = {
      end_user_conditions: [condition(FIELDS.plan, 'plan_gold', child(FIELDS.serial, { is_required: true }))],
    }
    const free = { [FIELDS.serial]: portal, [FIELDS.plan]: portal }
    expect(errorsOf(asked, null, ask(gold), free)).toEqual(['Serial: cannot be blank'])
    expect(errorsOf(asked, null, ask(), free)).toEqual([])
  })
})
