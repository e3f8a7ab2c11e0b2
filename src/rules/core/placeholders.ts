import { type Id, type Instant, type Json, type JsonObject, toIso } from '../../kernel/index.ts'
import type { FieldValue, Organization, Person } from '../../people/core/index.ts'
import { localeOf } from '../../people/core/index.ts'
import type { PeopleFacts, TicketFacts } from './facts.ts'
import { setPath } from './template.ts'

/** Who reads a message: end users are shown less. */
export type Audience = 'end_user' | 'agent'

/** What placeholders can ask about besides what conditions can. */
export type PlaceholderFacts = {
  readonly ticket: TicketFacts & {
    readonly id: Id
    readonly externalId: string | null
    readonly submitterId: Id
    readonly dueAt: Instant | null
    readonly updatedAt: Instant
    readonly followerIds: readonly Id[]
  }
  readonly people: PeopleFacts & { groupName(id: Id | null): string | undefined }
  /** Who made the update; `null`: the system. */
  readonly actorId: Id | null
  /** Whose mail it is: what is private to a person is shown to that person. */
  readonly recipientId: Id
  readonly desk: {
    readonly accountName: string
    readonly baseUrl: string
    brandName(id: Id): string | undefined
    /** The desk's own words (`{{dc.key}}`) in the language of whoever reads. */
    content?(key: string): string | undefined
    /** Whether the ticket's schedule is open now. */
    isOpen?(): boolean
    /** A custom ticket field: who may see it, and its options' names. */
    field(id: string): PlaceholderField | undefined
  }
}

export type PlaceholderField = {
  readonly isVisibleToEndUsers: boolean
  optionName(value: string): string | undefined
}

/** Read at sending, never stored with an effect: so that what is redacted meanwhile is not sent. */
const LATE = new Set(
  ['description', 'comments', 'public_comments', 'comments_formatted', 'public_comments_formatted']
    .concat(['latest_comment', 'latest_public_comment'].flatMap(withForms))
    .map((name) => `ticket.${name}`),
)

function withForms(name: string): string[] {
  return [name, `${name}_html`, `${name}_rich`, `${name}_formatted`]
}

/** Whether a placeholder (or a part of one: `ticket.comments.size`) stands for comments. */
export const isCommentPlaceholder = (name: string): boolean => {
  const parts = name.split(/[.[]/, 2)
  return parts[0] === 'comment' || LATE.has(parts.join('.'))
}

type Read = (facts: PlaceholderFacts, audience: Audience) => Json | undefined

/** Only facts of the desk, none that an end user wrote: what a mail to an unproven address may hold. */
const BARE: { readonly [name: string]: Read } = {
  id: ({ ticket }) => ticket.id,
  url: ({ ticket, desk }, audience) => link(desk.baseUrl, ticket.id, audience).replace(/^https?:\/\//, ''),
  link: ({ ticket, desk }, audience) => link(desk.baseUrl, ticket.id, audience),
  status: ({ ticket }, audience) =>
    STATUS_NAMES[audience === 'end_user' && hidden.has(ticket.status) ? 'open' : ticket.status],
  priority: ({ ticket }) => capitalised(ticket.priority),
  ticket_type: ({ ticket }) => capitalised(ticket.type),
  account: ({ desk }) => desk.accountName,
  'brand.name': ({ ticket, desk }) => desk.brandName(ticket.brandId),
  'group.name': ({ ticket, people }) => people.groupName(ticket.groupId),
  due_date: ({ ticket }) => (ticket.dueAt === null ? undefined : toIso(ticket.dueAt).slice(0, 10)),
  created_at: ({ ticket }) => toIso(ticket.createdAt),
  updated_at: ({ ticket }) => toIso(ticket.updatedAt),
  via: ({ ticket }) => ticket.via.channel,
  in_business_hours: ({ desk }) => desk.isOpen?.(),
}

const TOLD: { readonly [name: string]: Read } = {
  ...BARE,
  title: ({ ticket }) => ticket.subject ?? '',
  external_id: internal(({ ticket }) => ticket.externalId ?? undefined),
  tags: internal(({ ticket }) => ticket.tags.join(' ')),
  cc_names: internal(({ ticket, people }) => names(people, ticket.emailCcIds)),
  follower_names: internal(({ ticket, people }) => names(people, ticket.followerIds)),
}

const PEOPLE: { readonly [place: string]: (facts: PlaceholderFacts) => Id | null } = {
  'ticket.requester': ({ ticket }) => ticket.requesterId,
  'ticket.assignee': ({ ticket }) => ticket.assigneeId,
  'ticket.submitter': ({ ticket }) => ticket.submitterId,
  current_user: ({ actorId }) => actorId,
}

type ReadPerson = (person: Person, facts: PlaceholderFacts, audience: Audience) => Json | undefined

const PERSON: { readonly [name: string]: ReadPerson } = {
  id: (person) => person.id,
  name: (person) => person.name,
  first_name: (person) => person.name.split(' ')[0],
  last_name: (person) => person.name.split(' ').slice(1).join(' '),
  language: (person) => localeOf(person.locale).name,
  locale: (person) => localeOf(person.locale).locale,
  time_zone: (person) => person.timeZone ?? undefined,
  email: personal((person) => person.email ?? undefined),
  phone: personal((person) => person.phone ?? undefined),
  external_id: staffOnly((person) => person.externalId ?? undefined),
  details: staffOnly((person) => person.details ?? undefined),
  notes: staffOnly((person) => person.notes ?? undefined),
  tags: staffOnly((person) => person.tags.join(' ')),
  role: staffOnly((person, { people }) => ROLE_NAMES[people.roleKind(person)]),
  signature: (person) => person.signature ?? undefined,
}

const ORGANIZATION: { readonly [name: string]: (organization: Organization) => Json | undefined } = {
  id: (organization) => organization.id,
  name: (organization) => organization.name,
  external_id: (organization) => organization.externalId ?? undefined,
  details: (organization) => organization.details ?? undefined,
  notes: (organization) => organization.notes ?? undefined,
  tags: (organization) => organization.tags.join(' '),
}

/**
 * The values of the placeholders that a template names, as a tree for `render`. What the audience may not see, what is
 * unset and what nobody knows is left out, and so is written as nothing. Comments are not in it.
 */
export const valuesFor = (
  placeholders: readonly string[],
  facts: PlaceholderFacts,
  audience: Audience,
): JsonObject => {
  const values: { [key: string]: Json } = {}
  for (const name of placeholders) {
    const value = readPlaceholder(name, facts, audience)
    if (value !== undefined && value !== null) setPath(values, name.split('.'), value)
  }
  return values
}

/** Takes out of values all that an end user may have written, for mail to an address that nobody has proven. */
export const bareValues = (values: JsonObject): JsonObject => {
  const ticket = values.ticket
  if (ticket === null || typeof ticket !== 'object' || Array.isArray(ticket)) return {}
  const from = ticket as JsonObject
  const bare: { [key: string]: Json } = {}
  for (const name of Object.keys(BARE)) {
    const path = name.split('.')
    const value = path.reduce<Json | undefined>(
      (place, key) => (place as JsonObject | undefined)?.[key],
      from,
    )
    if (value !== undefined) setPath(bare, path, value)
  }
  return { ticket: bare }
}

const readPlaceholder = (name: string, facts: PlaceholderFacts, audience: Audience): Json | undefined => {
  const place = Object.keys(PEOPLE).find((known) => name.startsWith(`${known}.`))
  if (place) {
    const person = facts.people.person(PEOPLE[place]?.(facts) ?? null)
    return person && ofPerson(person, name.slice(place.length + 1), facts, audience)
  }
  if (name.startsWith('dc.')) return facts.desk.content?.(name.slice('dc.'.length).toLowerCase())
  if (name.startsWith('satisfaction.')) return ofSatisfaction(name.slice('satisfaction.'.length), facts)
  if (name === 'agent.name' || name === 'agent.signature') return ofAgent(name, facts)
  if (!name.startsWith('ticket.')) return undefined
  const rest = name.slice('ticket.'.length)
  if (Object.hasOwn(TOLD, rest)) return TOLD[rest]?.(facts, audience)
  if (rest.startsWith('organization.'))
    return ofOrganization(facts.ticket.organizationId, rest.slice('organization.'.length), facts, audience)
  return ofField(rest, facts, audience)
}

/** What the requester said of the help they got: to whoever reads it, the words that forms show. */
const ofSatisfaction = (name: string, { ticket, desk }: PlaceholderFacts): Json | undefined => {
  const pages = ratingPages(desk.baseUrl, ticket.id)
  if (Object.hasOwn(pages, name)) return pages[name]
  const rated = ticket.satisfaction
  if (!rated || rated.score === 'offered') return undefined
  if (name === 'current_rating') return capitalised(rated.score)
  return name === 'current_comment' ? (rated.comment ?? undefined) : undefined
}

/**
 * Where the requester says how they were helped. The addresses hold no secret: a rating is taken from a requester who
 * has signed in. The numbers are those by which clients know the two answers.
 */
const ratingPages = (baseUrl: string, id: Id): { readonly [name: string]: string } => {
  const page = `${link(baseUrl, id, 'end_user')}/satisfaction/new`
  const [good, bad] = [`${page}?intention=16`, `${page}?intention=17`]
  return {
    rating_url: page,
    positive_rating_url: good,
    negative_rating_url: bad,
    rating_section: `How would you rate the support you received?\n\nGood, I’m satisfied: ${good}\nBad, I’m unsatisfied: ${bad}`,
  }
}

/** Whoever of the staff acts; nobody when an end user or the system does. */
const ofAgent = (name: string, { people, actorId }: PlaceholderFacts): Json | undefined => {
  const actor = people.person(actorId)
  if (!actor || people.roleKind(actor) === 'end_user') return undefined
  return name === 'agent.name' ? actor.name : (actor.signature ?? undefined)
}

const ofPerson = (
  person: Person,
  name: string,
  facts: PlaceholderFacts,
  audience: Audience,
): Json | undefined => {
  if (Object.hasOwn(PERSON, name)) return PERSON[name]?.(person, facts, audience)
  if (name.startsWith('organization.'))
    return ofOrganization(person.organizationId, name.slice('organization.'.length), facts, audience)
  return audience === 'agent' ? ofOwnField(person.fields, name) : undefined
}

const ofOrganization = (
  id: Id | null,
  name: string,
  { people }: PlaceholderFacts,
  audience: Audience,
): Json | undefined => {
  const organization = people.organization(id)
  if (!organization || (audience === 'end_user' && name !== 'name')) return undefined
  if (Object.hasOwn(ORGANIZATION, name)) return ORGANIZATION[name]?.(organization)
  return ofOwnField(organization.fields, name)
}

const ofOwnField = (fields: { readonly [key: string]: FieldValue }, name: string): Json | undefined => {
  const key = name.startsWith('custom_fields.') ? name.slice('custom_fields.'.length) : ''
  return Object.hasOwn(fields, key) ? written(fields[key]) : undefined
}

const ofField = (name: string, facts: PlaceholderFacts, audience: Audience): Json | undefined => {
  const match = /^ticket_field_(option_title_)?(\d{1,16})$/.exec(name)
  const id = match?.[2] ?? ''
  const field = facts.desk.field(id)
  if (!match || !field || (audience === 'end_user' && !field.isVisibleToEndUsers)) return undefined
  const value = facts.ticket.fields[id]
  if (!match[1]) return written(value)
  const options = Array.isArray(value) ? value : [String(value ?? '')]
  return options.map((option) => field.optionName(option) ?? '').join(', ')
}

const written = (value: FieldValue | undefined): Json | undefined => {
  if (value === null || value === undefined) return undefined
  return Array.isArray(value) ? value.join(' ') : (value as Json)
}

const names = (people: PeopleFacts, ids: readonly Id[]): string =>
  ids.flatMap((id) => people.person(id)?.name ?? []).join(', ')

function internal(read: Read): Read {
  return (facts, audience) => (audience === 'agent' ? read(facts, audience) : undefined)
}

function staffOnly(read: ReadPerson): ReadPerson {
  return (person, facts, audience) => (audience === 'agent' ? read(person, facts, audience) : undefined)
}

/** Addresses and numbers are for staff, and for the person themselves. */
function personal(read: ReadPerson): ReadPerson {
  return (person, facts, audience) =>
    audience === 'agent' || person.id === facts.recipientId ? read(person, facts, audience) : undefined
}

const link = (baseUrl: string, id: Id, audience: Audience): string =>
  audience === 'agent' ? `${baseUrl}/agent/tickets/${id}` : `${baseUrl}/hc/requests/${id}`

const capitalised = (word: string | null): string | undefined =>
  word === null ? undefined : word.charAt(0).toUpperCase() + word.slice(1)

/** What customers are not told apart: to them the ticket is open. */
const hidden = new Set(['new', 'hold'])

const STATUS_NAMES: { readonly [status: string]: string } = {
  new: 'New',
  open: 'Open',
  pending: 'Pending',
  hold: 'On-hold',
  solved: 'Solved',
  closed: 'Closed',
}

const ROLE_NAMES: { readonly [kind: string]: string } = {
  end_user: 'End-user',
  light_agent: 'Agent',
  agent: 'Agent',
  admin: 'Administrator',
  owner: 'Administrator',
}
