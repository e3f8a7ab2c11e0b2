import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assemble } from '../src/assemble.ts'
import { buildDomains } from '../src/domains.ts'
import { DAY_MS, instantOf, plusMs } from '../src/kernel/index.ts'
import { readSettings } from '../src/platform/settings/index.ts'
import { live } from '../src/simulator/index.ts'
import { historiesIn } from '../src/tickets/dry-run/history-store.ts'
import { lawsOf } from '../src/tickets/dry-run/laws.ts'
import { replayHistory } from '../src/tickets/dry-run/run.ts'
import { createPolicies } from '../src/tickets/policies.ts'

/**
 * How many updates a second of one core are replayed under two policies, that of today and one with a trigger more.
 * Limit: the plain read of the same audits, row by row, in the same run. To beat: 3,000.
 * Run: `node bench/dry-run.ts [tickets]`.
 */
const TICKETS = Number(process.argv[2] ?? 4000)
const LIMIT = 3000
const FROM = instantOf(Date.UTC(2026, 2, 2))
const span = { from: FROM, to: plusMs(FROM, 10 * DAY_MS), sample: null }
const dataDir = await mkdtemp(join(tmpdir(), 'bench-dry-run-'))
const read = readSettings({}, ['--data-dir', dataDir, '--log-level', 'error'])
if (!read.ok) throw new Error(read.error.join('\n'))
const house = await assemble(read.value, buildDomains)
const { ground } = house
await live(ground, { tickets: TICKETS, agents: 20, from: span.from, until: span.to, seed: 3 })

/** Updates a second: of processor time of this process, and by the clock. */
const measured = async (work: () => Promise<number>) => {
  const [started, spent] = [performance.now(), process.cpuUsage()]
  const updates = await work()
  const { user, system } = process.cpuUsage(spent)
  const seconds = (performance.now() - started) / 1000
  return {
    updates,
    perCpuSecond: Math.round(updates / ((user + system) / 1e6)),
    perSecond: Math.round(updates / seconds),
  }
}

const plainRead = (): Promise<number> =>
  ground.db.transaction(async (tx) => {
    let updates = 0
    for await (const history of historiesIn(tx, span)) updates += history.length
    return updates
  })

const policies = createPolicies(ground)
const trigger = {
  title: 'Waits',
  position: 1000,
  conditions: { all: [{ field: 'status', operator: 'is', value: 'pending' }], any: [] },
  actions: [{ field: 'current_tags', value: 'waits_for_customer' }],
}
const edits = [{ kind: 'trigger', id: 990_001, body: trigger }]
let differing = 0
const replay = async (): Promise<number> => {
  const { baseUrl } = ground.settings
  const laws = lawsOf(await ground.policy.current(), edits, { policies, baseUrl })
  differing = 0
  return ground.db.transaction(async (tx) => {
    let updates = 0
    for await (const replayed of replayHistory(ground.db, tx, laws, span)) {
      updates += replayed.updates
      differing += replayed.findings.length > 0 ? 1 : 0
    }
    return updates
  })
}

try {
  await plainRead()
  await replay()
  const limit = await measured(plainRead)
  const figure = await measured(replay)
  process.stdout.write(
    `${JSON.stringify({ ...figure, tickets: TICKETS, differing, toBeat: LIMIT, plainRead: limit })}\n`,
  )
  process.exitCode = figure.perCpuSecond < LIMIT ? 1 : 0
} finally {
  await house.close()
  await rm(dataDir, { recursive: true, force: true })
}
