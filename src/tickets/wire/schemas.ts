import { type TProperties, type TSchema, Type } from 'typebox'
import { GroupSchema, OrganizationSchema, UserSchema } from '../../people/index.ts'
import { Dates, MetricEvent, Slas, TicketMetric } from '../metrics/schemas.ts'

/** Schemas of what these routes answer: zendesk-api.md 2.1–2.3, 2.13, 1.6, 1.7. */

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const open = (properties: TProperties = {}) => Type.Object(properties, { additionalProperties: true })

const Text = Type.String()
const Id = Type.Integer()
const NullableText = nullable(Text)
const NullableId = nullable(Id)
const Time = Type.String({ format: 'date-time' })
const Ids = Type.Array(Id)

export const IdParams = Type.Object({ id: Type.Integer() })
export const includeQuery = { include: Type.Optional(Text) }

export const Via = Type.Object(
  {
    channel: Text,
    source: Type.Object({ from: open(), to: open(), rel: NullableText }),
  },
  { title: 'Via' },
)

/** Of a checkbox, a multiselect, any other field, one that is not set. */
const FieldValue = Type.Union([Type.Boolean(), Type.Array(Text), Text, Type.Null()])
const FieldValues = Type.Array(Type.Object({ id: Id, value: FieldValue }))

const ticketProperties = {
  url: Text,
  id: Id,
  external_id: NullableText,
  via: Via,
  created_at: Time,
  updated_at: Time,
  generated_timestamp: Type.Optional(Id),
  type: NullableText,
  subject: NullableText,
  raw_subject: NullableText,
  description: NullableText,
  priority: NullableText,
  status: Text,
  custom_status_id: NullableId,
  recipient: NullableText,
  requester_id: Id,
  submitter_id: Id,
  assignee_id: NullableId,
  organization_id: NullableId,
  group_id: NullableId,
  collaborator_ids: Ids,
  follower_ids: Ids,
  email_cc_ids: Ids,
  forum_topic_id: Type.Null(),
  problem_id: NullableId,
  has_incidents: Type.Boolean(),
  is_public: Type.Boolean(),
  due_at: nullable(Time),
  /** Ours: by when the customer was promised to hear from us. */
  next_update_at: nullable(Time),
  tags: Type.Array(Text),
  custom_fields: FieldValues,
  satisfaction_rating: nullable(
    Type.Object({
      score: Text,
      id: Type.Optional(Id),
      comment: Type.Optional(NullableText),
      reason: Type.Optional(NullableText),
      reason_id: Type.Optional(NullableId),
    }),
  ),
  sharing_agreement_ids: Ids,
  fields: FieldValues,
  followup_ids: Ids,
  ticket_form_id: NullableId,
  brand_id: Id,
  allow_channelback: Type.Boolean(),
  allow_attachments: Type.Boolean(),
  from_messaging_channel: Type.Boolean(),
  /** Ours: where it goes on since its merge, and which ticket it was split from. */
  merged_into: NullableId,
  split_from: NullableId,
  /** Ours: what it is beside its type, and how it came to be solved. */
  kind: NullableText,
  resolution_code: NullableText,
  comment_count: Type.Optional(Id),
  slas: Type.Optional(Slas),
  metric_set: Type.Optional(TicketMetric),
  metric_events: Type.Optional(Type.Record(Text, Type.Array(MetricEvent))),
  dates: Type.Optional(Dates),
}
export const Ticket = Type.Object(ticketProperties, { title: 'Ticket' })

export const Attachment = Type.Object(
  {
    url: Text,
    id: Id,
    file_name: Text,
    content_url: Text,
    mapped_content_url: Text,
    content_type: Text,
    size: Id,
    width: NullableId,
    height: NullableId,
    inline: Type.Boolean(),
    deleted: Type.Boolean(),
    malware_access_override: Type.Boolean(),
    malware_scan_result: Text,
    thumbnails: Type.Array(open()),
  },
  { title: 'Attachment' },
)

const Metadata = Type.Object({
  system: open({
    client: NullableText,
    ip_address: NullableText,
    location: NullableText,
    latitude: nullable(Type.Number()),
    longitude: nullable(Type.Number()),
  }),
  custom: open(),
  flags: Type.Optional(Ids),
  flags_options: Type.Optional(open()),
})

/** Of a VoiceComment. */
const voice = {
  data: Type.Optional(open()),
  formatted_from: Type.Optional(NullableText),
  formatted_to: Type.Optional(NullableText),
  transcription_visible: Type.Optional(Type.Boolean()),
}

export const Comment = Type.Object(
  {
    id: Id,
    type: Text,
    author_id: Id,
    body: Text,
    html_body: Text,
    plain_body: Text,
    public: Type.Boolean(),
    attachments: Type.Array(Attachment),
    ...voice,
    audit_id: Id,
    via: Via,
    created_at: Time,
    metadata: Metadata,
  },
  { title: 'Comment' },
)

/** Events are of many shapes; all have these. */
const AuditEvent = open({ id: Id, type: Text })

export const Audit = Type.Object(
  {
    id: Id,
    ticket_id: Id,
    created_at: Time,
    author_id: Id,
    metadata: Metadata,
    via: Via,
    events: Type.Array(AuditEvent),
  },
  { title: 'Audit' },
)

/** zendesk-api.md 2.14. */
export const Request = Type.Object(
  {
    url: Text,
    id: Id,
    status: Text,
    custom_status_id: NullableId,
    priority: NullableText,
    type: NullableText,
    subject: NullableText,
    description: Text,
    organization_id: NullableId,
    via: Via,
    custom_fields: FieldValues,
    fields: FieldValues,
    requester_id: Id,
    collaborator_ids: Ids,
    email_cc_ids: Ids,
    is_public: Type.Boolean(),
    due_at: nullable(Time),
    can_be_solved_by_me: Type.Boolean(),
    solved: Type.Boolean(),
    recipient: NullableText,
    followup_source_id: NullableId,
    assignee_id: NullableId,
    group_id: NullableId,
    ticket_form_id: NullableId,
    created_at: Time,
    updated_at: Time,
  },
  { title: 'Request' },
)

export const RequestComment = Type.Object(
  {
    url: Text,
    id: Id,
    request_id: Id,
    type: Text,
    author_id: Id,
    body: Text,
    html_body: Text,
    plain_body: Text,
    public: Type.Boolean(),
    attachments: Type.Array(Attachment),
    ...voice,
    via: Via,
    created_at: Time,
  },
  { title: 'RequestComment' },
)

export const RequestUser = Type.Object({
  id: Id,
  name: Text,
  photo: Type.Null(),
  agent: Type.Boolean(),
  organization_id: NullableId,
})

export const Count = Type.Object(
  { count: Type.Object({ value: Id, refreshed_at: Text }) },
  { title: 'Count' },
)
export const TagsReply = Type.Object({ tags: Type.Array(Text) })

/** Arrays beside a list that `include` asks for. */
export const sideloaded = {
  users: Type.Optional(Type.Array(UserSchema)),
  groups: Type.Optional(Type.Array(GroupSchema)),
  organizations: Type.Optional(Type.Array(OrganizationSchema)),
}
export const sideloadedBesideTickets = {
  ...sideloaded,
  last_audits: Type.Optional(Type.Array(Audit)),
  ticket_forms: Type.Optional(Type.Array(open())),
  incident_counts: Type.Optional(Type.Array(Type.Object({ ticket_id: Id, incident_count: Id }))),
  sharing_agreements: Type.Optional(Type.Array(open())),
}

/** What a write answers: `audit` is null where nothing changed, so that nothing was written. */
export const TicketWithAudit = Type.Object({ ticket: Ticket, audit: nullable(Audit) })
