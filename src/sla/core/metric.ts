/** What a target can be set on, in the order in which answers list them. */
export const METRICS = [
  'first_reply_time',
  'next_reply_time',
  'periodic_update_time',
  'pausable_update_time',
  'requester_wait_time',
  'agent_work_time',
  'total_resolution_time',
  'group_ownership_time',
] as const
export type Metric = (typeof METRICS)[number]

export const STATUSES = ['new', 'open', 'pending', 'hold', 'solved', 'closed'] as const
export type Status = (typeof STATUSES)[number]

/** The statuses in which a ticket waits for something; time in them is what clocks and metrics count. */
export const UNSOLVED = ['new', 'open', 'pending', 'hold'] as const
export type Unsolved = (typeof UNSOLVED)[number]

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const
export type Priority = (typeof PRIORITIES)[number]

/** In which statuses a started clock runs; in the other unsolved ones it is paused. */
export const RUNS_IN: { readonly [metric in Metric]: readonly Unsolved[] } = {
  first_reply_time: UNSOLVED,
  next_reply_time: UNSOLVED,
  periodic_update_time: UNSOLVED,
  pausable_update_time: ['new', 'open', 'hold'],
  requester_wait_time: ['new', 'open', 'hold'],
  agent_work_time: ['new', 'open'],
  total_resolution_time: UNSOLVED,
  group_ownership_time: UNSOLVED,
}

/** Clocks that start with the ticket, once; a reopened ticket goes on with the time they had. */
export const LIFELONG = ['requester_wait_time', 'agent_work_time', 'total_resolution_time'] as const

/** What metric events call the metrics. */
export const EVENT_METRICS = [
  'reply_time',
  'periodic_update_time',
  'pausable_update_time',
  'requester_wait_time',
  'agent_work_time',
  'resolution_time',
  'group_ownership_time',
] as const
export type EventMetric = (typeof EVENT_METRICS)[number]

/** First and next replies are one metric on the wire: instance 1 is the first reply, the next replies follow from 2. */
export const eventNames = (metric: Metric, instance: number): { metric: EventMetric; instance: number } => {
  if (metric === 'first_reply_time') return { metric: 'reply_time', instance }
  if (metric === 'next_reply_time') return { metric: 'reply_time', instance: instance + 1 }
  return { metric: metric === 'total_resolution_time' ? 'resolution_time' : metric, instance }
}

/** What policies call the metric of an event: the way back. */
export const policyMetric = (
  metric: EventMetric,
  instance: number,
): { readonly metric: Metric; readonly instance: number } => {
  if (metric === 'resolution_time') return { metric: 'total_resolution_time', instance }
  if (metric !== 'reply_time') return { metric, instance }
  return instance < 2
    ? { metric: 'first_reply_time', instance }
    : { metric: 'next_reply_time', instance: instance - 1 }
}

export const isUnsolved = (status: Status): status is Unsolved => status !== 'solved' && status !== 'closed'

export const runsIn = (metric: Metric, status: Status): boolean =>
  isUnsolved(status) && RUNS_IN[metric].includes(status)
