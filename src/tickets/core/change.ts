import type { Id, Instant, JsonObject } from '../../kernel/index.ts'
import type { PlanEdit } from './change-plan.ts'
import type { CommentStructure } from './comment-structure.ts'
import type { Announcement } from './event.ts'
import type { PartyEdit } from './party.ts'
import type { Rating } from './satisfaction.ts'
import type { FieldValue, Settable, Via } from './ticket.ts'

/** Who makes a Change. The system is what the wire calls author -1. */
export type Actor = { readonly kind: 'user'; readonly id: Id } | { readonly kind: 'system' }

export type NewAttachment = {
  /** The id it has had since its upload. */
  readonly id: Id
  readonly blob: string
  readonly fileName: string
  readonly contentType: string
  readonly size: number
  /** Hex. */
  readonly sha256: string
  readonly inline: boolean
  /** Of an inline part: what `cid:` in the HTML names. */
  readonly contentId: string | null
  readonly width: number | null
  readonly height: number | null
}

/** What mail authentication said of the sender (`security.md` 3). */
export type Verdict = 'pass' | 'fail' | 'none' | 'temperror'

export type NewComment = {
  /** Undefined: the default for its author (public for agents who may, private for light agents). */
  readonly public?: boolean
  /** Undefined: the actor. Only agents who may speak for others set it. */
  readonly authorId?: Id
  /** Plain text, at most 64 kB. */
  readonly text: string
  /** Sanitised. */
  readonly html: string
  /** Sanitised: what a mail quoted, folded away but kept. */
  readonly quotedHtml?: string
  readonly attachments: readonly NewAttachment[]
  /** Of comments that came by mail. */
  readonly verdict?: Verdict
  readonly mailId?: Id
  /** Trust warnings of the wire's `metadata.flags`. */
  readonly flags?: readonly number[]
  /** What it holds besides its words; hand-overs and log entries are internal notes. */
  readonly structure?: CommentStructure
}

/** Either the whole list or what to add and take away; `set` goes first. */
export type ListChange<T> = {
  readonly set?: readonly T[]
  readonly add?: readonly T[]
  readonly remove?: readonly T[]
}

/** Takes a file of a comment away for good: the bytes that stand in its place, `redacted.txt`. */
export type FileRedaction = {
  readonly id: Id
  readonly blob: string
  readonly size: number
  /** Hex. */
  readonly sha256: string
}

/**
 * What can be done to a comment that stands: hide it from customers, trust it in spite of its warnings, take words and
 * files of it away for good. `text`: every occurrence of it is blackened; `marked`: what stands in `<redact>` tags of
 * the comment's HTML is.
 */
export type CommentEdit =
  | { readonly kind: 'make_private' | 'trust'; readonly commentId: Id }
  | {
      readonly kind: 'redact'
      readonly commentId: Id
      readonly text?: string
      readonly marked?: string
      readonly files?: readonly FileRedaction[]
    }

/** This ticket goes on in another, or others go on in this one: two Changes of one merge. */
export type Merge = { readonly into: Id } | { readonly from: readonly Id[] }

/** Takes back what an earlier audit of the ticket did. */
export type Undo = {
  readonly auditId: Id
  /** Not in place, though it could be: something else that belongs to it cannot. */
  readonly compensate?: boolean
  /** Whom and which groups its values name: they have to be there. */
  readonly userIds: readonly Id[]
  readonly groupIds: readonly Id[]
}

/** On create: the new ticket begins with copies of another's comments. On update: the other tells of it. */
export type Split = { readonly into: Id } | { readonly from: Id; readonly copies: readonly CopiedComment[] }

/** A comment that goes along into a new ticket, with its author and time; its files are copies of their own. */
export type CopiedComment = {
  readonly commentId: Id
  readonly authorId: Id
  readonly public: boolean
  readonly text: string
  readonly html: string
  readonly quotedHtml: string | null
  readonly via: Via
  readonly flags: readonly number[]
  readonly at: Instant
  readonly attachments: readonly NewAttachment[]
  /** Hex, for the digest of its texts. */
  readonly salt: string
}

export type RemovalKind = 'delete' | 'restore' | 'purge'

/**
 * Everything that can be done to a ticket, from wherever it comes. A channel only translates its input into this;
 * `decide` says what becomes of it. All people in it exist already.
 */
export type Change = {
  /**
   * `delete` puts the ticket aside, `restore` brings it back, `purge` empties a deleted one for good; these three do
   * nothing else, and no rule runs on them.
   */
  readonly kind: 'create' | 'update' | RemovalKind
  readonly actor: Actor
  readonly via: Via
  /** On create: who asks (else the actor), who wrote it in (else the actor). */
  readonly requesterId?: Id
  readonly submitterId?: Id
  readonly set: Partial<Settable>
  /** Custom fields by id. Keys that name no active field are ignored. */
  readonly fields: { readonly [fieldId: string]: FieldValue | number }
  readonly tags: ListChange<string>
  readonly followers: ListChange<Id>
  readonly emailCcs: ListChange<Id>
  readonly comment?: NewComment
  readonly commentEdit?: CommentEdit
  readonly merge?: Merge
  /** What the requester says of the help they got. */
  readonly satisfaction?: Rating
  /** Of a ticket of kind change. */
  readonly plan?: PlanEdit
  readonly party?: PartyEdit
  /** Whom it affects has been told of this change. */
  readonly announced?: Announcement
  readonly undo?: Undo
  /** Judges the ticket's past by the policies of today; does nothing else. */
  readonly reevaluates?: true
  readonly split?: Split
  /** The solved problem that this incident follows, and the audit that solved it. */
  readonly linkedProblem?: { readonly id: Id; readonly seq: number }
  /** By the system: people or organizations became one. Closed tickets follow, too; no rule runs on them then. */
  readonly followsPeople?: true
  /** Of deletions: it is spam, and whom the mark has suspended. */
  readonly spam?: { readonly suspendedId: Id | null }
  /** It happened elsewhere, and is told as it was: no rule runs on it, nothing is required or assumed. */
  readonly imported?: true
  /** On create: the closed ticket that this one takes up again. */
  readonly followUpOf?: Id
  /** How long what it tells people waits, so that it can be taken back before it leaves. */
  readonly undoSeconds?: number
  /** Made by time itself, at the instant that a timer was set to: it tells what fell due, and sets nothing. */
  readonly timer?: { readonly dueAt: Instant }
  /**
   * By the system, for an automation whose conditions have come true, and when it acted on the ticket last. It does nothing where
   * they hold no more.
   */
  readonly automation?: { readonly id: Id; readonly firedAt: Instant | null }
  /** Of imports: what happened elsewhere is not clocked here. The first update without this starts the clocks. */
  readonly withoutClocks?: true
  /** Safe update: refuse (`conflict`) unless the ticket's `updatedAt` is this. */
  readonly expectUpdatedAt?: Instant
  /** `ip`, `client`, `message_id` … as the wire's audit `metadata.system`; and the caller's own `metadata.custom`. */
  readonly metadata: { readonly system: JsonObject; readonly custom: JsonObject }
}

/** A Change that does nothing yet: spread it and say what differs. */
export const noChange = {
  set: {},
  fields: {},
  tags: {},
  followers: {},
  emailCcs: {},
  metadata: { system: {}, custom: {} },
} as const satisfies Partial<Change>
