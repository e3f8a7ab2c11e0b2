import { type TSchema, Type } from 'typebox'
import { type Id, toIso } from '../../kernel/index.ts'
import { linkingOf } from '../api/present.ts'
import type { Room } from '../room.ts'
import { openFiles } from '../uploads/uploads.ts'
import { presentAttachment } from '../wire/present-attachment.ts'
import { Attachment } from '../wire/schemas.ts'
import type { DraftRow } from './store.ts'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const AnyObject = Type.Object({}, { additionalProperties: true })

export const Draft = Type.Object({
  url: Type.String(),
  id: Type.Integer(),
  user_id: Type.Integer(),
  ticket_id: nullable(Type.Integer()),
  written_on_ticket_id: nullable(Type.Integer()),
  public: Type.Boolean(),
  body: Type.String(),
  html_body: Type.String(),
  email_ccs: Type.Array(AnyObject),
  followers: Type.Array(AnyObject),
  uploads: Type.Array(Type.String()),
  attachments: Type.Array(Attachment),
  ticket: AnyObject,
  based_on: nullable(AnyObject),
  version: Type.Integer(),
  created_at: Type.String({ format: 'date-time' }),
  updated_at: Type.String({ format: 'date-time' }),
})

/** Drafts of one person, each with those of its files that are still there. */
export const presentDrafts = async (
  room: Room,
  userId: Id,
  rows: readonly DraftRow[],
  origin: string,
): Promise<object[]> => {
  const tokens = rows.flatMap(({ content }) => content.uploads)
  const files = await openFiles(room.ground, userId, tokens)
  const linking = linkingOf(room, origin)
  return rows.map((row) => {
    const uploads = row.content.uploads.filter((token) => files.has(token))
    const attachments = uploads.flatMap((token) => files.get(token) ?? [])
    return {
      url: `${origin}/api/v2/drafts/${row.id}.json`,
      id: row.id,
      user_id: row.user_id,
      ticket_id: row.goes_on,
      written_on_ticket_id: row.ticket_id,
      public: row.public,
      body: row.content.text,
      html_body: row.content.html,
      email_ccs: row.content.email_ccs,
      followers: row.content.followers,
      uploads,
      attachments: attachments.map((file) => presentAttachment({ ...file, inline: false }, linking)),
      ticket: row.content.ticket,
      based_on: row.content.based_on,
      version: row.version,
      created_at: toIso(row.created_at),
      updated_at: toIso(row.updated_at),
    }
  })
}
