import { type Static, type TSchema, Type } from 'typebox'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const optional = <T extends TSchema>(schema: T) => Type.Optional(nullable(schema))

/** Clients send ids as numbers or as text. */
const IdIn = Type.Union([Type.Integer({ minimum: 0 }), Type.String({ pattern: '^\\d{0,16}$' })])
const Text = Type.String()
const ShortText = Type.String({ maxLength: 255 })
/** Ids, or the shapes in which people are named: an address, or `{name, email}`. */
const PersonIn = Type.Union([
  Type.Integer({ minimum: 1 }),
  Type.String({ maxLength: 320 }),
  Type.Object({ name: optional(Text), email: optional(ShortText), id: optional(IdIn) }),
])
const PersonActionIn = Type.Object({
  user_id: optional(IdIn),
  user_email: optional(ShortText),
  user_name: optional(Text),
  action: optional(Type.Union([Type.Literal('put'), Type.Literal('delete')])),
})
const Texts = Type.Union([Type.Array(Type.String({ maxLength: 255 })), Type.String()])
const MAX_PEOPLE = 48

export const CommentInput = Type.Object({
  body: optional(Text),
  value: optional(Text),
  html_body: optional(Text),
  public: optional(Type.Boolean()),
  author_id: optional(IdIn),
  uploads: optional(Type.Union([Type.Array(Text), Text])),
})
export type CommentInput = Static<typeof CommentInput>

const WholeNumber = Type.Union([Type.Integer({ minimum: 0 }), Type.String({ pattern: '^\\d{0,9}$' })])

/** A call; https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#creating-a-ticket-with-a-voice-comment */
export const VoiceInput = Type.Object({
  from: optional(ShortText),
  to: optional(ShortText),
  recording_url: optional(Type.String({ maxLength: 2048 })),
  started_at: optional(Text),
  call_duration: optional(WholeNumber),
  answered_by_id: optional(IdIn),
  location: optional(ShortText),
  transcription_text: optional(Text),
  author_id: optional(IdIn),
  public: optional(Type.Boolean()),
})
export type VoiceInput = Static<typeof VoiceInput>

const FieldsIn = Type.Union([
  Type.Array(Type.Object({ id: IdIn, value: Type.Optional(Type.Unknown()) })),
  Type.Record(Type.String(), Type.Unknown()),
])

/** What a ticket may be written with (zendesk-api.md 2.1). Any other key is ignored. */
export const TicketInput = Type.Object({
  /** Macros that went into it: they are counted, and nothing else. */
  macro_ids: optional(Type.Array(IdIn, { maxItems: 100 })),
  /** The draft that it was written in: it goes when this is saved. */
  draft_id: optional(IdIn),
  subject: optional(Type.String({ maxLength: 10_000 })),
  raw_subject: optional(Type.String({ maxLength: 10_000 })),
  description: optional(Text),
  comment: optional(CommentInput),
  voice_comment: optional(VoiceInput),
  status: optional(Text),
  custom_status_id: optional(IdIn),
  type: optional(Text),
  kind: optional(Text),
  resolution_code: optional(ShortText),
  priority: optional(Text),
  requester_id: optional(IdIn),
  requester: optional(Type.Object({ name: optional(Text), email: optional(ShortText), id: optional(IdIn) })),
  submitter_id: optional(IdIn),
  assignee_id: optional(IdIn),
  assignee_email: optional(ShortText),
  group_id: optional(IdIn),
  organization_id: optional(IdIn),
  brand_id: optional(IdIn),
  ticket_form_id: optional(IdIn),
  problem_id: optional(IdIn),
  external_id: optional(Type.Union([ShortText, Type.Integer()])),
  recipient: optional(ShortText),
  due_at: optional(Text),
  next_update_at: optional(Text),
  tags: optional(Texts),
  additional_tags: optional(Texts),
  remove_tags: optional(Texts),
  custom_fields: optional(FieldsIn),
  fields: optional(FieldsIn),
  collaborators: optional(Type.Array(PersonIn, { maxItems: MAX_PEOPLE })),
  additional_collaborators: optional(Type.Array(PersonIn, { maxItems: MAX_PEOPLE })),
  collaborator_ids: optional(Type.Array(IdIn, { maxItems: 2 * MAX_PEOPLE })),
  email_cc_ids: optional(Type.Array(IdIn, { maxItems: MAX_PEOPLE })),
  follower_ids: optional(Type.Array(IdIn, { maxItems: MAX_PEOPLE })),
  email_ccs: optional(Type.Array(PersonActionIn, { maxItems: MAX_PEOPLE })),
  followers: optional(Type.Array(PersonActionIn, { maxItems: MAX_PEOPLE })),
  metadata: optional(Type.Record(Type.String(), Type.Unknown())),
  safe_update: optional(Type.Boolean()),
  updated_stamp: optional(Type.Union([Text, Type.Object({ updated_at: Type.Optional(Text) })])),
  via_id: optional(Type.Union([Type.Integer(), Text])),
  via_followup_source_id: optional(IdIn),
  /** Ours: how long what it tells people waits, so that it can be taken back before it leaves. */
  undo_seconds: optional(Type.Number()),
})
export type TicketInput = Static<typeof TicketInput>

/** A member of `tickets` in `update_many`. */
export const TicketInputWithId = Type.Intersect([Type.Object({ id: IdIn }), TicketInput])
export type TicketInputWithId = Static<typeof TicketInputWithId>
