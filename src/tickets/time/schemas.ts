import { type TSchema, Type } from 'typebox'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Text = Type.String()
const Whole = Type.Integer()
const Minutes = Type.Number()
const Time = nullable(Type.String({ format: 'date-time' }))
const PolicyRef = Type.Object({ id: Text, title: Text })
const Schedule = nullable(Type.Object({ id: Whole, name: Text, version: Whole }))

const Target = nullable(
  Type.Object({
    policy: PolicyRef,
    priority: Text,
    minutes: Minutes,
    business_hours: Type.Boolean(),
    commitment: Text,
    schedule: Schedule,
  }),
)

const Interval = Type.Object({
  from: Time,
  to: Time,
  state: Text,
  counted_minutes: Minutes,
  target: Target,
  policy_version: Whole,
  cause: nullable(Type.Object({ audit_id: Whole, author_id: Whole, because: Type.Array(Text) })),
})

export const Clock = Type.Object({
  metric: Text,
  instance: Whole,
  state: Text,
  target: Target,
  started_at: Time,
  breach_at: Time,
  breached_at: Time,
  fulfilled_at: Time,
  cancelled_at: Time,
  elapsed_minutes: Minutes,
  left_minutes: nullable(Minutes),
  intervals: Type.Array(Interval),
  warnings: Type.Array(Type.Object({ minutes_before: Whole, at: Time, audit_id: Whole })),
})

/** Ours: why the clocks of a ticket stand as they do. */
export const TicketClock = Type.Object({
  ticket_id: Whole,
  as_of: Time,
  stage: nullable(Text),
  next_breach_at: Time,
  policy: nullable(PolicyRef),
  group_policy: nullable(PolicyRef),
  schedule: Schedule,
  clocks: Type.Array(Clock),
})

const Promised = nullable(
  Type.Object({ policy: Text, minutes: Minutes, in_business_hours: Type.Boolean(), breached_at: Time }),
)
/** How a clock differs: what it promised, and whether it was kept. */
export const ClockChange = Type.Object({ metric: Text, instance: Whole, from: Promised, to: Promised })

const Supposed = nullable(
  Type.Object({
    policy: Text,
    state: Text,
    target_minutes: Minutes,
    business_hours: Type.Boolean(),
    breach_at: Time,
    breached_at: Time,
    fulfilled_at: Time,
    elapsed_minutes: Minutes,
  }),
)

/** Clocks as they are, and as they would be. */
export const WhatIf = Type.Object({
  as_of: Time,
  summary: Type.Object({
    tickets: Whole,
    differing: Whole,
    breaches: Type.Object({ today: Whole, proposed: Whole }),
  }),
  tickets: Type.Array(
    Type.Object({
      ticket_id: Whole,
      differs: Type.Boolean(),
      policy: Type.Object({ today: nullable(PolicyRef), proposed: nullable(PolicyRef) }),
      clocks: Type.Array(
        Type.Object({
          metric: Text,
          instance: Whole,
          today: Supposed,
          proposed: Supposed,
          differs: Type.Array(Text),
        }),
      ),
    }),
  ),
})
