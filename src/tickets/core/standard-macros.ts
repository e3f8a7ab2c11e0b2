import type { Id, Json, JsonObject } from '../../kernel/index.ts'

type Action = readonly [field: string, value: string]

const macro = (
  id: Id,
  title: string,
  description: string,
  actions: readonly Action[],
): { readonly kind: string; readonly id: Id; readonly body: JsonObject } => ({
  kind: 'macro',
  id,
  body: {
    title,
    description,
    active: true,
    default: true,
    position: id,
    actions: actions.map(([field, value]): Json => ({ field, value })),
    restriction: null,
    owner_id: null,
    approved_by: null,
    approved_at: null,
  },
})

const HELLO = 'Hello {{ticket.requester.first_name}},'

/** The macros of a new desk, to begin with and to learn from. */
export const STANDARD_MACROS = [
  macro(1, 'Take it!', 'Assigns the ticket to oneself', [['assignee_id', 'current_user']]),
  macro(2, 'Close and redirect to topics', 'Solves it and points to the help centre', [
    ['status', 'solved'],
    [
      'comment_value',
      `${HELLO}\n\nthank you for your request. What you ask is answered in our help centre. If that does not help, simply reply to this message, and we take it up again.\n\n{{current_user.name}}`,
    ],
  ]),
  macro(3, 'Customer not responding', 'Solves what nobody answers any more', [
    ['status', 'solved'],
    [
      'comment_value',
      `${HELLO}\n\nwe have not heard from you for a while, so we take request {{ticket.id}} for solved. If there is more to do, simply reply to this message.\n\n{{current_user.name}}`,
    ],
  ]),
  macro(4, 'Downgrade and inform', 'Lowers the priority and says so', [
    ['priority', 'low'],
    [
      'comment_value',
      `${HELLO}\n\nat the moment we have many requests, so yours may take us longer than usual. We have not forgotten it.\n\n{{current_user.name}}`,
    ],
  ]),
  macro(5, 'Questions::Ask for details', 'What we need to look into a fault', [
    ['status', 'pending'],
    [
      'comment_value',
      `${HELLO}\n\nso that we can look into this, please tell us:\n\n- what you did, and what you expected\n- what happened instead, with the exact message\n- since when, and how often\n\n{{current_user.name}}`,
    ],
  ]),
]
