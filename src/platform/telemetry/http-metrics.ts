import { Histogram, type Registry } from 'prom-client'

const BUCKETS_S = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

export type HttpMetrics = {
  /** Counts one answered request; `route` is its pattern, never its path, so that the series stay few. */
  observe(method: string, route: string, status: number, elapsedMs: number): void
}

/** `http_request_duration_seconds{method, route, status}`, of which the counts of requests and errors follow. */
export const httpMetrics = (registry: Registry): HttpMetrics => {
  const known = registry.getSingleMetric('http_request_duration_seconds')
  const histogram =
    (known as Histogram<'method' | 'route' | 'status'> | undefined) ??
    new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the request to the end of its reply',
      labelNames: ['method', 'route', 'status'],
      buckets: BUCKETS_S,
      registers: [registry],
    })
  const series = new Map<string, Histogram.Internal<'method' | 'route' | 'status'>>()
  return {
    observe: (method, route, status, elapsedMs) => {
      const key = `${status}${method}${route}`
      let bound = series.get(key)
      if (bound === undefined) {
        bound = histogram.labels(method, route, String(status))
        series.set(key, bound)
      }
      bound.observe(elapsedMs / 1000)
    },
  }
}
