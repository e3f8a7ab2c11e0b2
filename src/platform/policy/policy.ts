import type { Id, Instant, JsonObject } from '../../kernel/index.ts'
import type { Db } from '../db/db.ts'

/** One thing of the desk's policy: a trigger, a ticket field, a role, the account settings … as it stands. */
export type PolicyDocument = {
  readonly kind: string
  readonly id: Id
  readonly body: JsonObject
  /** The first version in which it stood like this, in documents that come from a store. */
  readonly fromVersion?: number
}

/** The whole policy under one version. Immutable; compiled by those who read it, once a version. */
export type PolicySnapshot = {
  readonly version: number
  /** Documents of a kind, by id ascending; empty when there are none. */
  documents(kind: string): readonly PolicyDocument[]
  document(kind: string, id: Id): PolicyDocument | undefined
  /** Runs `compile` once for this version and key, and keeps the result as long as the snapshot. */
  compiled<T>(key: string, compile: (snapshot: PolicySnapshot) => T): T
}

/** A kind of document: the domain that owns it says what a new installation starts with. */
export type PolicyKind = { readonly kind: string; readonly standard: readonly PolicyDocument[] }

export type PolicyEdit = {
  readonly kind: string
  readonly id: Id
  /** `null` removes it from this version on. */
  readonly body: JsonObject | null
}

/** Who makes a new version, and why: it goes into `policy_versions` and, for each document, into `audit_log`. */
export type PolicyReason = {
  /** `null`: Mainstay itself. */
  readonly authorId: Id | null
  /** Who carries it out, where that is another: the audit log names them. */
  readonly actorId?: Id
  readonly reason: string
  readonly at: Instant
  /** How it came: `api` where a person is named, else `system`, unless said. */
  readonly via?: string
  readonly ip?: string
  readonly requestId?: string
  /** What whoever edits says of it, in their own words. */
  readonly given?: GivenReason
  /** The approved change request that it carries out. */
  readonly change?: Id
  /** The version whose documents it brings back. */
  readonly restores?: number
}

/** `breaksGlass`: it passes by an approval that the desk asks for, and whoever asks may do so. */
export type GivenReason = { readonly text: string | null; readonly breaksGlass: boolean }

export interface PolicyStore {
  /** What can be edited: the kinds that the domains have registered. */
  readonly kinds: readonly PolicyKind[]
  /** The snapshot of a version; kept in memory, so that a request pays nothing for it. */
  at(version: number): Promise<PolicySnapshot>
  current(): Promise<PolicySnapshot>
  /** Waits for whoever edits; the version that it answers stands until the transaction ends. */
  lock(tx: Db): Promise<number>
  /** As `lock`, with all documents, read through the transaction. */
  standing(tx: Db): Promise<PolicySnapshot>
  /** Draws an id for a new document. */
  nextId(tx: Db): Promise<Id>
  /**
   * Writes one new version of however many edits, and returns its number; where they change nothing, the standing
   * one. Serialised over all processes until the transaction ends. Throws `Refused` not_found for the removal of
   * what does not stand, and `invalid` where the desk asks for an approval that the edit does not have.
   */
  edit(tx: Db, why: PolicyReason, edits: readonly PolicyEdit[]): Promise<number>
}
