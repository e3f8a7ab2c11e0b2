import type { FieldError, FieldErrorCode, Id, Instant } from '../../kernel/index.ts'
import { isStaff } from '../../people/core/index.ts'
import type { HoursOf } from '../../sla/core/index.ts'
import type { Change } from './change.ts'
import type { Clocked } from './clocks/replay.ts'
import type { TicketClocks } from './clocks/ticket-clocks.ts'
import type { Policy, Role } from './policy.ts'
import type { Context, Person } from './state.ts'
import type { Ticket } from './ticket.ts'
import { type TicketViewer, viewerOfPerson } from './visible.ts'

/** A ticket being decided on. Nobody outside one call of `decide` ever holds it. */
export type Draft = { -readonly [K in keyof Ticket]: Ticket[K] }

/** Who acts, with what they are. The system has neither person nor role. */
export type Acting = {
  readonly person: Person | null
  readonly role: Role | null
  readonly viewer: TicketViewer | null
  readonly isSystem: boolean
  readonly isStaff: boolean
}

/** One call of `decide` under way. */
export type Attempt = {
  readonly before: Ticket | null
  readonly draft: Draft
  readonly change: Change
  readonly acting: Acting
  readonly policy: Policy
  readonly context: Context
  readonly at: Instant
  readonly clocks: TicketClocks | null
  readonly hours: HoursOf
  /** Of an undo: the clocks before what it takes back. */
  readonly untold: Clocked | null
  /** The first comment, where rules may ask for it. */
  readonly description: string | null
  /** Everything found wrong so far; any refuses the Change. */
  readonly errors: FieldError[]
}

export const SYSTEM: Acting = { person: null, role: null, viewer: null, isSystem: true, isStaff: false }

export const actingAs = (person: Person, role: Role): Acting => ({
  person,
  role,
  viewer: viewerOfPerson(person, role),
  isSystem: false,
  isStaff: isStaff(role.kind),
})

export const findPerson = (context: Context, id: Id | null): Person | undefined =>
  id === null ? undefined : own(context.users, id)

export const findGroup = (context: Context, id: Id | null) =>
  id === null ? undefined : own(context.groups, id)

export const findOrganization = (context: Context, id: Id | null) =>
  id === null ? undefined : own(context.organizations, id)

/** Anyone who may be given tickets: an active agent, admin or owner. */
export const isAssignable = (policy: Policy, person: Person): boolean => {
  const kind = policy.roles.get(person.roleId)?.kind
  return person.active && !person.suspended && (kind === 'agent' || kind === 'admin' || kind === 'owner')
}

export const isStaffPerson = (policy: Policy, person: Person): boolean =>
  isStaff(policy.roles.get(person.roleId)?.kind ?? 'end_user')

export const fail = (
  attempt: Attempt,
  field: string,
  description: string,
  error: FieldErrorCode = 'InvalidValue',
  about?: { readonly id: Id; readonly type: string },
): void => {
  const ticketField = about && { ticketFieldId: about.id, ticketFieldType: about.type }
  attempt.errors.push({ field, error, description, ...ticketField })
}

const own = <T>(byId: { readonly [id: string]: T }, id: Id): T | undefined =>
  typeof id === 'number' && Object.hasOwn(byId, id) ? byId[id] : undefined
