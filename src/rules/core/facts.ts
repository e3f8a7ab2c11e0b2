import type { Id, Instant } from '../../kernel/index.ts'
import type { FieldValue, Organization, Person, RoleKind } from '../../people/core/index.ts'
import type { DeskHours, MomentName } from './columns.ts'

/** What a rule may ask of a ticket. A whole ticket is one of these: nothing is copied for matching. */
export type TicketFacts = {
  readonly subject: string | null
  readonly status: string
  readonly customStatusId: Id | null
  readonly type: string | null
  /** What it is beside its type: a service request, a change; absent or null: its type says it all. */
  readonly kind?: string | null
  readonly resolutionCode?: string | null
  readonly priority: string | null
  readonly requesterId: Id
  readonly assigneeId: Id | null
  readonly groupId: Id | null
  readonly organizationId: Id | null
  readonly brandId: Id
  readonly formId: Id | null
  readonly recipient: string | null
  readonly via: { readonly channel: string }
  readonly tags: readonly string[]
  /** Custom fields by id; an absent one is unset. */
  readonly fields: { readonly [fieldId: string]: FieldValue }
  readonly emailCcIds: readonly Id[]
  readonly followerIds?: readonly Id[]
  /** The schedule that a rule set on it; absent or null: the desk's. */
  readonly scheduleId?: Id | null
  readonly dueAt?: Instant | null
  /** Whether any comment is public. */
  readonly isPublic: boolean
  /** What the requester says of the help they got; absent or null: nobody has asked. */
  readonly satisfaction?: {
    readonly score: string
    readonly comment: string | null
    readonly reasonId?: Id | null
  } | null
  readonly createdAt: Instant
}

/** What a rule may ask of the update it runs in. */
export type UpdateFacts = {
  readonly isCreation: boolean
  /** `null`: the system. */
  readonly actorId: Id | null
  /** How this update came in: the wire's ticket channel, `email`, `web` … */
  readonly channel: string
  readonly comment: {
    readonly public: boolean
    readonly text: string
    readonly attachmentCount: number
  } | null
  /** What fell due by it; absent: nothing. */
  readonly due?: DueFacts
}

/** What time itself did to a ticket. Metrics by the names that SLA policies have for them. */
export type DueFacts = {
  readonly breached: readonly string[]
  /** Will breach soon: at one of the distances that the desk is warned at. */
  readonly warned: readonly string[]
  /** The due date of a task went by. */
  readonly isPastDueDate: boolean
  /** What became of the next update that was promised. */
  readonly nextUpdate?: readonly ('due_soon' | 'missed')[]
}

/** Everything that conditions are tested against. */
export type Facts = {
  readonly ticket: TicketFacts
  /** The ticket before the whole update; `null` when it is being created. */
  readonly before: TicketFacts | null
  readonly update: UpdateFacts
  /** The first comment, where it is known (always on creation). */
  readonly description: string | null
  readonly people: PeopleFacts
  readonly at: Instant
  /** When what happened to the ticket; absent: nothing that asks for it holds. */
  readonly times?: TimeFacts
  /** How often what happened to it, this update included; absent: nothing that asks for it holds. */
  readonly counts?: CountFacts
  readonly desk?: DeskFacts
  /** Whether the viewer has the skills that the ticket asks for; absent: no ticket asks for any. */
  readonly skillsMatch?: boolean
  /** Texts in the form in which words are searched, worked out once for all rules; start with an empty map. */
  readonly folded: Map<string, string>
}

/** `updatedAt` and `createdAt` among them. */
export type TimeFacts = { readonly [name in MomentName]: Instant | null } & {
  /** What it waits for most: `first_reply`, `next_reply`, `resolution`; null once it is solved. */
  readonly stage: string | null
}

export type CountFacts = {
  readonly reopens: number
  /** Public comments of agents. */
  readonly replies: number
  /** Agents and groups that ever had it. */
  readonly agentStations: number
  readonly groupStations: number
  /** Incidents of a problem. */
  readonly incidents: number
}

/** What rules may ask of the desk itself. */
export type DeskFacts = {
  readonly hours: DeskHours
  /** How many minutes before a breach the desk is warned. */
  readonly warnMinutes: readonly number[]
}

export type PeopleFacts = {
  person(id: Id | null): Person | undefined
  organization(id: Id | null): Organization | undefined
  roleKind(person: Person): RoleKind
}

/** Lower case, so that words match however they are written. */
export const fold = (facts: Facts, text: string): string => {
  const known = facts.folded.get(text)
  if (known !== undefined) return known
  const folded = text.toLowerCase()
  facts.folded.set(text, folded)
  return folded
}
