import inventory from '../../docs/api/inventory.json' with { type: 'json' }
import type { Route } from '../../src/platform/http/index.ts'

const PREFIX = '/api/v2'
const TIERS = ['P0', 'P1', 'P2'] as const

type Row = {
  readonly tier: string
  readonly area: string
  readonly endpoint: string
  readonly isServed: boolean
}

/** A method and a path in which it makes no difference how a parameter is called. */
const keyOf = (endpoint: string): string => endpoint.replaceAll(/:\w+|\{\w+\}|#/g, '*')

const keyOfRoute = ({ method, path }: Route): string => keyOf(`${method} ${path}`)

const shown = (endpoint: string): string => endpoint.replace(`${PREFIX}/`, '/')

/**
 * The page that says which endpoints of Zendesk's API are served. The inventory names them: P0 are those that two or
 * more public clients or any export tool call, or the agent's core loop; P1 one client, configuration as code or
 * administration; P2 is rare.
 */
export const coveragePage = (routes: readonly Route[]): string => {
  const served = new Set(routes.map(keyOfRoute))
  const rows = inventory.flatMap(({ tier, area, endpoints }) =>
    endpoints.map((endpoint): Row => ({ tier, area, endpoint, isServed: served.has(keyOf(endpoint)) })),
  )
  return [
    '# What of Zendesk’s API is served',
    '',
    'Made from the routes and from `inventory.json`; after a change of either: `npx vitest run test/house/api.test.ts -u`.',
    'P0: two or more public clients, any export tool, or the agent’s core loop. P1: one client, configuration as code,',
    'administration. P2: rare. Paths stand under `/api/v2`; `#` is an id.',
    '',
    ...sums(rows),
    ...inventory.flatMap(({ tier, area }) =>
      areaLines(
        `${tier}: ${area}`,
        rows.filter((row) => row.tier === tier && row.area === area),
      ),
    ),
    ...beside(routes),
    '',
  ].join('\n')
}

const sums = (rows: readonly Row[]): string[] => [
  '| tier | endpoints | served | missing |',
  '| --- | --- | --- | --- |',
  ...TIERS.map((tier) =>
    sumLine(
      tier,
      rows.filter((row) => row.tier === tier),
    ),
  ),
  sumLine('all', rows),
  '',
]

const sumLine = (name: string, rows: readonly Row[]): string => {
  const served = rows.filter(({ isServed }) => isServed).length
  return `| ${name} | ${rows.length} | ${served} | ${rows.length - served} |`
}

const areaLines = (title: string, rows: readonly Row[]): string[] => {
  const missing = rows.filter(({ isServed }) => !isServed)
  return [
    `## ${title} (${rows.length - missing.length} of ${rows.length})`,
    '',
    '| endpoint | served |',
    '| --- | --- |',
    ...rows.map(({ endpoint, isServed }) => `| \`${shown(endpoint)}\` | ${isServed ? 'yes' : 'no'} |`),
    '',
  ]
}

/** What is served that the inventory does not name. */
const beside = (routes: readonly Route[]): string[] => {
  const known = new Set(inventory.flatMap(({ endpoints }) => endpoints.map(keyOf)))
  const others = routes.filter((route) => !known.has(keyOfRoute(route)))
  const lines = others.map(
    ({ method, path, summary }) =>
      `| \`${shown(`${method} ${path}`).replaceAll(/:\w+/g, '#')}\` | ${summary} |`,
  )
  return [
    `## Beside the inventory (${others.length})`,
    '',
    '| endpoint | for |',
    '| --- | --- |',
    ...lines.sort(),
  ]
}
