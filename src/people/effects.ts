import type { Id, Instant } from '../kernel/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { PeopleChange } from './core/index.ts'
import { insertEffect } from './effects-store.ts'
import type { Room } from './room.ts'

/** The effect that tells tickets of a `PeopleChange`. */
export const PEOPLE_CHANGED = 'people_changed'

/** The effect that mails somebody a link to their account; see `AccountMail`. */
export const SEND_ACCOUNT_MAIL = 'send_account_mail'

/** A mail about an account: who it is for, where it goes, and the secret that its link carries. */
export type AccountMail = {
  readonly what: 'password_reset' | 'address_verification' | 'invitation'
  readonly recipientId: Id
  readonly address: string
  /** Sealed under the purpose `account_mail`, base64: the outbox holds no secret that could be used. */
  readonly sealedToken: string
  /** ISO: the link is dead from then on. */
  readonly expiresAt: string
}

/** Leaves word for tickets in the write's transaction, where somebody hears it. `key` is unique for ever. */
export const tellTickets = async (
  room: Pick<Room, 'effects'>,
  tx: Db,
  at: Instant,
  key: string,
  change: PeopleChange,
): Promise<void> => {
  if (!room.effects.has(PEOPLE_CHANGED)) return
  await insertEffect(tx, { key: `people/${key}`, kind: PEOPLE_CHANGED, payload: change, at })
}

/** Leaves a mail about an account to be sent, where somebody sends them. */
export const leaveAccountMail = async (
  room: Pick<Room, 'effects'>,
  tx: Db,
  at: Instant,
  key: string,
  mail: AccountMail,
): Promise<void> => {
  if (!room.effects.has(SEND_ACCOUNT_MAIL)) return
  await insertEffect(tx, { key: `people/${key}`, kind: SEND_ACCOUNT_MAIL, payload: mail, at })
}
