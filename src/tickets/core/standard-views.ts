import type { Id, Json, JsonObject } from '../../kernel/index.ts'

type Clause = readonly [field: string, operator: string, value: string]
type Order = readonly [by: string, order: 'asc' | 'desc']

const view = (
  id: Id,
  title: string,
  all: readonly Clause[],
  columns: readonly string[],
  { sort, group }: { readonly sort: Order; readonly group?: Order },
): { readonly kind: string; readonly id: Id; readonly body: JsonObject } => ({
  kind: 'view',
  id,
  body: {
    title,
    active: true,
    default: true,
    position: id,
    conditions: { all: all.map(([field, operator, value]): Json => ({ field, operator, value })), any: [] },
    output: {
      columns: [...columns],
      group_by: group?.[0] ?? null,
      group_order: group?.[1] ?? 'asc',
      sort_by: sort[0],
      sort_order: sort[1],
    },
    restriction: null,
  },
})

const UNSOLVED: Clause = ['status', 'less_than', 'solved']
const MINE: Clause = ['assignee_id', 'is', 'current_user']
const UNASSIGNED: Clause = ['assignee_id', 'is', '']
const OWN_GROUPS: Clause = ['group_id', 'is', 'current_groups']

const PROMISE = ['nice_id', 'description', 'requester', 'priority', 'status', 'sla_next_breach_at', 'updated']
const BY_PROMISE = { sort: ['sla_next_breach_at', 'asc'] } as const
const BY_AGE = { sort: ['created', 'asc'] } as const
const BY_NEWS = { sort: ['updated', 'desc'] } as const

/** The views of a new desk, as agents know them. Suspended and deleted tickets are lists of their own, not views. */
export const STANDARD_VIEWS = [
  view(1, 'Your unsolved tickets', [UNSOLVED, MINE], PROMISE, BY_PROMISE),
  view(2, 'Unassigned tickets', [UNSOLVED, UNASSIGNED], [...PROMISE, 'group'], BY_PROMISE),
  view(3, 'All unsolved tickets', [UNSOLVED], [...PROMISE, 'group', 'assignee'], BY_PROMISE),
  view(
    4,
    'Recently updated tickets',
    [
      ['status', 'less_than', 'closed'],
      ['updated_at', 'less_than', '48'],
    ],
    ['nice_id', 'description', 'requester', 'status', 'group', 'assignee', 'updated'],
    BY_NEWS,
  ),
  view(
    5,
    'New tickets in your groups',
    [['status', 'is', 'new'], OWN_GROUPS],
    ['nice_id', 'description', 'requester', 'priority', 'group', 'created', 'sla_next_breach_at'],
    BY_AGE,
  ),
  view(
    6,
    'Pending tickets',
    [['status', 'is', 'pending']],
    ['nice_id', 'description', 'requester', 'assignee', 'updated', 'updated_requester'],
    BY_NEWS,
  ),
  view(
    7,
    'Recently solved tickets',
    [
      ['status', 'is', 'solved'],
      ['SOLVED', 'less_than', '168'],
    ],
    ['nice_id', 'description', 'requester', 'assignee', 'group', 'solved'],
    { sort: ['solved', 'desc'] },
  ),
  view(8, 'Unsolved tickets in your groups', [UNSOLVED, OWN_GROUPS], [...PROMISE, 'assignee'], {
    ...BY_PROMISE,
    group: ['group', 'asc'],
  }),
]
