import { Type } from 'typebox'
import { Time, time } from '../wire.ts'
import type { GroupRow } from './store.ts'

export const Group = Type.Object(
  {
    id: Type.Integer(),
    url: Type.String(),
    is_public: Type.Boolean(),
    name: Type.String(),
    description: Type.String(),
    default: Type.Boolean(),
    deleted: Type.Boolean(),
    created_at: Time,
    updated_at: Time,
  },
  { title: 'Group' },
)

export const groupUrl = (origin: string, id: number): string => `${origin}/api/v2/groups/${id}.json`

export const presentGroup =
  (origin: string) =>
  (group: GroupRow): object => ({
    id: group.id,
    url: groupUrl(origin, group.id),
    is_public: group.is_public,
    name: group.name,
    description: group.description,
    default: group.is_default,
    deleted: group.deleted,
    created_at: time(group.created_at),
    updated_at: time(group.updated_at),
  })
