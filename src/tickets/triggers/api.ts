import type { Route } from '../../platform/http/index.ts'
import type { Room } from '../room.ts'
import { type RuleWire, ruleRoutes } from '../rule-documents/routes.ts'
import { batchRoute } from './batch.ts'
import { categoryRoutes } from './categories-api.ts'
import { presentTrigger, Trigger } from './present-trigger.ts'
import { revisionRoutes } from './revisions-api.ts'
import { manyTriggers, TRIGGERS, TriggerInput } from './trigger-noun.ts'

const WIRE: RuleWire<TriggerInput> = {
  noun: TRIGGERS,
  one: 'trigger',
  many: 'triggers',
  name: 'Trigger',
  Shown: Trigger,
  Input: TriggerInput,
  ManyInput: manyTriggers,
  present: presentTrigger,
}

/** Rules that follow each update of a ticket, and the categories in which they stand. */
export const triggerRoutes = (room: Room): Route[] => [
  ...ruleRoutes(room, WIRE),
  ...revisionRoutes(room),
  batchRoute(room),
  ...categoryRoutes(room),
]
