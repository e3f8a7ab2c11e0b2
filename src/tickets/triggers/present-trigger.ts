import { Type } from 'typebox'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import type { Presenting } from '../presenting.ts'
import { presentRule, ruleProperties } from '../rule-documents/present-rule.ts'
import { categoryIdOf } from './trigger-noun.ts'

export const Trigger = Type.Object({
  ...ruleProperties,
  description: Type.Union([Type.String(), Type.Null()]),
  category_id: Type.String(),
})

export const presentTrigger = (document: PolicyDocument, presenting: Presenting) => ({
  ...presentRule(document, 'triggers', presenting),
  description: typeof document.body.description === 'string' ? document.body.description : null,
  category_id: categoryIdOf(document.body),
})
