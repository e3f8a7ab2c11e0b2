import type { SearchType } from '../../../people/core/index.ts'

/** How the value of a keyword is read. */
export type Reading =
  | 'status'
  | 'priority'
  | 'ticket_type'
  | 'date'
  | 'flag'
  | 'satisfaction'
  | 'via'
  | 'support_type'
  | 'id'
  /** Somebody, or a group or organization: a name, id, address, `me`, `none`. */
  | 'named'
  | 'text'
  /** A text that is whole: an address has no beginning. */
  | 'address'
  /** A custom field: its type says what is compared. */
  | 'field'

export type Keyword = { readonly reading: Reading; readonly types: readonly SearchType[] }

const of =
  (...types: SearchType[]) =>
  (reading: Reading): Keyword => ({ reading, types })

const ofTickets = of('ticket')
const ofUsers = of('user')
const ofOwners = of('user', 'organization')
const ofPeople = of('user', 'organization', 'group')

/** Every property that a query may name (Zendesk's search reference), and what it is a property of. */
export const KEYWORDS: ReadonlyMap<string, Keyword> = new Map(
  Object.entries({
    status: ofTickets('status'),
    custom_status_id: ofTickets('id'),
    priority: ofTickets('priority'),
    ticket_type: ofTickets('ticket_type'),
    group: of('ticket', 'user')('named'),
    assignee: ofTickets('named'),
    requester: ofTickets('named'),
    submitter: ofTickets('named'),
    cc: ofTickets('named'),
    commenter: ofTickets('named'),
    organization: of('ticket', 'user')('named'),
    brand: ofTickets('named'),
    form: ofTickets('named'),
    subject: ofTickets('text'),
    description: ofTickets('text'),
    comment: ofTickets('text'),
    fieldvalue: ofTickets('text'),
    via: ofTickets('via'),
    channel: ofTickets('via'),
    solved: ofTickets('date'),
    due_date: ofTickets('date'),
    assigned: ofTickets('date'),
    has_attachment: ofTickets('flag'),
    satisfaction: ofTickets('satisfaction'),
    recipient: ofTickets('text'),
    support_type: ofTickets('support_type'),
    problem_id: ofTickets('id'),
    tags: of('ticket', 'user', 'organization')('text'),
    external_id: of('ticket', 'user', 'organization')('text'),
    created: of('ticket', 'user', 'organization', 'group')('date'),
    updated: of('ticket', 'user', 'organization', 'group')('date'),
    name: ofPeople('text'),
    notes: ofOwners('text'),
    details: ofOwners('text'),
    email: ofUsers('address'),
    phone: ofUsers('text'),
    whatsapp: ofUsers('text'),
    role: ofUsers('text'),
    user: ofUsers('text'),
    is_verified: ofUsers('flag'),
    is_suspended: ofUsers('flag'),
    is_active: ofUsers('flag'),
    domain: of('organization')('text'),
  }),
)

/** Properties of the query itself. */
export const DIRECTIVES: ReadonlySet<string> = new Set(['type', 'order_by', 'sort'])

const CUSTOM_FIELD = /^custom_field_(\d{1,16})$/

/** Keys of fields that the desk has given its users and organizations. */
export type OwnKeys = { readonly user: ReadonlySet<string>; readonly organization: ReadonlySet<string> }

export const findKeyword = (key: string, own: OwnKeys): Keyword | undefined => {
  const known = KEYWORDS.get(key)
  if (known !== undefined) return known
  if (CUSTOM_FIELD.test(key)) return ofTickets('field')
  const types = (['user', 'organization'] as const).filter((type) => own[type].has(key))
  return types.length === 0 ? undefined : { reading: 'field', types }
}

/** The id in `custom_field_123`. */
export const customFieldId = (key: string): string | undefined => CUSTOM_FIELD.exec(key)?.[1]
