/** Policies and desks that this room's tests tell of. */
import { instantOf, type JsonObject, ok, parseIso } from '../../../kernel/index.ts'
import type { Catalogue, Facts, TicketFacts } from '../../../rules/core/index.ts'
import { SETTINGS } from '../../core/policy.ts'
import type { TargetBody } from './policy-body.ts'

export const AT = parseIso('2026-03-02T12:00:00Z') ?? instantOf(0)

export const TICKET: TicketFacts = {
  subject: 'The printer is on fire',
  status: 'open',
  customStatusId: 2,
  type: 'incident',
  priority: 'normal',
  requesterId: 1001,
  assigneeId: null,
  groupId: 501,
  organizationId: 601,
  brandId: 1,
  formId: 7,
  recipient: 'help@desk.example',
  via: { channel: 'web' },
  tags: ['premium'],
  fields: {},
  emailCcIds: [],
  isPublic: true,
  createdAt: AT,
}

export const factsOf = (differs: Partial<TicketFacts> = {}): Facts => ({
  ticket: { ...TICKET, ...differs },
  before: null,
  update: { isCreation: true, actorId: 1001, channel: 'web', comment: null },
  description: null,
  people: { person: () => undefined, organization: () => undefined, roleKind: () => 'end_user' },
  at: AT,
  folded: new Map(),
})

/** Field 10 is a text. */
export const CATALOGUE: Catalogue = {
  ticketField: (id) => (id === 10 ? { type: 'text', read: (value) => ok(String(value)) } : undefined),
}

export const FIRST_REPLY: TargetBody = {
  priority: 'normal',
  metric: 'first_reply_time',
  target_in_seconds: 3600,
  business_hours: false,
  commitment: 'contract',
}

export const allOff = (): { [metric: string]: { [name: string]: boolean } } =>
  Object.fromEntries(
    Object.entries(SETTINGS).map(([metric, names]) => [
      metric,
      Object.fromEntries(names.map((name) => [name, false])),
    ]),
  )

/** The body of an SLA policy's document. */
export const bodyOf = (differs: object = {}): JsonObject =>
  ({
    title: 'Premium',
    description: null,
    position: 1,
    filter: { all: [{ field: 'current_tags', operator: 'includes', value: 'premium' }], any: [] },
    policy_metrics: [FIRST_REPLY],
    metrics_settings: allOff(),
    schedule_id: null,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    ...differs,
  }) as JsonObject

/** The body of a group SLA policy's document. */
export const groupBodyOf = (differs: object = {}): JsonObject => {
  const { metrics_settings: _, ...body } = bodyOf()
  return {
    ...body,
    ulid: '01KJZZZZZZZZZZZZZZZZZZZZZZ',
    filter: { all: [{ field: 'group_id', operator: 'includes', value: [501] }], any: [] },
    policy_metrics: [{ ...FIRST_REPLY, metric: 'group_ownership_time' }],
    ...differs,
  } as JsonObject
}
