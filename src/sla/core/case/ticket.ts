import type { Instant } from '../../../kernel/index.ts'
import { channelOf, type Facts, type PeopleFacts, type TicketFacts } from '../../../rules/core/index.ts'
import { PRIORITIES, type Priority, STATUSES, type Status } from '../metric.ts'
import type { Names } from './names.ts'
import { isRec, readRec, readWord, refuse } from './read.ts'

/** A case's ticket: what rules may ask of it, and its schedule. */
export type CaseTicket = TicketFacts & {
  readonly status: Status
  readonly priority: Priority | null
  readonly schedule: string | null
}

export const newTicket = (createdAt: Instant): CaseTicket => ({
  subject: null,
  status: 'new',
  customStatusId: null,
  type: null,
  priority: null,
  requesterId: 1,
  assigneeId: null,
  groupId: null,
  organizationId: null,
  brandId: 1,
  formId: null,
  recipient: null,
  via: { channel: 'web' },
  tags: [],
  fields: {},
  emailCcIds: [],
  isPublic: true,
  createdAt,
  schedule: null,
})

type Read = (value: unknown, field: string, names: Names) => Partial<CaseTicket>

const id =
  (property: 'groupId' | 'assigneeId' | 'organizationId' | 'formId' | 'customStatusId'): Read =>
  (value, field, names) => ({ [property]: names.idOf(value, field) })

const someId =
  (property: 'requesterId' | 'brandId'): Read =>
  (value, field, names) => ({
    [property]: names.idOf(value, field) ?? refuse(field, 'must be an id or a name'),
  })

const text =
  (property: 'subject' | 'recipient' | 'schedule'): Read =>
  (value, field) => {
    if (value !== null && typeof value !== 'string') return refuse(field, 'must be a text or null')
    return { [property]: value }
  }

const ignored: Read = () => ({})

const READERS: Readonly<Record<string, Read>> = {
  status: (value, field) => ({ status: readWord(value, field, STATUSES) }),
  priority: (value, field) => ({
    priority: value === null || value === '' ? null : readWord(value, field, PRIORITIES),
  }),
  type: (value, field) => ({
    type:
      value === null || value === ''
        ? null
        : readWord(value, field, ['question', 'incident', 'problem', 'task']),
  }),
  group: id('groupId'),
  group_id: id('groupId'),
  assignee: id('assigneeId'),
  assignee_id: id('assigneeId'),
  organization: id('organizationId'),
  organization_id: id('organizationId'),
  form: id('formId'),
  ticket_form_id: id('formId'),
  custom_status_id: id('customStatusId'),
  requester: someId('requesterId'),
  requester_id: someId('requesterId'),
  brand: someId('brandId'),
  brand_id: someId('brandId'),
  schedule: text('schedule'),
  subject: text('subject'),
  recipient: text('recipient'),
  tags: (value, field) => ({ tags: readTagList(value, field) }),
  via: (value, field) => {
    const channel =
      typeof value === 'string' || typeof value === 'number' ? channelOf(String(value)) : undefined
    return { via: { channel: channel ?? refuse(field, 'must be a channel, by id or name') } }
  },
  description: ignored,
  due_at: ignored,
  external_id: ignored,
  problem_id: ignored,
}

/** Applies what an entry sets. Custom fields are written `ticket_fields_123` or `custom_fields_123`. */
export const withSet = (ticket: CaseTicket, raw: unknown, field: string, names: Names): CaseTicket => {
  if (raw === undefined || raw === null) return ticket
  const set = readRec(raw, field, isRec(raw) ? Object.keys(raw) : [])
  let next = ticket
  for (const [key, value] of Object.entries(set))
    next = { ...next, ...readOne(next, key, value, field, names) }
  return next
}

const readOne = (
  ticket: CaseTicket,
  key: string,
  value: unknown,
  field: string,
  names: Names,
): Partial<CaseTicket> => {
  const custom = /^(?:custom_fields|ticket_fields)_(\d{1,16})$/.exec(key)?.[1]
  if (custom) return { fields: { ...ticket.fields, [custom]: readCustom(value, `${field}.${key}`) } }
  const read = Object.hasOwn(READERS, key) ? READERS[key] : undefined
  if (read) return read(value, `${field}.${key}`, names)
  return refuse(`${field}.${key.slice(0, 40)}`, 'is no property of a ticket that clocks or policies ask for')
}

const readTagList = (value: unknown, field: string): readonly string[] => {
  const list = typeof value === 'string' ? value.split(/\s+/) : value
  if (!Array.isArray(list) || list.length > 1000 || !list.every((tag) => typeof tag === 'string'))
    return refuse(field, 'must be a list of tags, or tags with blanks between them')
  return list.map((tag: string) => tag.trim().toLowerCase()).filter((tag) => tag !== '')
}

const readCustom = (value: unknown, field: string): TicketFacts['fields'][string] => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value
  return refuse(field, 'must be a text, a number, true, false, null or a list of texts')
}

const NOBODY: PeopleFacts = {
  person: () => undefined,
  organization: () => undefined,
  roleKind: () => 'end_user',
}

/** What filters are tested against. */
export const factsOf = (ticket: CaseTicket, at: Instant, isCreation: boolean): Facts => ({
  ticket,
  before: null,
  update: { isCreation, actorId: null, channel: ticket.via.channel, comment: null },
  description: null,
  people: NOBODY,
  at,
  folded: new Map(),
})
