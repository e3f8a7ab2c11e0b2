import { type Static, Type } from 'typebox'
import { invalidField, parseId, Refused } from '../../kernel/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { editingPolicy } from '../policy-edit.ts'
import { presentingOf } from '../presenting.ts'
import type { Room } from '../room.ts'
import { changeRules } from '../rule-documents/edit.ts'
import { writeOf } from '../rule-documents/routes.ts'
import { changeCategories } from './categories.ts'
import { Category, Position, presentCategory } from './categories-api.ts'
import { presentTrigger, Trigger } from './present-trigger.ts'
import { manyTriggers, TRIGGERS } from './trigger-noun.ts'

const MAX_ITEMS = 1000
const Key = Type.Union([Type.Integer(), Type.String({ maxLength: 20 })])
const Body = Type.Object({
  job: Type.Object({
    action: Type.String({ maxLength: 20 }),
    items: Type.Object({
      trigger_categories: Type.Optional(
        Type.Array(Type.Object({ id: Key, position: Position }), { maxItems: MAX_ITEMS }),
      ),
      triggers: Type.Optional(Type.Array(Type.Object({ id: Key, ...manyTriggers }), { maxItems: MAX_ITEMS })),
    }),
  }),
})
type Job = Static<typeof Body>['job']

/** Moves categories, and triggers into and within them, at one stroke: all of it, or nothing. */
export const batchRoute = (room: Room): Route =>
  route({
    ...writeOf('trigger_categories'),
    method: 'POST',
    path: '/api/v2/trigger_categories/jobs',
    operation: 'BatchOperateTriggerCategories',
    summary: 'Move categories and triggers, as one change',
    body: Body,
    response: {
      200: Type.Object({
        status: Type.String(),
        errors: Type.Array(Type.Unknown()),
        results: Type.Object({ trigger_categories: Type.Array(Category), triggers: Type.Array(Trigger) }),
      }),
    },
    handler: async (request) => {
      const { action, items } = request.body.job
      if (action !== 'patch') throw new Refused(invalidField('action', 'Action: must be patch'))
      const done = await editingPolicy(room, request, 'move triggers and categories', async (editing) => ({
        categories: await changeCategories(
          editing,
          changesOf(items.trigger_categories, 'trigger_categories'),
        ),
        triggers: await changeRules(editing, TRIGGERS, changesOf(items.triggers, 'triggers')),
      }))
      const presenting = await presentingOf(room, request)
      const results = {
        trigger_categories: done.categories.map(presentCategory(presenting)),
        triggers: done.triggers.map((trigger) => presentTrigger(trigger, presenting)),
      }
      return { body: { status: 'complete', errors: [], results } }
    },
  })

type Item = NonNullable<Job['items']['triggers'] | Job['items']['trigger_categories']>[number]

const changesOf = <T extends Item>(items: readonly T[] = [], field: string) =>
  items.map((input) => {
    const id = parseId(String(input.id))
    if (id === undefined)
      throw new Refused(invalidField(field, `${field}: ${JSON.stringify(input.id)} is no id`))
    return { id, input }
  })
