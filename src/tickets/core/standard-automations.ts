import type { Id, JsonObject } from '../../kernel/index.ts'

type Clause = readonly [field: string, operator: string, value: string]

const automation = (
  id: Id,
  title: string,
  clauses: readonly Clause[],
  actions: JsonObject['actions'],
): { readonly kind: string; readonly id: Id; readonly body: JsonObject } => ({
  kind: 'automation',
  id,
  body: {
    title,
    active: false,
    position: id,
    once_per_ticket: false,
    conditions: { all: clauses.map(([field, operator, value]) => ({ field, operator, value })), any: [] },
    actions: actions ?? [],
  },
})

const REMINDER = `Hello,

we have answered your request number {{ticket.id}}, and would like to hear from you. To answer, simply reply to this message.

{{ticket.public_comments_formatted}}

{{ticket.account}}`

const remindAfter = (id: Id, title: string, hours: number) =>
  automation(
    id,
    title,
    [
      ['status', 'is', 'pending'],
      ['PENDING', 'is', String(hours)],
    ],
    [
      {
        field: 'notification_user',
        value: ['requester_id', '[#{{ticket.id}}] {{ticket.title}}', REMINDER],
      },
    ],
  )

/**
 * What many desks want, to be switched on by those who do. Without the first, solved tickets are closed when the desk's
 * setting says (28 days): one mechanism is at work, unless somebody chooses the earlier one.
 */
export const STANDARD_AUTOMATIONS: readonly {
  readonly kind: string
  readonly id: Id
  readonly body: JsonObject
}[] = [
  automation(
    1,
    'Close ticket 4 days after status is set to solved',
    [
      ['status', 'is', 'solved'],
      ['SOLVED', 'greater_than', '96'],
    ],
    [{ field: 'status', value: 'closed' }],
  ),
  remindAfter(2, 'Pending notification 24 hours', 24),
  remindAfter(3, 'Pending notification 5 days', 120),
]
