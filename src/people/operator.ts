import { type Id, type Instant, invalidField, Refused } from '../kernel/index.ts'
import { sql } from '../platform/db/index.ts'
import { createToken, type Token } from './access/tokens.ts'
import { asSystem } from './acting.ts'
import { ADMIN, AGENT, END_USER, LIGHT_AGENT, OWNER, type RoleKind, readEmail } from './core/index.ts'
import type { Room } from './room.ts'
import { readUser } from './users/input.ts'
import { findUser, isKnownBy, type UserRow } from './users/store.ts'
import { createUser } from './users/users.ts'

const ROLE_IDS: Readonly<Record<RoleKind, Id>> = {
  end_user: END_USER,
  light_agent: LIGHT_AGENT,
  agent: AGENT,
  admin: ADMIN,
  owner: OWNER,
}

export type OperatorUser = {
  readonly email: string
  readonly name?: string | undefined
  readonly role: RoleKind
  readonly password?: string | undefined
}

/** Creates a person by command: proven, with any role. Throws `Refused` that names the field. */
export const createUserByOperator = async (room: Room, asked: OperatorUser): Promise<UserRow> => {
  const input = readUser({ email: asked.email, name: asked.name ?? null, verified: true })
  return createUser(room, asSystem('cli'), {
    ...input,
    role: { name: undefined, id: ROLE_IDS[asked.role] },
    password: asked.password,
  })
}

export type OperatorToken = {
  /** The address of the person it speaks for. */
  readonly email: string
  readonly description?: string
  readonly scopes?: readonly string[]
  /** Undefined: in 90 days. */
  readonly expiresAt?: Instant | null
}

/** Makes an API token by command; `secret` is to be printed, and kept nowhere. */
export const createTokenByOperator = async (
  room: Room,
  asked: OperatorToken,
): Promise<{ readonly token: Token; readonly secret: string }> => {
  const email = readEmail(asked.email)
  const key = email.ok ? email.value : ''
  const found = await findUser(
    room.ground.db,
    sql`u.active and ${isKnownBy({ externalId: null, email: key })}`,
  )
  if (found === undefined)
    throw new Refused(invalidField('email', `Email: there is no active user ${asked.email}`))
  return createToken(room, asSystem('cli'), {
    userId: found.id,
    description: asked.description ?? 'Made on the command line',
    scopes: asked.scopes ?? ['*'],
    allowedIps: [],
    askerScopes: new Set(['*']),
    ...(asked.expiresAt === undefined ? {} : { expiresAt: asked.expiresAt }),
  })
}
