import { collectDefaultMetrics, Registry } from 'prom-client'

/** An empty registry: each process has one, each test its own. */
export const createRegistry = (): Registry => new Registry()

/** CPU, memory, event loop, garbage collection and open handles of this process. Once a registry. */
export const processMetrics = (registry: Registry): void => {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 })
}
