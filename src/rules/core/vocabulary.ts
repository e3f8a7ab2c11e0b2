import { parseId } from '../../kernel/index.ts'
import type { Catalogue, FieldSpec, Place, Predicate } from './condition.ts'
import { COUNT_ENTRIES } from './count-fields.ts'
import { customField, ownersField } from './custom-field-kinds.ts'
import { DUE_ENTRIES } from './due-fields.ts'
import type { Facts, TicketFacts } from './facts.ts'
import { sqlOf } from './fragment.ts'
import { HOURS_ENTRIES } from './hours-fields.ts'
import {
  CHANGES,
  EQUALITY,
  EVERYWHERE,
  FULL_ORDER,
  idOr,
  instantValue,
  MEMBERSHIP,
  ORDER,
  oneOf,
  property,
  question,
  tagList,
  textOf,
  words,
} from './kinds.ts'
import { OWN_TIME_ENTRIES } from './own-time-fields.ts'
import { PEOPLE_ENTRIES } from './people-fields.ts'
import { SCORES } from './scores.ts'
import { neverHolds, recipient, requester, requesterLocale, role, via } from './special-fields.ts'
import { SUPPORT_ENTRIES } from './support-fields.ts'
import { TIME_ENTRIES } from './time-fields.ts'

const STATUSES = ['new', 'open', 'pending', 'hold', 'solved', 'closed']
const TYPES = ['question', 'incident', 'problem', 'task']
const PRIORITIES = ['low', 'normal', 'high', 'urgent']

/** The wire says `true` of who was not asked, `false` of who has not answered. */
const SCORE_NAMES: Readonly<Record<string, string>> = { true: 'unoffered', false: 'offered' }

const satisfactionWord = ({ satisfaction }: TicketFacts): string => {
  if (!satisfaction) return 'unoffered'
  const { score, comment } = satisfaction
  return score !== 'offered' && comment !== null ? `${score}_with_comment` : score
}

const TR: readonly Place[] = ['trigger']
const TR_AU: readonly Place[] = ['trigger', 'automation']
const TR_AU_VI: readonly Place[] = ['trigger', 'automation', 'view', 'routing']

const listOf = (text: string | null): readonly string[] => (text === null ? [] : [text])

const rank = (names: readonly string[]) => (value: string | number | boolean | null) =>
  names.indexOf(String(value))

/** A public comment, or a note on the ticket of somebody who may read notes. */
const requesterCanSee: Predicate = (facts) => {
  const { comment } = facts.update
  if (!comment) return false
  const person = requester(facts)
  return comment.public || (person !== undefined && facts.people.roleKind(person) !== 'end_user')
}

const presence = (isPresent: Predicate) => ({
  present: isPresent,
  not_present: (facts: Facts) => !isPresent(facts),
  true: isPresent,
  false: (facts: Facts) => !isPresent(facts),
})

/** Every field that conditions may name, custom ones aside. A new fact of the desk is one entry here. */
const ENTRIES: readonly FieldSpec[] = [
  property({
    name: 'status',
    places: TR_AU_VI,
    operators: [...EQUALITY, ...ORDER, ...CHANGES],
    read: (ticket) => ticket.status,
    column: 'status',
    parse: oneOf(STATUSES),
    rank: rank(STATUSES),
  }),
  property({
    name: 'custom_status_id',
    places: EVERYWHERE,
    operators: [...EQUALITY, ...MEMBERSHIP, ...CHANGES],
    read: (ticket) => ticket.customStatusId,
    column: 'customStatusId',
    parse: idOr(),
  }),
  property({
    name: 'satisfaction_score',
    places: TR_AU_VI,
    operators: [...EQUALITY, ...ORDER, ...CHANGES],
    read: satisfactionWord,
    column: 'satisfaction',
    parse: (value) => oneOf(SCORES)(SCORE_NAMES[textOf(value) ?? ''] ?? value),
    rank: rank(SCORES),
  }),
  property({
    name: 'type',
    places: EVERYWHERE,
    operators: [...EQUALITY, ...CHANGES],
    read: (ticket) => ticket.type,
    column: 'type',
    parse: oneOf(TYPES, true),
  }),
  property({
    name: 'ticket_type_id',
    places: ['sla'],
    operators: EQUALITY,
    read: (ticket) => (ticket.type === null ? null : String(TYPES.indexOf(ticket.type) + 1)),
    parse: oneOf(['1', '2', '3', '4']),
  }),
  property({
    name: 'priority',
    places: TR_AU_VI,
    operators: [...EQUALITY, ...ORDER, ...CHANGES],
    read: (ticket) => ticket.priority,
    column: 'priority',
    parse: oneOf(PRIORITIES, true),
    rank: rank(PRIORITIES),
  }),
  property({
    name: 'group_id',
    places: EVERYWHERE,
    operators: [...EQUALITY, ...MEMBERSHIP, ...CHANGES],
    read: (ticket) => ticket.groupId,
    column: 'groupId',
    // Only whoever looks at a view has groups.
    parse: (value, operator, where) =>
      (where.place === 'view' ? idOr('current_groups') : idOr())(value, operator, where),
  }),
  property({
    name: 'assignee_id',
    places: EVERYWHERE,
    operators: [...EQUALITY, ...CHANGES],
    cost: 2,
    read: (ticket) => ticket.assigneeId,
    column: 'assigneeId',
    parse: idOr('current_user', 'requester_id'),
  }),
  property({
    name: 'requester_id',
    places: EVERYWHERE,
    operators: [...EQUALITY, ...CHANGES],
    cost: 2,
    read: (ticket) => ticket.requesterId,
    column: 'requesterId',
    parse: idOr('current_user', 'assignee_id'),
  }),
  property({
    name: 'organization_id',
    places: EVERYWHERE,
    operators: [...EQUALITY, ...CHANGES],
    read: (ticket) => ticket.organizationId,
    column: 'organizationId',
    parse: idOr(),
  }),
  property({
    name: 'brand_id',
    places: EVERYWHERE,
    operators: [...EQUALITY, ...CHANGES],
    read: (ticket) => ticket.brandId,
    column: 'brandId',
    parse: idOr(),
  }),
  property({
    name: 'ticket_form_id',
    places: EVERYWHERE,
    operators: [...EQUALITY, ...CHANGES],
    read: (ticket) => ticket.formId,
    column: 'formId',
    parse: idOr(),
  }),
  ...SUPPORT_ENTRIES,
  tagList({ name: 'current_tags', places: EVERYWHERE, operators: MEMBERSHIP, read: (ticket) => ticket.tags }),
  via('via_id', EVERYWHERE, ({ ticket }) => ticket.via.channel),
  via('current_via_id', ['trigger', 'sla'], ({ update }) => update.channel),
  recipient(),
  role('requester_role', requester, TR_AU),
  role('role', ({ people, update }) => people.person(update.actorId), TR),
  requesterLocale(),
  question({
    name: 'ticket_is_public',
    places: TR_AU_VI,
    operators: EQUALITY,
    isImplied: true,
    answers: { public: ({ ticket }) => ticket.isPublic, private: ({ ticket }) => !ticket.isPublic },
    inTables: {
      public: ({ columns }) => columns.isPublic.value,
      private: ({ columns }) => sqlOf`(not ${columns.isPublic.value})`,
    },
  }),
  words({
    name: 'description_includes_word',
    places: TR_AU_VI,
    operators: [...MEMBERSHIP, ...EQUALITY],
    read: (facts) => listOf(facts.description),
    column: ({ description }) => description,
  }),
  words({
    name: 'subject_includes_word',
    places: TR,
    operators: [...MEMBERSHIP, ...EQUALITY],
    read: ({ ticket }) => listOf(ticket.subject),
  }),
  words({
    name: 'comment_includes_word',
    places: TR,
    operators: [...MEMBERSHIP, ...EQUALITY],
    read: ({ ticket, update }) =>
      update.comment === null ? [] : [ticket.subject ?? '', update.comment.text],
  }),
  question({
    name: 'comment_is_public',
    places: TR,
    operators: EQUALITY,
    isImplied: true,
    answers: {
      true: ({ update }) => update.comment?.public === true,
      false: ({ update }) => update.comment?.public === false,
      not_relevant: ({ update }) => update.comment !== null,
      requester_can_see_comment: requesterCanSee,
    },
  }),
  question({
    name: 'update_type',
    places: TR,
    operators: EQUALITY,
    isImplied: true,
    cost: 0,
    answers: { Create: ({ update }) => update.isCreation, Change: ({ update }) => !update.isCreation },
  }),
  ...DUE_ENTRIES,
  ...TIME_ENTRIES,
  ...OWN_TIME_ENTRIES,
  ...COUNT_ENTRIES,
  ...HOURS_ENTRIES,
  ...PEOPLE_ENTRIES,
  question({
    name: 'attachment',
    places: TR,
    operators: EQUALITY,
    isImplied: true,
    blank: 'present',
    answers: presence(({ update }) => (update.comment?.attachmentCount ?? 0) > 0),
  }),
  {
    ...property({
      name: 'exact_created_at',
      places: ['sla'],
      operators: FULL_ORDER,
      read: (ticket) => ticket.createdAt,
      parse: instantValue,
    }),
  },
  ...['followers_count', 'statuses_count', 'verified'].map(neverHolds),
]

const byName: ReadonlyMap<string, FieldSpec> = new Map(ENTRIES.map((entry) => [entry.name, entry]))

/** Every fixed field with its operators and places, for definitions and catalogues. */
export const vocabulary = (): readonly FieldSpec[] => ENTRIES

const CUSTOM = /^(?:custom_fields|ticket_fields)_(\d{1,16})$/
const OWNERS = /^(requester|organization)\.custom_fields\.(.{1,255})$/
const OLD_OWNERS = /^(user|organization)\.custom_fields_(.{1,255})$/

/** Finds what a field name means on this desk; the error completes the sentence "<clause>: …". */
export const findField = (name: string, catalogue: Catalogue): FieldSpec | string => {
  const fixed = byName.get(name)
  if (fixed) return fixed
  const custom = CUSTOM.exec(name)
  if (custom) {
    const id = parseId(custom[1] ?? '')
    const field = id === undefined ? undefined : catalogue.ticketField(id)
    if (!field || id === undefined) return `there is no ticket field ${custom[1]}`
    return customField(name, String(id), field, EVERYWHERE)
  }
  const owner = OWNERS.exec(name) ?? OLD_OWNERS.exec(name)
  return owner ? findOwners(name, owner[1] ?? '', owner[2] ?? '') : `unknown field ${JSON.stringify(name)}`
}

const findOwners = (name: string, owner: string, key: string): FieldSpec =>
  ownersField({
    name,
    // Beyond Zendesk everywhere: what a customer was promised is a matter of their organization's plan.
    places: EVERYWHERE,
    key,
    read: (facts) => {
      const found =
        owner === 'organization' ? facts.people.organization(facts.ticket.organizationId) : requester(facts)
      if (!found) return undefined
      return Object.hasOwn(found.fields, key) ? (found.fields[key] ?? null) : null
    },
    columnOf: ({ organizationFields, requesterFields }) =>
      owner === 'organization' ? organizationFields : requesterFields,
  })
