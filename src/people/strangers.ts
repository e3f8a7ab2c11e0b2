import { type Id, invalidField, Refused, toIsoMs } from '../kernel/index.ts'
import type { Db } from '../platform/db/index.ts'
import { createPolicyStore, type PolicySnapshot } from '../platform/policy/index.ts'
import { cleanName, END_USER, nameFromEmail, readEmail } from './core/index.ts'
import { policyKinds } from './policy.ts'
import type { Room } from './room.ts'
import { isOpenToStrangers } from './self-registration.ts'
import { findByEmail, insertStranger } from './strangers-store.ts'
import { joinByDomain, settleUsers } from './users/store.ts'

export type Stranger = {
  readonly email: string
  /** What they call themselves; else their address does. */
  readonly name?: string | null | undefined
  /** Whether they have shown that the address is theirs. A mail alone, however authentic, has not. */
  readonly verified: boolean
  /** For the audit log: `mail`, `web` … */
  readonly via?: string
}

/** The policy of a version. */
export type PolicyIn = (tx: Db, version: number) => Promise<PolicySnapshot>

/**
 * Remembers the policy of one version. It is read over the given transaction: a snapshot that had to be fetched over
 * a second connection would bring a pool to a stand whose every connection waits so inside a transaction.
 */
export const rememberedPolicy = (): PolicyIn => {
  let known: PolicySnapshot | undefined
  return async (tx, version) => {
    if (known?.version !== version) known = await createPolicyStore(tx, policyKinds).at(version)
    return known
  }
}

/**
 * The person with an address, created as an unverified end user where there is none. The unique identity decides a
 * race: who comes second gets the first one's. Throws `Refused` `invalid` for what is no address, and for addresses
 * at the desk's own domains that nobody has yet (`isOpenToStrangers`).
 */
export const findOrCreateByEmail = async (
  room: Room,
  policyIn: PolicyIn,
  tx: Db,
  stranger: Stranger,
): Promise<Id> => {
  const email = readEmail(stranger.email)
  if (!email.ok) throw new Refused(invalidField('email', `Email: ${email.error}`, 'InvalidFormat'))
  const found = await findByEmail(tx, email.value)
  if (found.id !== null) return found.id
  if (!isOpenToStrangers(room, await policyIn(tx, found.policyVersion), email.value))
    throw new Refused(invalidField('email', 'Email: addresses of this desk cannot be registered'))
  return create(room, tx, email.value, stranger)
}

const create = async (room: Room, tx: Db, email: string, stranger: Stranger): Promise<Id> => {
  const now = room.ground.clock.now()
  const made = await insertStranger(tx, {
    key: email,
    name: cleanName(stranger.name ?? '') || nameFromEmail(email),
    verified: stranger.verified,
    at: toIsoMs(now),
    via: stranger.via ?? 'mail',
    roleId: END_USER,
  })
  if (made === undefined) return winnerOf(tx, email)
  if (stranger.verified) await joinByDomain(tx, [made], now)
  if (stranger.verified) await settleUsers(tx, [made], now)
  return made
}

/** Somebody else has just committed the same address. */
const winnerOf = async (tx: Db, email: string): Promise<Id> => {
  const { id } = await findByEmail(tx, email)
  if (id !== null) return id
  throw new Refused({ code: 'conflict', message: 'The user was removed in this very moment' })
}
