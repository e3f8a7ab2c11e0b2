import {
  err,
  type FieldError,
  type Id,
  type Instant,
  invalid,
  isId,
  type JsonObject,
  ok,
  parseIso,
  type Refusal,
  type Result,
} from '../../kernel/index.ts'
import type { ListChange } from '../core/change.ts'
import { KINDS } from '../core/kind.ts'
import { type FieldValue, PRIORITIES, type Settable, STATUSES, TYPES } from '../core/ticket.ts'
import { channelOfViaId } from './names.ts'
import { type CommentWish, readComment } from './read-comment.ts'
import { readVoice } from './read-voice.ts'
import type { TicketInput } from './ticket-input.ts'

/** Somebody who is named by id or by address. */
export type PersonRef = { readonly id: Id } | { readonly email: string; readonly name: string | undefined }

/** What a caller wants of a ticket, read from the wire; people and uploads are not looked up yet. */
export type TicketWish = {
  readonly set: Partial<Settable>
  readonly fields: { readonly [fieldId: string]: FieldValue | number }
  readonly tags: ListChange<string>
  readonly requester?: PersonRef
  readonly submitterId?: Id
  readonly assigneeEmail?: string
  readonly emailCcs: ListChange<PersonRef>
  readonly followers: ListChange<PersonRef>
  readonly comment?: CommentWish
  readonly expectUpdatedAt?: Instant
  readonly metadata: JsonObject
  readonly channel?: string
  /** Of creations. */
  readonly followUpOf?: Id
  readonly undoSeconds?: number
}

/** Reads a ticket of the wire. Says everything that is wrong with it at once, by field. */
export const readTicket = (input: TicketInput): Result<TicketWish, Refusal> => {
  const errors: FieldError[] = []
  const fail = (field: string, description: string, error: FieldError['error'] = 'InvalidValue') => {
    errors.push({ field, error, description })
    return undefined
  }
  const followUpOf = checkedId('via_followup_source_id', input.via_followup_source_id, fail)
  const comment =
    input.voice_comment == null
      ? readComment(commentOf(input), fail)
      : readVoice(input.voice_comment, input.comment, fail)
  const requester = readRequester(input, fail)
  const submitterId = readId(input.submitter_id)
  const expectUpdatedAt = readStamp(input, fail)
  const undoSeconds = readUndoSeconds(input.undo_seconds, fail)
  const channel = input.via_id == null ? undefined : channelOfViaId(input.via_id)
  const wish: TicketWish = {
    set: readSet(input, fail),
    fields: { ...readFields(input.fields, fail), ...readFields(input.custom_fields, fail) },
    tags: readTags(input),
    ...(requester === undefined ? {} : { requester }),
    ...(submitterId == null ? {} : { submitterId }),
    ...(input.assignee_email ? { assigneeEmail: input.assignee_email } : {}),
    emailCcs: readEmailCcs(input, fail),
    followers: readFollowers(input, fail),
    ...(comment === undefined ? {} : { comment }),
    ...(expectUpdatedAt === undefined ? {} : { expectUpdatedAt }),
    metadata: (input.metadata ?? {}) as JsonObject,
    ...(channel === undefined ? {} : { channel }),
    ...(followUpOf == null ? {} : { followUpOf }),
    ...(undoSeconds === undefined ? {} : { undoSeconds }),
  }
  return errors.length > 0 ? err(invalid(...errors)) : ok(wish)
}

/** Reads a change of a ticket. Clients put back what they read: a `description` is no comment then, it has been one. */
export const readTicketUpdate = ({ description: _, ...input }: TicketInput): Result<TicketWish, Refusal> =>
  readTicket(input)

export type Fail = (field: string, description: string, error?: FieldError['error']) => undefined

/** `description` is the first comment under an older name. */
const commentOf = (input: TicketInput) =>
  input.comment ?? (input.description == null ? undefined : { body: input.description })

/** `undefined`: not given; `null`: none. Clients say none by null, 0 or an empty text. */
const readId = (value: number | string | null | undefined): Id | null | undefined => {
  if (value === undefined) return undefined
  if (value === null || value === '' || Number(value) === 0) return null
  return Number(value)
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const readSet = (input: TicketInput, fail: Fail): Partial<Settable> => {
  const set: Mutable<Partial<Settable>> = {}
  const subject = input.subject !== undefined ? input.subject : input.raw_subject
  if (subject !== undefined) set.subject = subject
  if (input.recipient !== undefined) set.recipient = input.recipient || null
  if (input.external_id !== undefined) set.externalId = externalId(input.external_id)
  readChoices(input, set, fail)
  readReferences(input, set, fail)
  const dueAt = readTime('due_at', input.due_at, fail)
  if (dueAt !== undefined) set.dueAt = dueAt
  const nextUpdateAt = readTime('next_update_at', input.next_update_at, fail)
  if (nextUpdateAt !== undefined) set.nextUpdateAt = nextUpdateAt
  return set
}

const externalId = (value: string | number | null): string | null =>
  value === null || value === '' ? null : String(value)

const readChoices = (input: TicketInput, set: Mutable<Partial<Settable>>, fail: Fail): void => {
  const status = choice('status', input.status, STATUSES, fail)
  if (status != null) set.status = status
  const type = choice('type', input.type, TYPES, fail)
  if (type !== undefined) set.type = type
  const kind = choice('kind', input.kind, KINDS, fail)
  if (kind !== undefined) set.kind = kind
  if (input.resolution_code !== undefined)
    set.resolutionCode = input.resolution_code?.trim().toLowerCase() || null
  const priority = choice('priority', input.priority, PRIORITIES, fail)
  if (priority !== undefined) set.priority = priority
}

const choice = <T extends string>(
  field: string,
  value: string | null | undefined,
  choices: readonly T[],
  fail: Fail,
): T | null | undefined => {
  if (value === undefined) return undefined
  if (value === null || value === '') return null
  const found = choices.find((one) => one === value.toLowerCase())
  return found ?? fail(field, `${capital(field)}: ${value.slice(0, 40)} is not one of ${choices.join(', ')}`)
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const NULLABLE_REFERENCES = [
  ['assignee_id', 'assigneeId'],
  ['group_id', 'groupId'],
  ['organization_id', 'organizationId'],
  ['ticket_form_id', 'formId'],
  ['problem_id', 'problemId'],
  ['custom_status_id', 'customStatusId'],
] as const

const readReferences = (input: TicketInput, set: Mutable<Partial<Settable>>, fail: Fail): void => {
  for (const [wire, name] of NULLABLE_REFERENCES) {
    const id = checkedId(wire, input[wire], fail)
    if (id !== undefined) set[name] = id
  }
  const brandId = checkedId('brand_id', input.brand_id, fail)
  if (brandId != null) set.brandId = brandId
}

const checkedId = (
  field: string,
  value: number | string | null | undefined,
  fail: Fail,
): Id | null | undefined => {
  const id = readId(value)
  return id == null || isId(id) ? id : fail(field, `${field}: names nothing`)
}

const readTime = (
  field: string,
  value: string | null | undefined,
  fail: Fail,
): Instant | null | undefined => {
  if (value === undefined) return undefined
  if (value === null || value === '') return null
  const name = capital(field.replaceAll('_', ' '))
  return parseIso(value) ?? fail(field, `${name}: is not an ISO 8601 date or time`, 'InvalidFormat')
}

/** `requester` finds by address or creates; `requester_id` names somebody. */
const readRequester = (input: TicketInput, fail: Fail): PersonRef | undefined => {
  const given = input.requester
  if (given?.email) return { email: given.email, name: given.name ?? undefined }
  const id = checkedId('requester_id', given?.id ?? input.requester_id, fail)
  if (given != null && id == null) return fail('requester', 'Requester: Email: cannot be blank', 'BlankValue')
  return id == null ? undefined : { id }
}

const readStamp = (input: TicketInput, fail: Fail): Instant | undefined => {
  if (input.safe_update !== true) return undefined
  const stamp =
    typeof input.updated_stamp === 'object' ? input.updated_stamp?.updated_at : input.updated_stamp
  if (!stamp) return fail('updated_stamp', 'Updated stamp: cannot be blank in a safe update', 'BlankValue')
  return parseIso(stamp) ?? fail('updated_stamp', 'Updated stamp: is not an ISO 8601 time', 'InvalidFormat')
}

const MAX_UNDO_SECONDS = 30

const readUndoSeconds = (value: number | null | undefined, fail: Fail): number | undefined => {
  if (value == null) return undefined
  if (Number.isInteger(value) && value >= 0 && value <= MAX_UNDO_SECONDS) return value
  return fail('undo_seconds', `Undo seconds: must be a whole number from 0 to ${MAX_UNDO_SECONDS}`)
}

type FieldsIn = NonNullable<TicketInput['custom_fields']>

const readFields = (given: FieldsIn | null | undefined, fail: Fail): TicketWish['fields'] => {
  if (given == null) return {}
  const entries: readonly (readonly [string, unknown])[] = Array.isArray(given)
    ? given.map(({ id, value }) => [String(id), value ?? null] as const)
    : Object.entries(given)
  const fields: Record<string, FieldValue | number> = {}
  for (const [id, value] of entries) {
    if (isFieldValue(value)) fields[id] = value
    else
      fail('custom_fields', `Custom field ${id.slice(0, 20)}: has a value of no kind that a field can hold`)
  }
  return fields
}

const isFieldValue = (value: unknown): value is FieldValue | number =>
  value === null ||
  ['string', 'number', 'boolean'].includes(typeof value) ||
  (Array.isArray(value) && value.every((item) => typeof item === 'string'))

const splitTags = (tags: string | readonly string[]): readonly string[] =>
  typeof tags === 'string' ? tags.split(/[\s,]+/).filter((tag) => tag !== '') : tags

const readTags = ({ tags, additional_tags: add, remove_tags: remove }: TicketInput): ListChange<string> => ({
  ...(tags == null ? {} : { set: splitTags(tags) }),
  ...(add == null ? {} : { add: splitTags(add) }),
  ...(remove == null ? {} : { remove: splitTags(remove) }),
})

/**
 * `email_ccs` adds and takes away, `collaborators` and the id lists replace. A client that puts a whole ticket back
 * sends `collaborator_ids` (CCs and followers) beside `email_cc_ids`; then the narrower one counts.
 */
const readEmailCcs = (input: TicketInput, fail: Fail): ListChange<PersonRef> => {
  if (input.email_ccs != null) return readActions('email_ccs', input.email_ccs, fail)
  const set = input.collaborators ?? input.email_cc_ids ?? input.collaborator_ids
  const added = input.additional_collaborators
  return {
    ...(set == null ? {} : { set: readPeople('collaborators', set, fail) }),
    ...(added == null ? {} : { add: readPeople('additional_collaborators', added, fail) }),
  }
}

const readFollowers = (input: TicketInput, fail: Fail): ListChange<PersonRef> => {
  if (input.followers != null) return readActions('followers', input.followers, fail)
  return input.follower_ids == null ? {} : { set: readPeople('follower_ids', input.follower_ids, fail) }
}

type PersonIn = NonNullable<TicketInput['collaborators']>[number]

const readPeople = (field: string, people: readonly PersonIn[], fail: Fail): PersonRef[] =>
  people.flatMap((person) => readPerson(field, person, fail) ?? [])

const readPerson = (field: string, person: PersonIn, fail: Fail): PersonRef | undefined => {
  if (typeof person === 'number') return { id: person }
  if (typeof person === 'string')
    return person.includes('@') ? { email: person, name: undefined } : personById(field, person, fail)
  if (person.email) return { email: person.email, name: person.name ?? undefined }
  return personById(field, person.id, fail)
}

const personById = (
  field: string,
  value: number | string | null | undefined,
  fail: Fail,
): PersonRef | undefined => {
  const id = readId(value)
  return isId(id) ? { id } : fail(field, `${field}: names nobody`)
}

type PersonAction = NonNullable<TicketInput['email_ccs']>[number]

const readActions = (field: string, actions: readonly PersonAction[], fail: Fail): ListChange<PersonRef> => {
  const change: { add: PersonRef[]; remove: PersonRef[] } = { add: [], remove: [] }
  for (const { user_id, user_email, user_name, action } of actions) {
    const ref = user_email
      ? { email: user_email, name: user_name ?? undefined }
      : personById(field, user_id, fail)
    if (ref !== undefined) change[action === 'delete' ? 'remove' : 'add'].push(ref)
  }
  return change
}
