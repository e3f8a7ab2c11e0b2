import { answerClocksLine } from '../clocks-lines.ts'

export type ClockAnswer = {
  metric: string
  instance: number
  policy: string
  target: number
  business_hours: boolean
  state: string
  started_at: string
  breach_at: string | null
  breached_at: string | null
  fulfilled_at: string | null
  elapsed_minutes: number
}
export type EventAnswer = {
  metric: string
  instance: number
  type: string
  time: string
  deleted?: true
  sla?: { target: number; policy: string }
  status?: { calendar: number; business: number }
}
export type Answer = {
  metrics: { [name: string]: unknown }
  clocks: ClockAnswer[]
  events: EventAnswer[]
  error?: string
}

/** The answer to one case, through the very line that people write. */
export const ask = (given: object): Answer => JSON.parse(answerClocksLine(JSON.stringify(given))) as Answer

/** A moment of the week of the tests: `mon 09:00` is 2026-03-02T09:00:00Z. */
export const at = (text: string): string => {
  const [day = '', time = ''] = text.split(' ')
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'mon2', 'tue2']
  const date = 2 + days.indexOf(day)
  return `2026-03-${String(date).padStart(2, '0')}T${time}${time.length === 5 ? ':00' : ''}Z`
}

type By = 'requester' | 'agent' | 'light_agent' | 'other_end_user' | 'system'

/** `entry('mon 09:00', 'agent', { status: 'open' }, 'public')` */
export const entry = (moment: string, by: By, set: object = {}, comment?: 'public' | 'note') => ({
  at: at(moment),
  by,
  set,
  ...(comment ? { comment: { public: comment === 'public' } } : {}),
})

/** A target, in minutes: `target('first_reply_time', 60)`; for normal priority and calendar hours unless it says more. */
export const target = (metric: string, minutes: number, more: object = {}) => ({
  priority: 'normal',
  metric,
  target: minutes,
  business_hours: false,
  ...more,
})

export const policy = (title: string, policy_metrics: object[], more: object = {}) => ({
  title,
  filter: { all: [], any: [] },
  policy_metrics,
  ...more,
})

const day = [['09:00', '17:00']]
export const OFFICE = {
  tz: 'UTC',
  hours: { mon: day, tue: day, wed: day, thu: day, fri: day },
  holidays: [],
}
