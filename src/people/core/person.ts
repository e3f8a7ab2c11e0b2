import type { Id } from '../../kernel/index.ts'

export type RoleKind = 'end_user' | 'light_agent' | 'agent' | 'admin' | 'owner'

/** Which tickets a member of staff sees. */
export type TicketAccess = 'all' | 'organization' | 'groups' | 'assigned' | 'requested'

/** A custom field's value: numbers and dates are text in their one canonical form, options their values. */
export type FieldValue = null | boolean | string | readonly string[]

/** A person as rules, permissions and placeholders may ask about them, at the moment of a Change. */
export type Person = {
  readonly id: Id
  readonly name: string
  readonly email: string | null
  readonly roleId: Id
  readonly active: boolean
  readonly suspended: boolean
  readonly verified: boolean
  readonly organizationId: Id | null
  /** Every organisation they are a member of, their own first. */
  readonly organizationIds: readonly Id[]
  /** Those of `organizationIds` whose tickets they may all see; none before they have proven an address. */
  readonly sharedOrganizationIds: readonly Id[]
  /** Those of `sharedOrganizationIds` whose tickets they may comment on; absent in facts older than that right: all. */
  readonly commentOrganizationIds?: readonly Id[]
  /** By id ascending. */
  readonly groupIds: readonly Id[]
  readonly defaultGroupId: Id | null
  readonly ticketRestriction: Exclude<TicketAccess, 'all'> | null
  readonly onlyPrivateComments: boolean
  readonly tags: readonly string[]
  readonly locale: string | null
  readonly timeZone: string | null
  readonly phone: string | null
  readonly externalId: string | null
  readonly details: string | null
  readonly notes: string | null
  readonly signature: string | null
  readonly fields: { readonly [key: string]: FieldValue }
}

export type Group = {
  readonly id: Id
  readonly name: string
  readonly deleted: boolean
  /** Active agents in it, by id ascending. */
  readonly memberIds: readonly Id[]
}

export type Organization = {
  readonly id: Id
  readonly name: string
  readonly groupId: Id | null
  readonly externalId: string | null
  readonly details: string | null
  readonly notes: string | null
  readonly tags: readonly string[]
  readonly fields: { readonly [key: string]: FieldValue }
}

/** The people round a Change: all that it or the ticket names, and those that rules of the policy may name. */
export type Context = {
  readonly users: { readonly [id: string]: Person }
  readonly groups: { readonly [id: string]: Group }
  readonly organizations: { readonly [id: string]: Organization }
}
