import type { DeskValues, Named } from '../../rules/core/index.ts'
import { type Action, type Clause, type Conditions, neverFires } from '../../rules/core/index.ts'
import type { ReadRule } from './rule-input.ts'

/** What of a rule does nothing, or more than its author may think: sentences without anybody's words. */
export const warningsOf = (
  kind: 'trigger' | 'automation',
  { conditions, actions }: ReadRule,
  desk: Pick<DeskValues, 'groups' | 'webhooks' | 'targets' | 'brands' | 'forms' | 'statuses' | 'schedules'>,
): readonly string[] => [
  ...neverFires(conditions, kind).map(({ message }) => message),
  ...(kind === 'trigger' && isAlways(conditions) ? actions.flatMap(mailsAlways) : []),
  ...actions.flatMap((action, index) => unknownIn(action, index, desk)),
]

/** Conditions by which a trigger tells updates apart: who made them, what they changed, whether somebody said something. */
const TELLING =
  /^(update_type|comment_|current_via_id|role$|attachment$|sla_breached|sla_warning|due_date_passed|next_update_)/

const isAlways = ({ all, any }: Conditions): boolean =>
  !all.some(tells) && (any.length === 0 || !any.every(tells))

const tells = ({ field, operator }: Clause): boolean =>
  TELLING.test(field.name) || operator.includes('changed') || operator.includes('value')

const mailsAlways = (action: Action, index: number): string[] => {
  if (action.kind !== 'notify') return []
  const { recipients } = action
  const isCustomer =
    recipients.kind === 'requester_and_ccs' ||
    (recipients.kind === 'person' && recipients.who === 'requester_id')
  return isCustomer
    ? [
        `actions[${index}] writes to the requester at every update, those of rules among them: ask for update_type, comment_is_public or a change`,
      ]
    : []
}

const unknownIn = (
  action: Action,
  index: number,
  desk: Parameters<typeof warningsOf>[2],
): readonly string[] => {
  const missing = (list: readonly Named[], id: number | string | null, noun: string): string[] =>
    id === null || list.some((one) => String(one.id) === String(id))
      ? []
      : [`actions[${index}] names ${noun} ${id}, which is not there or out of use`]
  switch (action.kind) {
    case 'group':
      return missing(desk.groups, action.id, 'the group')
    case 'brand':
      return missing(desk.brands, action.id, 'the brand')
    case 'form':
      return missing(desk.forms, action.id, 'the form')
    case 'custom_status':
      return missing(desk.statuses, action.id, 'the status')
    case 'schedule':
      return missing(desk.schedules, action.id, 'the schedule')
    case 'webhook':
      return missing([...desk.webhooks], action.webhookId, 'the webhook')
    case 'target':
      return missing(desk.targets, action.targetId, 'the target')
    case 'notify':
      return action.recipients.kind === 'group'
        ? missing(desk.groups, action.recipients.groupId, 'the group')
        : []
    default:
      return []
  }
}
