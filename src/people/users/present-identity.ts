import { Type } from 'typebox'
import { Time, time } from '../wire.ts'
import type { IdentityRow } from './identities-store.ts'

export const Identity = Type.Object(
  {
    id: Type.Integer(),
    url: Type.String(),
    user_id: Type.Integer(),
    type: Type.String(),
    value: Type.String(),
    verified: Type.Boolean(),
    primary: Type.Boolean(),
    created_at: Time,
    updated_at: Time,
    undeliverable_count: Type.Integer(),
    deliverable_state: Type.String(),
  },
  { title: 'UserIdentity' },
)

/** Makes the wire's object of an identity. */
export const presentIdentity =
  (origin: string) =>
  (row: IdentityRow): object => ({
    id: row.id,
    url: `${origin}/api/v2/users/${row.user_id}/identities/${row.id}.json`,
    user_id: row.user_id,
    type: row.type,
    value: row.value,
    verified: row.verified,
    primary: row.is_primary,
    created_at: time(row.created_at),
    updated_at: time(row.updated_at),
    undeliverable_count: row.undeliverable_count,
    deliverable_state: row.deliverable_state,
  })
