import { type TSchema, Type } from 'typebox'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Count = Type.Integer()
const Time = nullable(Type.String({ format: 'date-time' }))
const Span = Type.Object({ calendar: nullable(Count), business: nullable(Count) })

/** Ours. */
const Times = Type.Object({
  status: Type.Object({ new: Span, open: Span, pending: Span, hold: Span }),
  groups: Type.Array(Type.Intersect([Type.Object({ group_id: Count }), Span])),
  assignees: Type.Array(Type.Intersect([Type.Object({ assignee_id: Count }), Span])),
  next_updates: Type.Object({
    kept: Count,
    missed: Count,
    promises: Type.Array(
      Type.Object({
        promised_at: Time,
        next_update_at: Time,
        state: Type.String(),
        ended_at: Time,
        minutes_late: nullable(Count),
      }),
    ),
  }),
})

/** zendesk-api.md 2.4. */
export const TicketMetric = Type.Object(
  {
    url: Type.String(),
    id: Count,
    ticket_id: Count,
    created_at: Time,
    updated_at: Time,
    group_stations: Count,
    assignee_stations: Count,
    reopens: Count,
    replies: Count,
    assignee_updated_at: Time,
    requester_updated_at: Time,
    status_updated_at: Time,
    custom_status_updated_at: Time,
    initially_assigned_at: Time,
    assigned_at: Time,
    solved_at: Time,
    latest_comment_added_at: Time,
    reply_time_in_minutes: Span,
    reply_time_in_seconds: Type.Object({ calendar: nullable(Count) }),
    first_resolution_time_in_minutes: Span,
    full_resolution_time_in_minutes: Span,
    agent_wait_time_in_minutes: Span,
    requester_wait_time_in_minutes: Span,
    on_hold_time_in_minutes: Span,
    times: nullable(Times),
  },
  { title: 'TicketMetric' },
)

/** The moments of a ticket. */
export const Dates = Type.Object(
  {
    assignee_updated_at: Time,
    requester_updated_at: Time,
    status_updated_at: Time,
    initially_assigned_at: Time,
    assigned_at: Time,
    solved_at: Time,
    latest_comment_added_at: Time,
  },
  { title: 'TicketDates' },
)

const whole = Type.Optional(Count)
/** zendesk-api.md 1.5: one of `minutes`, `hours` and `days` says what is left; less than nothing after a breach. */
export const Slas = Type.Object(
  {
    policy_metrics: Type.Array(
      Type.Object({
        metric: Type.String(),
        stage: Type.String(),
        breach_at: Time,
        minutes: whole,
        hours: whole,
        days: whole,
      }),
    ),
  },
  { title: 'TicketSlas' },
)

/** zendesk-api.md 4.3. */
export const MetricEvent = Type.Object(
  {
    id: Count,
    ticket_id: Count,
    metric: Type.String(),
    instance_id: Count,
    type: Type.String(),
    time: Type.String({ format: 'date-time' }),
  },
  { title: 'TicketMetricEvent', additionalProperties: true },
)
