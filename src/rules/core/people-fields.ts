import { err, type Id, instantOf, ok, parseId, toIso } from '../../kernel/index.ts'
import type { Columns } from './columns.ts'
import type { FieldSpec, Operand, Place } from './condition.ts'
import type { Facts, TicketFacts } from './facts.ts'
import { FALSE, type Fragment, negatedIf, sqlOf, TRUE } from './fragment.ts'
import { CHANGES, EQUALITY, ORDER, property, question, textOf } from './kinds.ts'

const SHOWN: readonly Place[] = ['trigger', 'automation', 'view', 'routing']

/** People on the ticket: whether there are any, or whether somebody is among them. */
const participants = (
  name: string,
  read: (ticket: TicketFacts) => readonly Id[],
  column: (columns: Columns) => Fragment,
): FieldSpec => ({
  name,
  places: SHOWN,
  operators: EQUALITY,
  isImplied: true,
  cost: 2,
  parse: (value) => {
    const text = textOf(value)?.trim() || 'present'
    if (text === 'current_user') return ok({ kind: 'who', who: text })
    if (Object.hasOwn(PRESENCE, text)) return ok({ kind: 'scalars', values: [PRESENCE[text] ?? null] })
    const id = parseId(text)
    return id === undefined
      ? err('must be present, not_present, current_user or an id')
      : ok({ kind: 'scalars', values: [id] })
  },
  compile: (operator, operand) => {
    const wanted = operandOf(operand)
    const isAmong = ({ ticket, update }: Facts): boolean => {
      const ids = read(ticket)
      if (typeof wanted === 'boolean') return ids.length > 0 === wanted
      const id = wanted === 'current_user' ? update.actorId : wanted
      return ids.some((one) => one === id)
    }
    return (facts) => isAmong(facts) === (operator === 'is')
  },
  sql: (operator, operand, { columns, viewer }) => {
    const wanted = operandOf(operand)
    const ids = column(columns)
    const id = wanted === 'current_user' ? viewer.userId : wanted
    const isSo =
      typeof id === 'boolean'
        ? sqlOf`(cardinality(${ids}) > 0) = ${id}::boolean`
        : id === null
          ? FALSE
          : sqlOf`${ids} @> array[${id}::bigint]`
    return negatedIf(operator === 'is_not', isSo)
  },
})

const PRESENCE: { readonly [word: string]: boolean } = {
  present: true,
  true: true,
  not_present: false,
  false: false,
}

const operandOf = (operand: Operand): Id | boolean | 'current_user' => {
  if (operand.kind === 'who') return 'current_user'
  const value = operand.kind === 'scalars' ? operand.values[0] : 0
  return typeof value === 'boolean' ? value : Number(value)
}

/** What only other products write on a ticket: nothing here ever has it. */
const foreign = (name: string): FieldSpec => ({
  name,
  places: SHOWN,
  operators: EQUALITY,
  cost: 0,
  parse: (value) => {
    const text = textOf(value)?.trim()
    return text ? ok({ kind: 'scalars', values: [text] }) : err('must be an id')
  },
  compile: (operator) => () => operator === 'is_not',
  sql: (operator) => (operator === 'is_not' ? TRUE : FALSE),
})

const DAY = /^\d{4}-\d{2}-\d{2}/

/** Conditions on who is round a ticket, and on what others would have written on it. */
export const PEOPLE_ENTRIES: readonly FieldSpec[] = [
  participants(
    'cc',
    ({ emailCcIds }) => emailCcIds,
    ({ emailCcIds }) => emailCcIds,
  ),
  participants(
    'follower',
    ({ followerIds }) => followerIds ?? [],
    ({ followerIds }) => followerIds,
  ),
  question({
    name: 'skills_match',
    places: ['view', 'routing'],
    operators: EQUALITY,
    isImplied: true,
    blank: 'true',
    answers: {
      true: ({ skillsMatch }) => skillsMatch !== false,
      false: ({ skillsMatch }) => skillsMatch === false,
    },
    inTables: {
      true: ({ columns, viewer }) => columns.skillsMatch?.(viewer.userId) ?? TRUE,
      false: ({ columns, viewer }) =>
        columns.skillsMatch ? sqlOf`(not ${columns.skillsMatch(viewer.userId)})` : FALSE,
    },
  }),
  {
    name: 'requester_time_zone',
    places: ['trigger'],
    operators: EQUALITY,
    cost: 2,
    parse: (value) => {
      const zone = textOf(value)?.trim()
      return zone ? ok({ kind: 'scalars', values: [zone] }) : err('must be the name of a time zone')
    },
    compile: (operator, operand) => {
      const zone = operand.kind === 'scalars' ? operand.values[0] : null
      return ({ people, ticket }) =>
        ((people.person(ticket.requesterId)?.timeZone ?? null) === zone) === (operator === 'is')
    },
  },
  property({
    name: 'satisfaction_reason_code',
    places: ['trigger', 'view'],
    operators: [...EQUALITY, ...CHANGES],
    read: ({ satisfaction }) => satisfaction?.reasonId ?? null,
    column: 'satisfactionReasonId',
    parse: (value, _operator, { catalogue }) => {
      const text = textOf(value)?.trim() ?? ''
      if (text === '') return ok({ kind: 'scalars', values: [null] })
      const id = /^\d{1,6}$/.test(text) ? catalogue.satisfactionReason?.(Number(text)) : undefined
      return id === undefined ? err('must be the code of a reason') : ok({ kind: 'scalars', values: [id] })
    },
  }),
  property({
    name: 'ticket_due_date',
    places: ['trigger'],
    operators: [...EQUALITY, ...ORDER, ...CHANGES],
    read: ({ dueAt }) =>
      dueAt === null || dueAt === undefined ? null : toIso(instantOf(dueAt)).slice(0, 10),
    rank: (value) => (value === null ? Number.NaN : Date.parse(String(value))),
    parse: (value) => {
      const text = textOf(value)?.trim() ?? ''
      if (text === '') return ok({ kind: 'scalars', values: [null] })
      const isDay = DAY.test(text) && !Number.isNaN(Date.parse(text))
      return isDay
        ? ok({ kind: 'scalars', values: [text.slice(0, 10)] })
        : err('must be a date such as 2026-01-31')
    },
  }),
  ...['received_from', 'sent_to', 'via_subtype_id'].map(foreign),
]
