import { Type } from 'typebox'
import type { Route } from '../../platform/http/index.ts'
import type { Room } from '../room.ts'
import { presentRule, ruleProperties } from '../rule-documents/present-rule.ts'
import { type RuleWire, ruleRoutes } from '../rule-documents/routes.ts'
import { AUTOMATIONS, AutomationInput, manyAutomations } from './automation-noun.ts'

const WIRE: RuleWire<AutomationInput> = {
  noun: AUTOMATIONS,
  one: 'automation',
  many: 'automations',
  name: 'Automation',
  Shown: Type.Object({ ...ruleProperties, once_per_ticket: Type.Boolean() }),
  Input: AutomationInput,
  ManyInput: manyAutomations,
  present: (document, presenting) => ({
    ...presentRule(document, 'automations', presenting),
    once_per_ticket: document.body.once_per_ticket === true,
  }),
}

/** Rules that follow time: what is done to tickets when their conditions come true by themselves. */
export const automationRoutes = (room: Room): Route[] => ruleRoutes(room, WIRE)
