import type { Id } from '../../kernel/index.ts'

import type { RoleKind } from './state.ts'
import type { Status } from './ticket.ts'

/** A custom ticket field. Types as on the wire; options only for `tagger` and `multiselect`. */
export type TicketField = {
  readonly id: Id
  readonly type: CustomFieldType
  readonly title: string
  readonly active: boolean
  readonly required: boolean
  readonly regexp: string | null
  /** The tag that a ticked checkbox writes. */
  readonly tag: string | null
  readonly options: readonly { readonly id: Id; readonly name: string; readonly value: string }[]
  readonly visibleInPortal: boolean
  readonly editableInPortal: boolean
  readonly position: number
}

export type CustomFieldType =
  | 'text'
  | 'textarea'
  | 'checkbox'
  | 'date'
  | 'integer'
  | 'decimal'
  | 'regexp'
  | 'partialcreditcard'
  | 'multiselect'
  | 'tagger'
  | 'lookup'

export type Role = {
  readonly id: Id
  readonly name: string
  readonly kind: RoleKind
  readonly permissions: ReadonlySet<string>
  /** Which tickets an agent sees, where the person has no narrower restriction. */
  readonly ticketAccess: 'all' | 'organization' | 'groups' | 'assigned' | 'requested'
}

/** Settings of the desk that decisions read; stored as the policy document `account_settings` 1. */
export type TicketSettings = {
  readonly accountName: string
  readonly assignTicketsUponSolve: boolean
  readonly commentsPublicByDefault: boolean
  readonly statusHold: boolean
  readonly autoAssignSingleGroup: boolean
  readonly defaultBrandId: Id
  readonly defaultFormId: Id | null
  /** By status: the default custom status of its category. */
  readonly customStatusIds: { readonly [status in Status]?: Id }
  readonly baseUrl: string
}

/**
 * One version of the desk's policy, compiled. `decide` reads nothing else. (`Trigger` is the rule core's compiled
 * form; see `src/tickets/core/triggers.ts`.)
 */
export type PolicyBase = {
  readonly version: number
  readonly roles: ReadonlyMap<Id, Role>
  readonly fields: ReadonlyMap<string, TicketField>
  readonly settings: TicketSettings
  /** Users and groups that rules name as recipients or values: `load` brings them along. */
  readonly namedUserIds: readonly Id[]
  readonly namedGroupIds: readonly Id[]
}
