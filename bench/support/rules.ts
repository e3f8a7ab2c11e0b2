import type { Json, JsonObject } from '../../src/kernel/index.ts'

/** Of seven kinds by turns: what desks ask for most. */
const clauses = (i: number): Json[] =>
  [
    [{ field: 'group_id', operator: 'is', value: String(9000 + i) }],
    [{ field: 'current_tags', operator: 'includes', value: `topic_${i} area_${i}` }],
    [{ field: 'subject_includes_word', operator: 'includes', value: `outage${i} breach${i}` }],
    [{ field: 'comment_includes_word', operator: 'includes', value: `refund${i} invoice${i}` }],
    [{ field: 'requester_role', operator: 'is', value: 'agent' }],
    [{ field: 'organization_id', operator: 'is', value: String(8000 + i) }],
    [
      { field: 'status', operator: 'value', value: 'solved' },
      { field: 'priority', operator: 'is', value: 'urgent' },
    ],
  ][i % 7] ?? []

/** Bodies of triggers as a desk has them beside the standard ones: half for new tickets, few of which ever match. */
export const realisticTriggers = (count: number): JsonObject[] =>
  Array.from({ length: count }, (_, i) => ({
    title: `Rule ${i}`,
    position: 100 + i,
    conditions: {
      all: [{ field: 'update_type', operator: 'is', value: i % 2 ? 'Create' : 'Change' }, ...clauses(i)],
      any: [],
    },
    actions: [{ field: 'current_tags', value: `touched_${i}` }],
  }))
