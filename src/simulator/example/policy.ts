/**
 * The policy of the simulated organisation, in the shape of GitLab's support: around the clock for what is urgent, five
 * days a week for the rest, by the plan that the customer's organisation has. First replies are owed by contract (SLA),
 * next replies are an aim of our own (SLO).
 * Sources: https://about.gitlab.com/support/definitions/ and https://handbook.gitlab.com/handbook/support/.
 */

type Day = 'sun' | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat'

export type ExampleHoliday = {
  readonly name: string
  readonly start: string
  readonly end?: string
  readonly yearly?: true
}

export type ExampleSchedule = {
  readonly name: string
  readonly timeZone: string
  /** Day by day, from and to on the wall. */
  readonly hours: { readonly [day in Day]?: readonly [from: string, to: string] }
  readonly holidays?: readonly ExampleHoliday[]
}

const ALL_DAY = ['00:00', '24:00'] as const

const weekdays = (from: string, to: string): ExampleSchedule['hours'] => ({
  mon: [from, to],
  tue: [from, to],
  wed: [from, to],
  thu: [from, to],
  fri: [from, to],
})

const NEW_YEAR: ExampleHoliday = { name: "New Year's Day", start: '2024-01-01', yearly: true }
const CHRISTMAS: ExampleHoliday = { name: 'Christmas Day', start: '2024-12-25', yearly: true }

/** The first is the default one. */
export const SCHEDULES: readonly ExampleSchedule[] = [
  {
    // From the Sunday evening on which APAC begins to the Friday on which AMER ends. No holidays: they would lengthen
    // what is owed, so that takes an agreement and not a setting.
    name: '24x5',
    timeZone: 'America/Los_Angeles',
    hours: {
      sun: ['15:00', '24:00'],
      mon: ALL_DAY,
      tue: ALL_DAY,
      wed: ALL_DAY,
      thu: ALL_DAY,
      fri: ['00:00', '17:00'],
    },
  },
  {
    name: '24x7',
    timeZone: 'America/Los_Angeles',
    hours: {
      sun: ALL_DAY,
      mon: ALL_DAY,
      tue: ALL_DAY,
      wed: ALL_DAY,
      thu: ALL_DAY,
      fri: ALL_DAY,
      sat: ALL_DAY,
    },
  },
  // Regions: when their people are there, for hand-overs and for who is asked; no promise counts by them.
  {
    name: 'AMER',
    timeZone: 'America/Los_Angeles',
    hours: weekdays('05:00', '17:00'),
    holidays: [NEW_YEAR, { name: 'Independence Day', start: '2024-07-04', yearly: true }, CHRISTMAS],
  },
  {
    name: 'APAC',
    timeZone: 'Australia/Brisbane',
    hours: weekdays('09:00', '21:00'),
    holidays: [
      NEW_YEAR,
      { name: 'Anzac Day', start: '2024-04-25', yearly: true },
      CHRISTMAS,
      { name: 'Boxing Day', start: '2024-12-26', yearly: true },
    ],
  },
  {
    name: 'EMEA',
    timeZone: 'Europe/Amsterdam',
    hours: weekdays('08:00', '18:00'),
    holidays: [
      NEW_YEAR,
      { name: 'Christmas', start: '2024-12-25', end: '2024-12-26', yearly: true },
      { name: 'Easter Monday', start: '2026-04-06' },
      { name: 'Easter Monday', start: '2027-03-29' },
    ],
  },
]

/** Plans by rank: an organisation with several has the first of these. */
const PLANS = [
  ['Ultimate', 'ultimate'],
  ['Gold', 'gold'],
  ['Premium', 'premium'],
  ['Silver', 'silver'],
  ['Starter', 'starter'],
  ['Consumption Only', 'consumption_only'],
  ['Custom', 'custom'],
  ['Trial', 'trial'],
  ['Community', 'community'],
  ['Expired', 'expired'],
] as const

export type ExampleField = {
  readonly key: string
  readonly title: string
  readonly description: string
} & (
  | { readonly type: 'dropdown'; readonly options: readonly (readonly [name: string, value: string])[] }
  | { readonly type: 'checkbox'; readonly tag: string }
)

/** What an organisation's entitlement is read from. Options and ticked boxes are tags of the organisation, too. */
export const ORGANIZATION_FIELDS: readonly ExampleField[] = [
  {
    key: 'support_level',
    type: 'dropdown',
    title: 'Support level',
    description: 'The highest plan that the organisation has',
    options: PLANS,
  },
  {
    key: 'success_signature',
    type: 'checkbox',
    title: 'Success Signature',
    description: 'Add-on: first replies of high priority on weekends, too',
    tag: 'success_signature',
  },
  {
    key: 'support_hold',
    type: 'checkbox',
    title: 'Support hold',
    description: 'No promises as long as it is ticked',
    tag: 'support_hold',
  },
]

const HOUR = 60

export type ExampleTarget = {
  readonly priority: 'low' | 'normal' | 'high' | 'urgent'
  readonly metric: 'first_reply_time' | 'next_reply_time'
  readonly minutes: number
  readonly hours: '24x7' | '24x5'
  readonly commitment: 'contract' | 'objective'
}

/** Priority, first reply, next reply, both in minutes, and the hours in which they count. */
const PROMISES = [
  ['urgent', 30, 4 * HOUR, '24x7'],
  ['high', 4 * HOUR, 4 * HOUR, '24x5'],
  ['normal', 8 * HOUR, 24 * HOUR, '24x5'],
  ['low', 24 * HOUR, 24 * HOUR, '24x5'],
] as const

const PRIORITY_SUPPORT: readonly ExampleTarget[] = PROMISES.flatMap(([priority, first, next, hours]) => [
  { priority, metric: 'first_reply_time', minutes: first, hours, commitment: 'contract' } as const,
  { priority, metric: 'next_reply_time', minutes: next, hours, commitment: 'objective' } as const,
])

const WEEKEND_COVER = PRIORITY_SUPPORT.map((target) =>
  target.priority === 'high' && target.metric === 'first_reply_time'
    ? ({ ...target, hours: '24x7' } as const)
    : target,
)

/** By the next business day, whatever the priority. */
const NEXT_BUSINESS_DAY: readonly ExampleTarget[] = PROMISES.map(([priority]) => ({
  priority,
  metric: 'first_reply_time',
  minutes: 24 * HOUR,
  hours: '24x5',
  commitment: 'contract',
}))

export type ExamplePolicy = {
  readonly title: string
  readonly description: string
  /** Plans that have it. */
  readonly plans: readonly string[]
  /** An add-on that is needed besides: the key of a checkbox. */
  readonly addOn?: string
  readonly targets: readonly ExampleTarget[]
}

const PRIORITY_PLANS = ['ultimate', 'gold', 'premium', 'silver']

/** The first that matches holds. Trials, community, expired plans and organisations on hold have no promise. */
export const POLICIES: readonly ExamplePolicy[] = [
  {
    title: 'Priority support with weekend cover',
    description: 'Ultimate and Premium with Success Signature: high priority is answered on weekends, too',
    plans: PRIORITY_PLANS,
    addOn: 'success_signature',
    targets: WEEKEND_COVER,
  },
  {
    title: 'Priority support',
    description: 'Ultimate and Premium, and Gold and Silver as they were called before',
    plans: PRIORITY_PLANS,
    targets: PRIORITY_SUPPORT,
  },
  {
    title: 'Standard support',
    description: 'Starter, which is no longer sold: a first reply by the next business day',
    plans: ['starter'],
    targets: NEXT_BUSINESS_DAY,
  },
]
