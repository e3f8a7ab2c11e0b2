import { type Static, type TSchema, Type } from 'typebox'
import { invalidField, type JsonObject, Refused } from '../../kernel/index.ts'
import { htmlToText, sanitizeHtml, textToHtml } from '../../platform/html/index.ts'
import { MAX_COMMENT_BYTES } from '../wire/read-comment.ts'
import { TicketInput } from '../wire/ticket-input.ts'
import type { DraftContent } from './store.ts'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const optional = <T extends TSchema>(schema: T) => Type.Optional(nullable(schema))

const MAX_HTML_BYTES = 4 * MAX_COMMENT_BYTES
const MAX_TICKET_BYTES = 64 * 1024
const MAX_UPLOADS = 50

/** What is chosen of a ticket: as it would be sent, but for its words, which stand beside, and what is said in sending. */
const ChosenInput = Type.Omit(TicketInput, [
  'comment',
  'voice_comment',
  'description',
  'email_ccs',
  'followers',
  'draft_id',
  'safe_update',
  'updated_stamp',
  'undo_seconds',
])

export const DraftInput = Type.Object({
  public: optional(Type.Boolean()),
  body: optional(Type.String()),
  html_body: optional(Type.String()),
  email_ccs: TicketInput.properties.email_ccs,
  followers: TicketInput.properties.followers,
  uploads: optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: MAX_UPLOADS })),
  ticket: optional(ChosenInput),
  based_on: optional(
    Type.Object({
      updated_stamp: optional(Type.String({ maxLength: 40 })),
      version: optional(Type.Integer()),
    }),
  ),
  /** That which the caller saw last; none where there was no draft. */
  version: optional(Type.Integer()),
})
export type DraftInput = Static<typeof DraftInput>

const CHOSEN = Object.keys(ChosenInput.properties)

/** Reads what is to be kept. Throws `Refused`, with the field that is too long. */
export const readContent = (input: DraftInput): DraftContent => {
  const { text, html } = textsOf(input)
  refuseLong('body', 'Body', text, MAX_COMMENT_BYTES)
  refuseLong('html_body', 'Html body', html, MAX_HTML_BYTES)
  const ticket = chosenOf(input.ticket ?? {})
  refuseLong('ticket', 'Ticket', JSON.stringify(ticket), MAX_TICKET_BYTES)
  return {
    text,
    html,
    email_ccs: input.email_ccs ?? [],
    followers: input.followers ?? [],
    uploads: [...new Set(input.uploads ?? [])],
    ticket,
    based_on: input.based_on ?? null,
  }
}

/** HTML wins over text, as in comments. */
const textsOf = (input: DraftInput): { text: string; html: string } => {
  if (!input.html_body) return { text: input.body ?? '', html: textToHtml(input.body ?? '') }
  const html = sanitizeHtml(input.html_body)
  return { html, text: htmlToText(html) }
}

/** Any other key is ignored. */
const chosenOf = (given: object): JsonObject =>
  Object.fromEntries(Object.entries(given).filter(([name]) => CHOSEN.includes(name)))

const refuseLong = (field: string, name: string, value: string, maxBytes: number): void => {
  if (Buffer.byteLength(value) > maxBytes)
    throw new Refused(invalidField(field, `${name}: is longer than ${maxBytes} bytes`, 'TooLong'))
}
