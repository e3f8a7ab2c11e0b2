export { type HttpMetrics, httpMetrics } from './http-metrics.ts'
export { createRegistry, processMetrics } from './metrics.ts'
