import type { Histogram, Registry } from 'prom-client'

const NAME = 'http_request_duration_seconds'
const HELP = 'Time from the request to its reply'
const LIMITS_S = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

export type HttpMetrics = {
  /** Counts one answered request; `route` is its pattern, never its path, so that the series stay few. */
  observe(method: string, route: string, status: number, elapsedMs: number): void
}

/** Counts of one method, route and status, by the first limit that the time stayed under. */
type Series = {
  readonly labels: { readonly method: string; readonly route: string; readonly status: string }
  readonly counts: number[]
  sumSeconds: number
}

type Value = { labels: Record<string, string | number>; metricName: string; value: number }

const known = new WeakMap<Registry, HttpMetrics>()

/**
 * `http_request_duration_seconds{method, route, status}`, of which the counts of requests and errors follow. Counted
 * here and shown through the registry: prom-client hashes the labels at every observation, which cost a request more
 * than its routing.
 */
export const httpMetrics = (registry: Registry): HttpMetrics => {
  const existing = known.get(registry)
  if (existing !== undefined) return existing
  const series = new Map<string, Series>()
  const metric = {
    name: NAME,
    help: HELP,
    type: 'histogram',
    aggregator: 'sum',
    get: async () => ({
      name: NAME,
      help: HELP,
      type: 'histogram',
      aggregator: 'sum',
      values: [...series.values()].flatMap(valuesOf),
    }),
    reset: () => series.clear(),
  }
  registry.registerMetric(metric as unknown as Histogram)
  const metrics: HttpMetrics = {
    observe: (method, route, status, elapsedMs) => {
      const key = `${status}${method}${route}`
      const entry = series.get(key) ?? added(series, key, { method, route, status: String(status) })
      const seconds = elapsedMs / 1000
      entry.sumSeconds += seconds
      entry.counts[slotOf(seconds)]! += 1
    },
  }
  known.set(registry, metrics)
  return metrics
}

const added = (series: Map<string, Series>, key: string, labels: Series['labels']): Series => {
  const entry: Series = { labels, counts: Array<number>(LIMITS_S.length + 1).fill(0), sumSeconds: 0 }
  series.set(key, entry)
  return entry
}

const slotOf = (seconds: number): number => {
  let slot = 0
  while (slot < LIMITS_S.length && seconds > LIMITS_S[slot]!) slot += 1
  return slot
}

/** Prometheus' buckets are cumulative. */
const valuesOf = ({ labels, counts, sumSeconds }: Series): Value[] => {
  let total = 0
  const buckets = counts.map((count, slot): Value => {
    total += count
    return { labels: { le: LIMITS_S[slot] ?? '+Inf', ...labels }, metricName: `${NAME}_bucket`, value: total }
  })
  return [
    ...buckets,
    { labels, metricName: `${NAME}_sum`, value: sumSeconds },
    { labels, metricName: `${NAME}_count`, value: total },
  ]
}
