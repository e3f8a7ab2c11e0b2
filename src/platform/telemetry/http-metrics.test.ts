import { expect, test } from 'vitest'
import { createRegistry, httpMetrics } from './index.ts'

test('times are shown as a Prometheus histogram, cumulative, a series a route and status', async () => {
  const registry = createRegistry()
  const { observe } = httpMetrics(registry)
  for (const ms of [1, 2, 30, 11_000]) observe('GET', '/api/v2/tickets/:id', 200, ms)
  observe('GET', '/api/v2/tickets/:id', 404, 1)
  const lines = (await registry.metrics()).split('\n')
  const at = (name: string, labels: string): string | undefined =>
    lines
      .find((line) => line.startsWith(`http_request_duration_seconds_${name}{${labels}}`))
      ?.split(' ')
      .at(-1)
  const ok = 'method="GET",route="/api/v2/tickets/:id",status="200"'
  expect(lines).toContain('# TYPE http_request_duration_seconds histogram')
  expect(at('bucket', `le="0.002",${ok}`)).toBe('2')
  expect(at('bucket', `le="0.025",${ok}`)).toBe('2')
  expect(at('bucket', `le="0.05",${ok}`)).toBe('3')
  expect(at('bucket', `le="10",${ok}`)).toBe('3')
  expect(at('bucket', `le="+Inf",${ok}`)).toBe('4')
  expect(at('count', ok)).toBe('4')
  expect(Number(at('sum', ok))).toBeCloseTo(11.033)
  expect(at('count', ok.replace('200', '404'))).toBe('1')
})

test('two servers on one registry share the metric', async () => {
  const registry = createRegistry()
  httpMetrics(registry).observe('GET', '/a', 200, 1)
  httpMetrics(registry).observe('GET', '/a', 200, 1)
  expect(await registry.metrics()).toContain(
    'http_request_duration_seconds_count{method="GET",route="/a",status="200"} 2',
  )
})
