import type { FieldSpec } from './condition.ts'
import type { DueFacts, Facts } from './facts.ts'
import { EQUALITY, question } from './kinds.ts'

const METRICS = [
  'first_reply_time',
  'next_reply_time',
  'periodic_update_time',
  'pausable_update_time',
  'requester_wait_time',
  'agent_work_time',
  'total_resolution_time',
  'group_ownership_time',
]

const common = { places: ['trigger'], operators: EQUALITY, isImplied: true, cost: 0 } as const

/** Whether this moved clocks: `any`, or that of one metric. */
const clocks = (name: string, read: (due: DueFacts) => readonly string[]): FieldSpec => {
  const moved = ({ update }: Facts): readonly string[] => (update.due ? read(update.due) : [])
  const answers = METRICS.map((metric) => [metric, (facts: Facts) => moved(facts).includes(metric)] as const)
  return question({
    ...common,
    name,
    blank: 'any',
    answers: { any: (facts) => moved(facts).length > 0, ...Object.fromEntries(answers) },
  })
}

/** Whether a promised update is due soon, or was missed. */
const nextUpdate = (name: string, what: 'due_soon' | 'missed'): FieldSpec => {
  const is = ({ update }: Facts): boolean => update.due?.nextUpdate?.includes(what) === true
  return question({ ...common, name, blank: 'true', answers: { true: is, false: (facts) => !is(facts) } })
}

const isPastDueDate = ({ update }: Facts): boolean => update.due?.isPastDueDate === true

/** Ours: what fell due by an update. Rules elsewhere ask for the age of a state instead, once an hour. */
export const DUE_ENTRIES: readonly FieldSpec[] = [
  clocks('sla_breached', ({ breached }) => breached),
  clocks('sla_warning', ({ warned }) => warned),
  question({
    ...common,
    name: 'due_date_passed',
    blank: 'true',
    answers: { true: isPastDueDate, false: (facts) => !isPastDueDate(facts) },
  }),
  nextUpdate('next_update_due_soon', 'due_soon'),
  nextUpdate('next_update_missed', 'missed'),
]

/** When time alone moves a ticket, only triggers with one of these fields are looked at. */
export const DUE_FIELDS: ReadonlySet<string> = new Set(DUE_ENTRIES.map(({ name }) => name))
