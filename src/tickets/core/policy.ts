import type { Id } from '../../kernel/index.ts'
import type { Pattern, Role } from '../../people/core/index.ts'
import type { Automation } from './automation.ts'
import type { ClockPolicy } from './clocks/clock-policy.ts'
import type { HandOverField } from './comment-structure.ts'
import type { DynamicContent } from './dynamic-content.ts'
import type { TicketForm } from './form.ts'
import type { Kind } from './kind.ts'
import type { Process } from './process.ts'
import type { ResolutionCode } from './resolution-code.ts'
import type { Skill } from './skills.ts'
import type { SystemFieldType } from './system-fields.ts'
import type { Priority, Status } from './ticket.ts'
import type { Trigger } from './trigger.ts'

/** A custom ticket field. Types as on the wire; options only for `tagger` and `multiselect`. */
export type TicketField = {
  readonly id: Id
  readonly type: CustomFieldType
  readonly title: string
  readonly active: boolean
  readonly required: boolean
  readonly requiredInPortal: boolean
  readonly regexp: string | null
  /** `regexp`, compiled; null where there is none, or none that we can run safely (told in `problems`). */
  readonly pattern: Pattern | null
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

export type { Role } from '../../people/core/index.ts'
export type { TicketForm } from './form.ts'

/** Settings of the desk that decisions read; stored as the policy document `account_settings` 1. */
export type TicketSettings = {
  readonly accountName: string
  readonly assignTicketsUponSolve: boolean
  readonly commentsPublicByDefault: boolean
  readonly statusHold: boolean
  /** How long an act can be taken back as if it had never been. */
  readonly undoWindowMs: number
  /** Whether anybody can be copied in, and whether staff can follow; those who are stay. */
  readonly emailCcsAllowed: boolean
  readonly followersAllowed: boolean
  /** Whether staff may open a ticket with an internal note. */
  readonly firstCommentMayBePrivate: boolean
  /** Whether staff have to say the brand of a new ticket. */
  readonly brandRequired: boolean
  readonly autoAssignSingleGroup: boolean
  /** Whether staff have to say how a ticket came to be solved. */
  readonly resolutionCodeRequired: boolean
  /** What a hand-over may not leave blank. */
  readonly handOverRequires: readonly HandOverField[]
  readonly defaultBrandId: Id
  readonly defaultFormId: Id | null
  /** By status: the default custom status of its category. */
  readonly customStatusIds: { readonly [status in Status]?: Id }
  readonly baseUrl: string
  /** How many minutes before a breach triggers are told of it; ascending. */
  readonly slaWarningMinutes: readonly number[]
  /** By priority: how soon after a public reply the next update is promised, where nobody promises another. */
  readonly nextUpdateMinutes: { readonly [priority in Priority]?: number }
  /** How many minutes before a promised update its assignee is reminded; ascending. */
  readonly nextUpdateReminderMinutes: readonly number[]
  /** After how many days a solved ticket is closed; null: never. */
  readonly closeAfterDays: number | null
}

/** A label that agents may give a status; `category` is the status it means. */
export type CustomStatus = {
  readonly id: Id
  readonly category: Status
  readonly active: boolean
  readonly agentLabel: string
  readonly endUserLabel: string
}

/** A custom field (checkbox, dropdown, multi-select) that a tag stands for: setting either sets the other. */
export type TaggedField = { readonly field: TicketField; readonly tag: string }

/** Something in the policy that could not be understood; what holds it is left out. */
export type PolicyProblem = { readonly kind: string; readonly id: Id; readonly messages: readonly string[] }

/** Who has to be in a Change's `Context` besides those whom it and its ticket name. */
export type PolicyNeeds = {
  readonly userIds: readonly Id[]
  readonly groupIds: readonly Id[]
  /** A rule tells a group something: members of these groups, and of the ticket's, are needed as people. */
  readonly groupMembers: boolean
  /** A rule tells all agents something. */
  readonly allAgents: boolean
}

/** One version of the desk's policy, compiled. `decide` reads nothing else. */
export type PolicyBase = {
  readonly version: number
  readonly roles: ReadonlyMap<Id, Role>
  /** Every custom field, inactive ones too, by id as text. */
  readonly fields: ReadonlyMap<string, TicketField>
  /** Active fields by the tag that stands for one of their values. */
  readonly fieldsByTag: ReadonlyMap<string, readonly TaggedField[]>
  /** Fields that the desk came with, by id. */
  readonly systemFields: ReadonlyMap<Id, SystemFieldType>
  readonly forms: ReadonlyMap<Id, TicketForm>
  readonly customStatuses: ReadonlyMap<Id, CustomStatus>
  /** In their order. */
  readonly resolutionCodes: readonly ResolutionCode[]
  readonly processes: ReadonlyMap<Kind, Process>
  readonly brandIds: ReadonlySet<Id>
  readonly brandNames: ReadonlyMap<Id, string>
  readonly settings: TicketSettings
  /** Users and groups that rules name as recipients or values: `load` brings them along. */
  readonly namedUserIds: readonly Id[]
  readonly namedGroupIds: readonly Id[]
  readonly needs: PolicyNeeds
  readonly problems: readonly PolicyProblem[]
  /** Words of the desk in several languages, by their key: `{{dc.key}}`. */
  readonly dynamicContent: ReadonlyMap<string, DynamicContent>
  /** SLA policies, group SLA policies and schedules. */
  readonly clocks: ClockPolicy
}

export type Policy = PolicyBase & {
  /** Active triggers, in the order in which they run. */
  readonly triggers: readonly Trigger[]
  /** Active automations, in theirs. */
  readonly automations: readonly Automation[]
  readonly skills: readonly Skill[]
}
