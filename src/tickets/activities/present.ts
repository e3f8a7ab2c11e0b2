import { Type } from 'typebox'
import { type Id, toIso } from '../../kernel/index.ts'
import type { Viewer } from '../../people/index.ts'
import type { Room } from '../room.ts'
import type { ActivityRow, Verb } from './store.ts'

const Open = Type.Record(Type.String(), Type.Unknown())

export const Activity = Type.Object(
  {
    id: Type.Integer(),
    url: Type.String(),
    title: Type.String(),
    verb: Type.String(),
    user_id: Type.Integer(),
    actor_id: Type.Integer(),
    user: Type.Union([Open, Type.Null()]),
    actor: Type.Union([Open, Type.Null()]),
    object: Open,
    target: Open,
    created_at: Type.String(),
    updated_at: Type.String(),
  },
  { title: 'Activity' },
)

type Person = { readonly [key: string]: unknown }

/** The activity of zendesk-api.md 2.12, with the people it is about. Of the system (-1) there is no person. */
export const presentActivities = async (
  room: Room,
  viewer: Viewer & { readonly userId: Id },
  rows: readonly ActivityRow[],
  origin: string,
): Promise<object[]> => {
  const ids = [...new Set([viewer.userId, ...rows.map((row) => row.actor_id)])].filter((id) => id > 0)
  const people = new Map<unknown, Person>(
    (await room.people.presentUsers(viewer, ids, origin)).map((person) => [person.id, person]),
  )
  return rows.map((row) => {
    const actor = people.get(row.actor_id)
    const target = { ticket: { id: row.ticket_id, subject: row.subject } }
    return {
      id: row.id,
      url: `${origin}/api/v2/activities/${row.id}.json`,
      title: `${String(actor?.name ?? 'The system')} ${WORDS[row.verb]} ticket #${row.ticket_id}.`,
      verb: row.verb,
      user_id: viewer.userId,
      actor_id: row.actor_id,
      user: people.get(viewer.userId) ?? null,
      actor: actor ?? null,
      object: objectOf(row) ?? target,
      target,
      created_at: toIso(row.at),
      updated_at: toIso(row.at),
    }
  })
}

const WORDS: Readonly<Record<Verb, string>> = {
  'tickets.assignment': 'assigned you to',
  'tickets.comment': 'commented on',
  'tickets.priority_increase': 'raised the priority of',
}

const objectOf = ({ body, public: isPublic, priority }: ActivityRow): object | undefined => {
  if (body !== null) return { comment: { value: body, public: isPublic } }
  return priority === null ? undefined : { ticket: { priority } }
}
