import type { Id, Json, JsonObject } from '../../kernel/index.ts'

type Clause = readonly [field: string, operator: string, value: string | null]

const trigger = (
  id: Id,
  title: string,
  description: string,
  clauses: readonly Clause[],
  action: { readonly field: string; readonly value: readonly string[] },
  active = true,
): { readonly kind: string; readonly id: Id; readonly body: JsonObject } => ({
  kind: 'trigger',
  id,
  body: {
    title,
    description,
    active,
    position: id,
    category_id: null,
    conditions: {
      all: clauses.map(([field, operator, value]): Json => ({ field, operator, value })),
      any: [],
    },
    actions: [{ field: action.field, value: action.value }],
  },
})

const REQUEST_TITLE = '{% if ticket.title %}: {{ticket.title}}{% endif %}'
const TICKET_TITLE = '[#{{ticket.id}}] {{ticket.title}}'

const RECEIVED = `Hello,

thank you for getting in touch. Your request is with us as number {{ticket.id}}, and one of us will look into it.

Would you like to add something? Simply reply to this message.

{{ticket.public_comments_formatted}}

{{ticket.account}}`

const UPDATED = `Hello,

there is news about your request number {{ticket.id}}. To answer, simply reply to this message.

{{ticket.public_comments_formatted}}

{{ticket.account}}`

/** What an agent needs at a glance, then the conversation. */
const forAgents = (news: string): string => `${news}

{{ticket.title}}

Requester: {{ticket.requester.name}}{% if ticket.organization.name %} ({{ticket.organization.name}}){% endif %}
Status: {{ticket.status}}{% if ticket.priority %}
Priority: {{ticket.priority}}{% endif %}{% if ticket.group.name %}
Group: {{ticket.group.name}}{% endif %}{% if ticket.assignee.name %}
Assignee: {{ticket.assignee.name}}{% endif %}

{{ticket.comments_formatted}}`

/** The triggers of a new desk: everyone concerned hears of a ticket, and nobody hears their own words back. */
export const STANDARD_TRIGGERS = [
  trigger(
    1,
    'Notify requester and CCs of received request',
    'Tells whoever asks that we have it.',
    [
      ['update_type', 'is', 'Create'],
      ['status', 'is_not', 'solved'],
      ['ticket_is_public', 'is', 'public'],
    ],
    {
      field: 'notification_user',
      value: ['requester_and_ccs', `Request {{ticket.id}} received${REQUEST_TITLE}`, RECEIVED],
    },
  ),
  trigger(
    2,
    'Notify requester and CCs of comment update',
    'Carries public comments to the requester and to everyone in copy, except to their author.',
    [
      ['update_type', 'is', 'Change'],
      ['comment_is_public', 'is', 'true'],
    ],
    {
      field: 'notification_user',
      value: ['requester_and_ccs', `Update on request {{ticket.id}}${REQUEST_TITLE}`, UPDATED],
    },
  ),
  trigger(
    3,
    'Notify assignee of assignment',
    'Tells agents what has become theirs, unless they took it themselves.',
    [
      ['assignee_id', 'changed', null],
      ['assignee_id', 'is_not', 'current_user'],
    ],
    {
      field: 'notification_user',
      value: ['assignee_id', TICKET_TITLE, forAgents('Ticket {{ticket.id}} has been assigned to you.')],
    },
  ),
  trigger(
    4,
    'Notify assignee of comment update',
    'Tells the assignee what others write on their ticket.',
    [
      ['update_type', 'is', 'Change'],
      ['comment_is_public', 'is', 'not_relevant'],
      ['assignee_id', 'is_not', 'current_user'],
      ['assignee_id', 'not_changed', null],
    ],
    {
      field: 'notification_user',
      value: ['assignee_id', TICKET_TITLE, forAgents('Ticket {{ticket.id}} has a new comment.')],
    },
  ),
  trigger(
    5,
    'Notify group of assignment',
    'Tells a group of a ticket that nobody in it has taken yet.',
    [
      ['group_id', 'changed', null],
      ['group_id', 'is_not', ''],
      ['assignee_id', 'is', ''],
    ],
    {
      field: 'notification_group',
      value: [
        'group_id',
        TICKET_TITLE,
        forAgents('Ticket {{ticket.id}} is waiting in your group {{ticket.group.name}}.'),
      ],
    },
  ),
  trigger(
    6,
    'Notify all agents of received request',
    'Tells every agent of every new ticket: for small teams. Off until somebody wants it.',
    [['update_type', 'is', 'Create']],
    {
      field: 'notification_user',
      value: ['all_agents', TICKET_TITLE, forAgents('Ticket {{ticket.id}} has just come in.')],
    },
    false,
  ),
  trigger(
    7,
    'Remind assignee of promised update',
    'Tells the assignee that a customer is about to wait in vain.',
    [
      ['next_update_due_soon', 'is', 'true'],
      ['assignee_id', 'is_not', ''],
    ],
    {
      field: 'notification_user',
      value: [
        'assignee_id',
        TICKET_TITLE,
        forAgents('The customer of ticket {{ticket.id}} was promised to hear from you soon.'),
      ],
    },
  ),
]
