import type { Json } from '../../../kernel/index.ts'
import { EVENT_METRICS } from '../metric.ts'
import type { MetricEvent, MetricEventType } from '../state.ts'

/** By their place in stored events: new ones go to the end. */
const TYPES: readonly MetricEventType[] = [
  'measure',
  'activate',
  'pause',
  'fulfill',
  'apply_sla',
  'apply_group_sla',
  'breach',
  'update_status',
]

type Extra = readonly (string | number)[]
type Packed = readonly [
  id: number,
  metric: number,
  instance: number,
  type: number,
  at: number,
  extra?: Extra | null,
  deleted?: 1,
]

/** The short form of the events of one update, in seconds from an instant. */
export const packEvents = (events: readonly MetricEvent[], from: number): Json =>
  events.map((event) => {
    const packed: Json[] = [
      event.id,
      EVENT_METRICS.indexOf(event.metric),
      event.instance,
      TYPES.indexOf(event.type),
      (event.at - from) / 1000,
    ]
    const extra = extraOf(event)
    if (event.deleted) return [...packed, extra, 1]
    return extra ? [...packed, extra] : packed
  })

const extraOf = ({ sla, status }: MetricEvent): (string | number)[] | null => {
  if (sla) return [sla.policyId, sla.policy, sla.targetSeconds, sla.businessHours ? 1 : 0]
  if (status) return [status.calendarMs / 1000, status.businessMs / 1000]
  return null
}

/** The events that were packed. */
export const unpackEvents = (packed: Json, from: number): MetricEvent[] =>
  (packed as unknown as readonly Packed[]).map(([id, metric, instance, place, seconds, extra, deleted]) => {
    const type = TYPES[place]!
    const at = from + Math.round(seconds * 1000)
    const event = { id, metric: EVENT_METRICS[metric]!, instance, type, at, ...readExtra(type, extra) }
    return deleted ? { ...event, deleted: true } : event
  })

const readExtra = (
  type: MetricEventType,
  extra: Extra | null | undefined,
): Pick<MetricEvent, 'sla' | 'status'> => {
  if (!extra) return {}
  if (type === 'update_status') return { status: { calendarMs: ms(extra[0]), businessMs: ms(extra[1]) } }
  const [policyId, policy, targetSeconds, businessHours] = extra
  return {
    sla: {
      policyId: String(policyId),
      policy: String(policy),
      targetSeconds: Number(targetSeconds),
      businessHours: businessHours === 1,
    },
  }
}

const ms = (seconds: unknown): number => Math.round(Number(seconds) * 1000)
