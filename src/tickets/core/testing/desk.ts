/** The desk that the tests of this room tell their stories about. */
import { type Id, type Instant, instantOf, type JsonObject, parseIso } from '../../../kernel/index.ts'
import { STANDARD_ACCOUNT_SETTINGS, STANDARD_BRANDS, STANDARD_ROLES } from '../../../people/core/index.ts'
import type { Change } from '../change.ts'
import { noChange } from '../change.ts'
import { compilePolicy, type PolicySource } from '../compile-policy.ts'
import { decide } from '../decide.ts'
import type { Decision } from '../decision.ts'
import type { Policy } from '../policy.ts'
import { ticketPolicyKinds } from '../standard-policy.ts'
import type { Context, Group, Organization, Person, TicketState } from '../state.ts'
import type { Ticket } from '../ticket.ts'

export const NOON: Instant = parseIso('2026-03-02T12:00:00Z') ?? instantOf(0)

export const SUPPORT = 501
export const BILLING = 502
export const CLOSED_GROUP = 503
export const INITECH = 601
export const GLOBEX = 602

const person = (id: Id, name: string, differs: Partial<Person>): Person => ({
  id,
  name,
  email: `${name.split(' ')[0]?.toLowerCase()}@example.com`,
  roleId: 1,
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
  locale: 'en-US',
  timeZone: null,
  phone: null,
  externalId: null,
  details: null,
  notes: null,
  signature: null,
  fields: {},
  ...differs,
})

const inSupport = { groupIds: [SUPPORT], defaultGroupId: SUPPORT }
const atInitech = { organizationId: INITECH, organizationIds: [INITECH] }

/** Rosa asks, Milton sits beside her, Bill runs their firm; Amara and Ben answer, Lena looks on, Olga owns the desk. */
export const ROSA = person(1001, 'Rosa Diaz', { ...atInitech, phone: '+49 30 1234', notes: 'Pays late' })
export const MILTON = person(1002, 'Milton Waddams', atInitech)
export const BILL = person(1003, 'Bill Lumbergh', { ...atInitech, sharedOrganizationIds: [INITECH] })
export const HANK = person(1004, 'Hank Scorpio', { organizationId: GLOBEX, organizationIds: [GLOBEX] })
export const SUSPENDED_SAM = person(1005, 'Sam Spam', { suspended: true })
export const GONE_GUS = person(1006, 'Gus Gone', { active: false, roleId: 3, ...inSupport })
export const AMARA = person(2001, 'Amara Okafor', {
  roleId: 3,
  ...inSupport,
  signature: 'Amara, Support',
  fields: { desk: 'north' },
})
export const BEN = person(2002, 'Ben Weber', {
  roleId: 3,
  groupIds: [SUPPORT, BILLING],
  defaultGroupId: BILLING,
})
export const LENA = person(2003, 'Lena Light', { roleId: 2 })
export const OLGA = person(2004, 'Olga Owner', { roleId: 5 })
export const RIKU = person(2005, 'Riku Restricted', {
  roleId: 3,
  groupIds: [BILLING],
  defaultGroupId: BILLING,
  ticketRestriction: 'groups',
})

export const PEOPLE = [
  ROSA,
  MILTON,
  BILL,
  HANK,
  SUSPENDED_SAM,
  GONE_GUS,
  AMARA,
  BEN,
  LENA,
  OLGA,
  RIKU,
] as const

const GROUPS: readonly Group[] = [
  { id: SUPPORT, name: 'Support', deleted: false, memberIds: [AMARA.id, BEN.id] },
  { id: BILLING, name: 'Billing', deleted: false, memberIds: [BEN.id, RIKU.id] },
  { id: CLOSED_GROUP, name: 'Fax', deleted: true, memberIds: [] },
]

const organization = (id: Id, name: string): Organization => ({
  id,
  name,
  groupId: null,
  externalId: null,
  details: `${name} details`,
  notes: `${name} notes`,
  tags: [],
  fields: { plan: 'gold' },
})

const byId = <T extends { readonly id: Id }>(items: readonly T[]): { readonly [id: string]: T } =>
  Object.fromEntries(items.map((item) => [item.id, item]))

export const CONTEXT: Context = {
  users: byId(PEOPLE),
  groups: byId(GROUPS),
  organizations: byId([organization(INITECH, 'Initech'), organization(GLOBEX, 'Globex')]),
}

type Documents = { readonly [kind: string]: readonly { readonly id: Id; readonly body: JsonObject }[] }

export const FIELDS = {
  plan: 701,
  urgent: 702,
  areas: 703,
  serial: 704,
  seats: 705,
  bought: 706,
  price: 707,
  code: 708,
}

const field = (id: Id, type: string, title: string, more: JsonObject = {}) => ({
  id,
  body: { type, title, active: true, visible_in_portal: false, editable_in_portal: false, ...more },
})

const options = (...values: string[]) =>
  values.map((value, i) => ({ id: i + 1, name: value.toUpperCase(), value }))

export const CUSTOM_FIELDS = [
  field(FIELDS.plan, 'tagger', 'Plan', { custom_field_options: options('plan_gold', 'plan_silver') }),
  field(FIELDS.urgent, 'checkbox', 'Urgent', { tag: 'is_urgent' }),
  field(FIELDS.areas, 'multiselect', 'Areas', {
    custom_field_options: options('area_web', 'area_mail', 'area_api'),
  }),
  field(FIELDS.serial, 'text', 'Serial', { visible_in_portal: true, editable_in_portal: true }),
  field(FIELDS.seats, 'integer', 'Seats'),
  field(FIELDS.bought, 'date', 'Bought on'),
  field(FIELDS.price, 'decimal', 'Price'),
  field(FIELDS.code, 'regexp', 'Code', { regexp_for_validation: '^[A-Z]{3}-\\d+$' }),
]

/** A policy source from plain documents; kinds not named are those of a new desk. Settings merge. */
export const sourceOf = (
  documents: Documents = {},
  settings: JsonObject = {},
  version = 1,
): PolicySource => ({
  version,
  documents: (kind) => {
    if (kind === 'account_settings')
      return STANDARD_ACCOUNT_SETTINGS.map((document) => ({
        ...document,
        body: { ...document.body, ...settings },
      }))
    if (documents[kind]) return documents[kind]
    if (kind === 'trigger') return []
    if (kind === 'role') return STANDARD_ROLES
    if (kind === 'brand') return STANDARD_BRANDS
    return ticketPolicyKinds.find((known) => known.kind === kind)?.standard ?? []
  },
})

export const policyOf = (documents: Documents = {}, settings: JsonObject = {}): Policy =>
  compilePolicy(
    sourceOf({ ticket_field: CUSTOM_FIELDS, ...documents }, { auto_assign_single_group: false, ...settings }),
  )

export const POLICY = policyOf()

export const stateOf = (ticket: Ticket | null, context: Context = CONTEXT): TicketState => ({
  ticketId: ticket?.id ?? 17,
  ticket,
  context,
})

export const WEB = { channel: 'web', source: { from: {}, to: {}, rel: null } } as const

export const says = (text: string, isPublic?: boolean): NonNullable<Change['comment']> => ({
  text,
  html: `<p>${text}</p>`,
  attachments: [],
  ...(isPublic !== undefined && { public: isPublic }),
})

export const by = (actor: Person | 'system', differs: Partial<Change> = {}): Change => ({
  ...noChange,
  kind: 'update',
  actor: actor === 'system' ? { kind: 'system' } : { kind: 'user', id: actor.id },
  via: WEB,
  ...differs,
})

/** Rosa's question, as it stands before anyone touched it. */
export const rosasQuestion = (differs: Partial<Change> = {}): Change =>
  by(ROSA, {
    kind: 'create',
    set: { subject: 'The printer is on fire' },
    comment: says('PC LOAD LETTER?'),
    ...differs,
  })

export const decided = (
  ticket: Ticket | null,
  change: Change,
  policy: Policy = POLICY,
  at = NOON,
): Decision => {
  const result = decide(stateOf(ticket), change, policy, at)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

/** Rosa's ticket, as it stands; properties may be put in place by force. */
export const rosasTicket = (differs: Partial<Ticket> = {}): Ticket => ({
  ...decided(null, rosasQuestion()).ticket,
  ...differs,
})
