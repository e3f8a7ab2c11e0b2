import { createHash } from 'node:crypto'
import { canonicalJson, type Id, type Json, type JsonObject } from '../kernel/index.ts'
import type { Change } from './core/change.ts'
import type { CommentStructure } from './core/comment-structure.ts'
import type { RuleRef, TicketEvent } from './core/event.ts'
import type { Context, Organization, Person } from './core/state.ts'
import type { Via } from './core/ticket.ts'

/**
 * An audit as it is stored. Texts and personal values lie in `texts`, each with a salt of its own; where they
 * belong stands a reference with their salted digest. The hash chain runs over everything but `texts`, so a text can
 * be blanked together with its salt and the chain still holds.
 */
export type PackedAudit = {
  readonly via: JsonObject
  readonly change: JsonObject
  readonly events: readonly JsonObject[]
  readonly rulesFired: readonly RuleRef[]
  readonly context: JsonObject
  readonly metadata: JsonObject
  readonly texts: Texts
}

/** By name: `subject`, `fields`, `via`, `metadata`, `event/3`, `person/17`, `organization/5`. Null: erased. */
export type Texts = { readonly [name: string]: StoredText | null }
export type StoredText = { readonly value: Json; readonly salt: string }

/** What an audit says, before packing and after unpacking. */
export type AuditContent = {
  readonly via: Via
  readonly change: AuditedChange
  readonly events: readonly TicketEvent[]
  readonly rulesFired: readonly RuleRef[]
  readonly context: Context
  readonly metadata: Change['metadata']
}

/** The Change as an audit keeps it: a comment's texts are in `comments`, its files in `attachments`. */
export type AuditedChange = Omit<Change, 'via' | 'metadata' | 'comment' | 'commentEdit' | 'split'> & {
  readonly comment?: AuditedComment
  readonly commentEdit?: AuditedEdit
  readonly split?: AuditedSplit
}

export type AuditedSplit =
  | { readonly into: Id }
  | { readonly from: Id; readonly copies: readonly (AuditedComment & { readonly commentId: Id })[] }

export type AuditedComment = {
  readonly public?: boolean
  readonly authorId?: Id
  readonly attachments: readonly { readonly id: Id; readonly sha256: string }[]
  readonly verdict?: string
  readonly mailId?: Id
  readonly flags?: readonly number[]
  /** Salted digest of the texts; the salt is in the row of `comments`. */
  readonly digest: string
}

/** What was blackened is told nowhere: only what is left, by its digest. */
export type AuditedEdit = {
  readonly kind: 'make_private' | 'trust' | 'redact'
  readonly commentId: Id
  readonly digest?: string
  readonly files?: readonly { readonly id: Id; readonly sha256: string }[]
}

export const SALT_BYTES = 16

type TextRef = { readonly $text: string; readonly digest: string }

const isTextRef = (value: unknown): value is TextRef =>
  typeof value === 'object' && value !== null && '$text' in value

/** SHA-256 over the salt and the canonical JSON of the value, base64url. */
export const saltedDigest = (salt: Buffer, value: unknown): string => digestOf(salt, canonicalJson(value))

const digestOf = (salt: Buffer, canonical: string): string =>
  createHash('sha256').update(salt).update(canonical).digest('base64url')

/** What a comment's digest is taken over. */
export const commentTexts = (comment: {
  text: string
  html: string
  quotedHtml?: string | null
  structure?: CommentStructure | null
}): JsonObject => ({
  html: comment.html,
  quotedHtml: comment.quotedHtml ?? null,
  ...(comment.structure && { structure: comment.structure as unknown as Json }),
  text: comment.text,
})

const SALTS_AT_ONCE = 16

/** Salts, drawn many at a time: an audit needs a dozen, and each draw costs as much as hashing a text. */
const createSalts = (randomBytes: (size: number) => Buffer): (() => Buffer) => {
  let left = Buffer.alloc(0)
  return () => {
    if (left.length === 0) left = Buffer.from(randomBytes(SALT_BYTES * SALTS_AT_ONCE))
    const salt = left.subarray(0, SALT_BYTES)
    left = left.subarray(SALT_BYTES)
    return salt
  }
}

/** Collects texts, giving a reference for each. */
const createPacker = (randomBytes: (size: number) => Buffer) => {
  const texts: Record<string, StoredText> = Object.create(null)
  const nextSalt = createSalts(randomBytes)
  const hide = (name: string, value: Json, canonical = canonicalJson(value)): JsonObject => {
    const salt = nextSalt()
    texts[name] = { value, salt: salt.toString('base64url') }
    return { $text: name, digest: digestOf(salt, canonical) }
  }
  return { texts, hide }
}
type Hide = ReturnType<typeof createPacker>['hide']

/** Makes the stored form. `randomBytes` gives the salts. */
export const packAudit = (content: AuditContent, randomBytes: (size: number) => Buffer): PackedAudit => {
  const { texts, hide } = createPacker(randomBytes)
  return {
    via: packVia(content.via, hide),
    change: packChange(content.change, hide),
    events: content.events.map((event, index) => packEvent(event, index, hide)),
    rulesFired: content.rulesFired,
    context: packContext(content.context, hide),
    metadata: packMetadata(content.metadata, hide),
    texts,
  }
}

const isEmpty = (value: object): boolean => Object.keys(value).length === 0

const packVia = ({ channel, source }: Via, hide: Hide): JsonObject =>
  isEmpty(source.from) && isEmpty(source.to)
    ? { channel, source }
    : { channel, source: hide('via', source as Json) }

const packMetadata = ({ system, custom }: Change['metadata'], hide: Hide): JsonObject =>
  isEmpty(system) && isEmpty(custom) ? { system, custom } : hide('metadata', { system, custom })

/** Properties whose values people have written. */
const WRITTEN = ['subject', 'externalId'] as const

const packChange = (change: AuditedChange, hide: Hide): JsonObject => {
  const set: Record<string, Json | undefined> = { ...change.set }
  for (const name of WRITTEN) if (typeof set[name] === 'string') set[name] = hide(name, set[name])
  const fields = isEmpty(change.fields) ? {} : hide('fields', change.fields)
  const written = WRITTEN_PARTS.filter((name) => change[name] !== undefined)
  const parts = written.map((name) => [name, hide(name, change[name] as unknown as Json)] as const)
  return { ...change, set, fields, ...Object.fromEntries(parts) } as unknown as JsonObject
}

/** Parts of a Change that hold what people have written. */
const WRITTEN_PARTS = ['satisfaction', 'plan', 'party'] as const

const isWritten = (field: string): boolean =>
  field.startsWith('custom:') || WRITTEN.some((name) => name === field)

type HiddenEvent = Extract<
  TicketEvent,
  { type: 'field_changed' | 'satisfaction_changed' | 'plan_changed' | 'parties_changed' }
>

const isHidden = (event: TicketEvent): event is HiddenEvent =>
  event.type === 'satisfaction_changed' ||
  event.type === 'plan_changed' ||
  event.type === 'parties_changed' ||
  (event.type === 'field_changed' && isWritten(event.field))

const packEvent = (event: TicketEvent, index: number, hide: Hide): JsonObject => {
  if (!isHidden(event)) return event as unknown as JsonObject
  const { from, to, ...rest } = event
  return { ...rest, values: hide(`event/${index}`, { from, to } as unknown as Json) } as JsonObject
}

const packContext = ({ users, groups, organizations, ...rest }: Context, hide: Hide): JsonObject => ({
  ...without(rest, PLAIN_CONTEXT),
  users: mapValues(users, (person) => packPerson(person, hide)),
  groups,
  organizations: mapValues(organizations, (organization) => packOrganization(organization, hide)),
})

/** What an audit says of somebody: in the open, and hidden, with the text that its digest is taken over. */
type Portrait = { readonly plain: JsonObject; readonly personal: JsonObject; readonly canonical: string }

/** The same few people stand round many tickets of an import: each value, which never changes, is drawn once. */
const portrayed = <T extends object>(
  draw: (one: T) => Omit<Portrait, 'canonical'>,
): ((one: T) => Portrait) => {
  const drawn = new WeakMap<T, Portrait>()
  return (one) => {
    const known = drawn.get(one)
    if (known !== undefined) return known
    const { plain, personal } = draw(one)
    const made = { plain, personal, canonical: canonicalJson(personal) }
    drawn.set(one, made)
    return made
  }
}

const portraitOf = portrayed((person: Person) => {
  const { name, email, phone, externalId, details, notes, signature, fields, ...rest } = person
  const personal = { name, email, phone, externalId, details, notes, signature, fields }
  return { plain: without(rest, PLAIN_PERSON), personal: without(personal, BLANK_PERSON) }
})

const portraitOfOrganization = portrayed((organization: Organization) => {
  const { name, externalId, details, notes, fields, ...rest } = organization
  const personal = { name, externalId, details, notes, fields }
  return { plain: without(rest, PLAIN_ORGANIZATION), personal: without(personal, BLANK_ORGANIZATION) }
})

const packPerson = (person: Person, hide: Hide): JsonObject => {
  const { plain, personal, canonical } = portraitOf(person)
  return { ...plain, personal: hide(`person/${person.id}`, personal, canonical) }
}

const packOrganization = (organization: Organization, hide: Hide): JsonObject => {
  const { plain, personal, canonical } = portraitOfOrganization(organization)
  return { ...plain, personal: hide(`organization/${organization.id}`, personal, canonical) }
}

const PLAIN_CONTEXT = { singleGroupId: null, allAgents: false, incidents: 0 }

/** What most people are and have need not be said of each of them in every audit. */
const PLAIN_PERSON = {
  active: true,
  suspended: false,
  verified: true,
  organizationId: null,
  organizationIds: [],
  sharedOrganizationIds: [],
  groupIds: [],
  defaultGroupId: null,
  ticketRestriction: null,
  onlyPrivateComments: false,
  tags: [],
  locale: null,
  timeZone: null,
}
const BLANK_PERSON = {
  name: '',
  email: null,
  phone: null,
  externalId: null,
  details: null,
  notes: null,
  signature: null,
  fields: {},
}
const PLAIN_ORGANIZATION = { groupId: null, tags: [] }
const BLANK_ORGANIZATION = { name: '', externalId: null, details: null, notes: null, fields: {} }

/** The values that are not the plain ones. */
const without = (values: object, plain: { readonly [name: string]: Json }): JsonObject =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => !isPlain(value, plain[name])))

const isPlain = (value: unknown, plain: Json | undefined): boolean =>
  typeof plain === 'object' && plain !== null
    ? typeof value === 'object' && value !== null && isEmpty(value)
    : value === plain

const mapValues = <T, U>(record: { readonly [key: string]: T }, map: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))

/** Puts the texts back where they belong; what was erased comes back as its blank. */
export const unpackAudit = (packed: PackedAudit): AuditContent => {
  const show = showFrom(packed.texts)
  return {
    via: unpackVia(packed.via, show),
    change: unpackChange(packed.change, show),
    events: packed.events.map((event) => unpackEvent(event, show)),
    rulesFired: packed.rulesFired,
    context: unpackContext(packed),
    metadata: show(packed.metadata, { system: {}, custom: {} }),
  }
}

/** The events alone. */
export const unpackEvents = ({
  events,
  texts,
}: Pick<PackedAudit, 'events' | 'texts'>): readonly TicketEvent[] =>
  events.map((event) => unpackEvent(event, showFrom(texts)))

type Show = <T>(value: unknown, blank: T) => T

const showFrom =
  (texts: Texts): Show =>
  (value, blank) => {
    if (!isTextRef(value)) return value as typeof blank
    const stored = texts[value.$text]
    return stored ? (stored.value as typeof blank) : blank
  }

const unpackVia = (via: JsonObject, show: Show): Via => ({
  channel: via.channel as string,
  source: show<Via['source']>(via.source, { from: {}, to: {}, rel: null }),
})

const unpackChange = (packed: JsonObject, show: Show): AuditedChange => {
  const set = mapValues(packed.set as JsonObject, (value) => show<Json>(value, null))
  const fields = show<Change['fields']>(packed.fields, {})
  const shown = WRITTEN_PARTS.map((name) => [name, show<Json | undefined>(packed[name], undefined)] as const)
  const parts = shown.filter(([, value]) => value !== undefined)
  const { satisfaction: _, plan: __, party: ___, ...rest } = packed
  return { ...rest, set, fields, ...Object.fromEntries(parts) } as unknown as AuditedChange
}

const unpackEvent = (packed: JsonObject, show: Show): TicketEvent => {
  if (!('values' in packed)) return packed as unknown as TicketEvent
  const { values, ...rest } = packed
  const blank = packed.type === 'parties_changed' ? [] : null
  return { ...rest, ...show<object>(values, { from: blank, to: blank }) } as unknown as TicketEvent
}

/** The people alone, as `decide` was given them. */
export const unpackContext = ({ context, texts }: Pick<PackedAudit, 'context' | 'texts'>): Context => {
  const show = showFrom(texts)
  const unpack = <T>(record: Json | undefined, plain: object, blank: object): Record<string, T> =>
    mapValues(record as Record<string, JsonObject>, ({ personal, ...rest }) => ({
      ...plain,
      ...rest,
      ...blank,
      ...show<object>(personal, {}),
    })) as Record<string, T>
  return {
    ...context,
    users: unpack<Person>(context.users, PLAIN_PERSON, BLANK_PERSON),
    groups: context.groups as unknown as Context['groups'],
    organizations: unpack<Organization>(context.organizations, PLAIN_ORGANIZATION, BLANK_ORGANIZATION),
  }
}

/** Names of texts that no longer match the digest that stands for them; erased ones are right. */
export const wrongTexts = (packed: PackedAudit): string[] => {
  const digests = new Map<string, string>()
  collectRefs([packed.via, packed.change, packed.events, packed.context, packed.metadata], digests)
  const named = Object.keys(packed.texts).filter((name) => !digests.has(name))
  return [
    ...named,
    ...[...digests].filter(([name, digest]) => !matches(packed.texts[name], digest)).map(([n]) => n),
  ]
}

const matches = (stored: StoredText | null | undefined, digest: string): boolean => {
  if (stored === undefined) return false
  return stored === null || saltedDigest(Buffer.from(stored.salt, 'base64url'), stored.value) === digest
}

/** References stand only in what the packer wrote: free JSON of callers is inside texts. */
const collectRefs = (value: unknown, digests: Map<string, string>): void => {
  if (typeof value !== 'object' || value === null) return
  if (isTextRef(value)) digests.set(value.$text, value.digest)
  else for (const part of Object.values(value)) collectRefs(part, digests)
}

/** The columns of an audit that its chain covers, in the names of the row. */
export const chainedColumns = (audit: {
  readonly ticketId: Id
  readonly seq: number
  readonly id: Id
  readonly createdAtIso: string
  readonly authorId: Id
  readonly policyVersion: number
  readonly packed: PackedAudit
}): string =>
  canonicalJson({
    ticket_id: audit.ticketId,
    seq: audit.seq,
    id: audit.id,
    created_at: audit.createdAtIso,
    author_id: audit.authorId,
    policy_version: audit.policyVersion,
    via: audit.packed.via,
    change: audit.packed.change,
    events: audit.packed.events,
    rules_fired: audit.packed.rulesFired,
    context: audit.packed.context,
    metadata: audit.packed.metadata,
  })

export const CHAIN_START = Buffer.alloc(32)

/** The next link: SHA-256 over the one before and the audit's chained columns. */
export const nextLink = (previous: Buffer, columns: string): Buffer =>
  createHash('sha256').update(previous).update(columns).digest()
