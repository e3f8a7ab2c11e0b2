import { AGENTS, MANAGERS } from './principals.ts'
import { type Family, MISSING, NO_ID, type Row, type Things } from './table.ts'

/** Every desk comes with a first trigger, automation and category, as 1. */
const first: Things = {
  names: ['first', MISSING],
  params: (_world, name) => ({ id: name === 'first' ? 1 : NO_ID }),
  sees: (_principal, name) => name === 'first',
}

/** Agents read rules; who runs the desk changes them. */
const ruleRows = (noun: 'Trigger' | 'Automation', rule: object): Record<string, Row> => {
  const one = noun.toLowerCase()
  const read: Row = { may: AGENTS, status: 200 }
  const write: Row = { may: MANAGERS, status: 200 }
  return {
    [`List${noun}s`]: read,
    [`ListActive${noun}s`]: read,
    [`Search${noun}s`]: { ...read, query: '?query=x' },
    [`List${noun}ActionConditionDefinitions`]: read,
    [`Show${noun}`]: { ...read, things: first },
    [`Create${noun}`]: { ...write, status: 201, body: { [one]: rule } },
    [`Update${noun}`]: { ...write, things: first, body: { [one]: { title: 'Renamed' } } },
    [`Delete${noun}`]: { ...write, status: 204, things: first },
    [`Clone${noun}`]: { ...write, status: 201, things: first, body: {} },
    [`UpdateMany${noun}s`]: { ...write, body: { [`${one}s`]: [{ id: 1, position: 7 }] } },
    [`Reorder${noun}s`]: { ...write, body: { [`${one}_ids`]: [1] } },
    [`BulkDelete${noun}s`]: { ...write, status: 204, query: '?ids=2' },
  }
}

const PRIORITY = [{ field: 'priority', value: 'high' }]
const trigger = {
  title: 'New',
  all: [{ field: 'update_type', operator: 'is', value: 'Create' }],
  actions: PRIORITY,
}
const automation = {
  title: 'New',
  all: [
    { field: 'status', operator: 'is', value: 'open' },
    { field: 'OPEN', operator: 'is', value: '24' },
  ],
  actions: PRIORITY,
}
const category = { trigger_category: { name: 'New' } }

export const ruleFamilies: readonly Family[] = [
  {
    scope: 'triggers',
    rows: {
      ...ruleRows('Trigger', trigger),
      ListTriggerRevisions: { may: AGENTS, status: 200, things: first },
      TriggerRevision: {
        may: AGENTS,
        status: 200,
        things: {
          names: [MISSING],
          params: () => ({ id: NO_ID, revision_id: 1 }),
          sees: () => false,
        },
      },
    },
  },
  { scope: 'automations', rows: ruleRows('Automation', automation) },
  {
    scope: 'trigger_categories',
    rows: {
      ListTriggerCategories: { may: AGENTS, status: 200 },
      ShowTriggerCategoryById: { may: AGENTS, status: 200, things: first },
      CreateTriggerCategory: { may: MANAGERS, status: 201, body: category },
      UpdateTriggerCategory: { may: MANAGERS, status: 200, things: first, body: category },
      // It holds the triggers that a desk comes with.
      DeleteTriggerCategory: { may: MANAGERS, status: 422, things: first },
      BatchOperateTriggerCategories: {
        may: MANAGERS,
        status: 200,
        body: { job: { action: 'patch', items: { triggers: [{ id: 1, active: false }] } } },
      },
    },
  },
]
