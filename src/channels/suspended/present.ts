import { Type } from 'typebox'
import { toIso } from '../../kernel/index.ts'
import type { SuspendedRow } from './store.ts'

const NullableText = Type.Union([Type.String(), Type.Null()])
const NullableId = Type.Union([Type.Integer(), Type.Null()])
const Open = Type.Object({}, { additionalProperties: true })

/** `zendesk-api.md` 2.12. */
export const SuspendedTicket = Type.Object(
  {
    url: Type.String(),
    id: Type.Integer(),
    author: Type.Object({ id: NullableId, name: Type.String(), email: Type.String() }),
    subject: Type.String(),
    content: Type.String(),
    cause: Type.String(),
    cause_id: Type.Integer(),
    ticket_id: NullableId,
    recipient: NullableText,
    message_id: NullableText,
    brand_id: Type.Integer(),
    via: Type.Object({
      channel: Type.String(),
      source: Type.Object({ from: Open, to: Open, rel: NullableText }),
    }),
    attachments: Type.Array(Open),
    error_messages: Type.Union([Type.Array(Type.String()), Type.Null()]),
    created_at: Type.String({ format: 'date-time' }),
    updated_at: Type.String({ format: 'date-time' }),
  },
  { title: 'SuspendedTicket' },
)

/** `errors`: why it could not be recovered just now. */
export const presentSuspended = (
  row: SuspendedRow,
  origin: string,
  errors: readonly string[] | null = null,
) => ({
  url: `${origin}/api/v2/suspended_tickets/${row.id}.json`,
  id: row.id,
  author: { id: row.author_id, name: row.author_name, email: row.author_email },
  subject: row.subject,
  content: row.content,
  cause: row.cause,
  cause_id: row.cause_id,
  ticket_id: row.ticket_id,
  recipient: row.recipient,
  message_id: row.message_id,
  brand_id: row.brand_id,
  via: row.via,
  // The raw mail holds them; they become files, with addresses, when the mail is recovered.
  attachments: row.files.map((file) => ({
    file_name: file.fileName,
    content_type: file.contentType,
    size: file.size,
    inline: file.inline,
  })),
  error_messages: errors,
  created_at: toIso(row.created_at),
  updated_at: toIso(row.updated_at),
})
