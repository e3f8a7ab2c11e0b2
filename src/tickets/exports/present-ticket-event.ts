import { Type } from 'typebox'
import type { WireAudit } from '../wire/present-audit.ts'

/** Events are of many shapes; all have these. What a change set stands under the name of its field. */
const ChildEvent = Type.Object(
  {
    id: Type.Integer(),
    via: Type.String(),
    via_reference_id: Type.Union([Type.Integer(), Type.Null()]),
    event_type: Type.String(),
  },
  { additionalProperties: true },
)

/** The ticket event of zendesk-api.md 2.17. */
export const TicketEvent = Type.Object(
  {
    id: Type.Integer(),
    ticket_id: Type.Integer(),
    timestamp: Type.Integer(),
    created_at: Type.String({ format: 'date-time' }),
    updater_id: Type.Integer(),
    via: Type.String(),
    system: Type.Object({}, { additionalProperties: true }),
    metadata: Type.Object({}, { additionalProperties: true }),
    event_type: Type.Literal('Audit'),
    via_reference_id: Type.Union([Type.Integer(), Type.Null()]),
    child_events: Type.Array(ChildEvent),
  },
  { title: 'TicketEvent' },
)

export type EventPresenting = {
  /** Comments in full, not only that there is one. */
  readonly withComments: boolean
  /** Internal notes too. */
  readonly seesInternal: boolean
}

/** An audit in the older form of exports. */
export const presentTicketEvent = (audit: WireAudit, how: EventPresenting): object => ({
  id: audit.id,
  ticket_id: audit.ticket_id,
  timestamp: Math.floor(Date.parse(audit.created_at) / 1000),
  created_at: audit.created_at,
  updater_id: audit.author_id,
  ...viaKeys(audit.via),
  system: audit.metadata.system,
  metadata: audit.metadata.custom,
  event_type: 'Audit',
  child_events: (audit.events as readonly AuditEvent[]).flatMap((event) => childOf(event, audit, how)),
})

type AuditVia = WireAudit['via']
type AuditEvent = {
  readonly id: number
  readonly type: string
  readonly via?: AuditVia
  readonly [key: string]: unknown
}

const VIA_NAMES: { readonly [channel: string]: string } = {
  web: 'Web form',
  email: 'Mail',
  api: 'Web service',
  rule: 'Rule',
  chat: 'Chat',
  voice: 'Phone call',
  sample_ticket: 'Sample ticket',
}

const viaKeys = ({ channel, source }: AuditVia) => {
  const id = source.from.id ?? source.from.ticket_id
  return { via: VIA_NAMES[channel] ?? inWords(channel), via_reference_id: typeof id === 'number' ? id : null }
}

/** `linked_problem`: `Linked problem`. */
const inWords = (channel: string): string =>
  `${channel.slice(0, 1).toUpperCase()}${channel.slice(1).replaceAll('_', ' ')}`

const childOf = (event: AuditEvent, audit: WireAudit, how: EventPresenting): object[] => {
  const { id, type, via = audit.via, ...rest } = event
  const common = { id, ...viaKeys(via), event_type: type }
  if (type === 'Create' || type === 'Change') return [{ ...common, ...changed(rest) }]
  if (type !== 'Comment' && type !== 'VoiceComment') return [{ ...common, ...rest }]
  if (rest.public !== true && !how.seesInternal) return []
  if (!how.withComments) return [{ ...common, comment_present: true, comment_public: rest.public }]
  return [{ ...common, type, ...rest, created_at: audit.created_at }]
}

const changed = ({ field_name: name, value, previous_value: before }: Record<string, unknown>): object => ({
  ...(/^\d+$/.test(String(name))
    ? { custom_ticket_fields: { [String(name)]: value } }
    : { [String(name)]: value }),
  ...(name === 'tags' ? tagsMoved(value, before) : {}),
  ...(before === undefined ? {} : { previous_value: before }),
})

const tagsMoved = (value: unknown, before: unknown) => {
  const [now, then] = [listOf(value), listOf(before)]
  return {
    added_tags: now.filter((tag) => !then.includes(tag)),
    removed_tags: then.filter((tag) => !now.includes(tag)),
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
