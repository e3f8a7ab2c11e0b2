import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { schedulePolicyKinds } from '../../src/calendar/index.ts'
import { DAY_MS, type Id, type Instant, type JsonObject, parseIso, plusMs } from '../../src/kernel/index.ts'
import { policyKinds } from '../../src/people/index.ts'
import { sql } from '../../src/platform/db/index.ts'
import type { PolicyEdit } from '../../src/platform/policy/index.ts'
import { live } from '../../src/simulator/index.ts'
import { slaPolicyKinds } from '../../src/sla/index.ts'
import { decideAgain, foldOf } from '../../src/tickets/dry-run/again.ts'
import { auditsBefore, historiesIn } from '../../src/tickets/dry-run/history-store.ts'
import { lawsOf } from '../../src/tickets/dry-run/laws.ts'
import type { Replayed } from '../../src/tickets/dry-run/replay-ticket.ts'
import { replayHistory } from '../../src/tickets/dry-run/run.ts'
import { ticketPolicyKinds } from '../../src/tickets/index.ts'
import { createPolicies, type Policies } from '../../src/tickets/policies.ts'
import { type TestGround, testGround } from '../support/ground.ts'
import { proven, sized } from './size.ts'

const FROM = parseIso('2026-03-02T00:00:00Z') as Instant
const UNTIL = plusMs(FROM, DAY_MS)
/** Some two and a half Changes a ticket: 10,000 of them in a day. */
const TICKETS = sized(150, 4_200)

let ground: TestGround
let policies: Policies
beforeAll(async () => {
  ground = await testGround({
    policyKinds: [...policyKinds, ...schedulePolicyKinds, ...slaPolicyKinds, ...ticketPolicyKinds],
  })
  policies = createPolicies(ground)
  await live(ground, { tickets: TICKETS, agents: 12, from: FROM, until: UNTIL, seed: 5 })
}, 600_000)
afterAll(() => ground?.close())

const WHOLE = { from: FROM, to: UNTIL, sample: null }

const replayUnder = async (edits: readonly PolicyEdit[], isWhole = false): Promise<Replayed[]> => {
  const compiled = lawsOf(await ground.policy.current(), edits, {
    policies,
    baseUrl: ground.settings.baseUrl,
  })
  const laws = isWhole ? { ...compiled, onlyRules: false } : compiled
  return ground.db.transaction(async (tx) => {
    const all: Replayed[] = []
    for await (const replayed of replayHistory(ground.db, tx, laws, WHOLE)) all.push(replayed)
    return all
  })
}
const findingsOf = ({ ticketId, findings, updates }: Replayed) => ({ ticketId, findings, updates })
const differing = (replayed: readonly Replayed[]): Id[] =>
  replayed.filter(({ findings }) => findings.length > 0).map(({ ticketId }) => ticketId)

describe('a recorded day', () => {
  it('gives the same audits again, byte for byte, under the same policy', async () => {
    let [count, told] = [0, 0]
    const sourceOf = async (id: Id, before: Id) => foldOf(await auditsBefore(ground.db, id, before))
    await ground.db.transaction(async (tx) => {
      for await (const history of historiesIn(tx, WHOLE))
        for (const { recorded, again, isTold } of await decideAgain(history, policies, sourceOf)) {
          count += 1
          told += isTold ? 1 : 0
          if (!isTold) expect(again).toBe(recorded)
        }
    })
    expect(count).toBeGreaterThan(TICKETS * 2)
    expect(told).toBe(0)
    proven('R-02', 'a recorded day decided again is the same, byte for byte', `${count} changes`)
  }, 600_000)

  it('differs in nothing where nothing is changed', async () => {
    expect(differing(await replayUnder([]))).toEqual([])
  }, 600_000)

  it('differs in exactly the tickets that a trigger would have touched, as a scan of what was recorded says', async () => {
    const replayed = await replayUnder([{ kind: 'trigger', id: 990_001, body: WAITING }])
    const expected = await scan((audit, { status }) => isPublicReply(audit) && status === 'pending')
    expect(expected.length).toBeGreaterThan(0)
    expect(differing(replayed)).toEqual(expected)
    // What was recorded stands in for today's world as long as both are one: it finds the same as living both.
    const both = await replayUnder([{ kind: 'trigger', id: 990_001, body: WAITING }], true)
    expect(both.map(findingsOf)).toEqual(replayed.map(findingsOf))
    const aspects = replayed.flatMap(({ findings }) => findings.map(({ aspect }) => aspect))
    expect(new Set(aspects)).toEqual(new Set(['tags']))
    proven(
      'R-02',
      'a dry run lists exactly the tickets that differ',
      `${expected.length} of ${replayed.length} tickets`,
    )
  }, 600_000)

  it('differs in exactly the tickets whose mail a disabled trigger sent', async () => {
    const { document, title } = await mailer()
    const replayed = await replayUnder([{ ...document, body: { ...document.body, active: false } }])
    const expected = await scan((audit) =>
      audit.events.some(({ type, by }) => type === 'notified' && by?.title === title),
    )
    expect(expected.length).toBeGreaterThan(0)
    expect(differing(replayed)).toEqual(expected)
    const mails = replayed.flatMap(({ findings }) => findings.filter(({ aspect }) => aspect === 'mail'))
    expect(mails.every(({ name, proposed }) => name === title && String(proposed) === '')).toBe(true)
  }, 600_000)

  it('takes no more than the tickets of a sample, the same each time', async () => {
    const sampleOf = async (sample: number): Promise<Id[]> =>
      ground.db.transaction(async (tx) => {
        const ids: Id[] = []
        for await (const [audit] of historiesIn(tx, { ...WHOLE, sample })) ids.push(audit!.ticket_id)
        return ids
      })
    const ids = await sampleOf(20)
    expect(ids).toHaveLength(20)
    expect(await sampleOf(20)).toEqual(ids)
  })
})

const WAITING: JsonObject = {
  title: 'Waits for the customer',
  position: 1000,
  conditions: {
    all: [
      { field: 'status', operator: 'is', value: 'pending' },
      { field: 'comment_is_public', operator: 'is', value: 'true' },
    ],
    any: [],
  },
  actions: [{ field: 'current_tags', value: 'waits_for_customer' }],
}

type Event = {
  readonly type: string
  readonly field?: string
  readonly to?: unknown
  readonly public?: boolean
  readonly by?: { readonly title: string }
}
type Scanned = { readonly ticket_id: Id; readonly events: readonly Event[] }

const isPublicReply = ({ events }: Scanned): boolean =>
  events.some((event) => event.type === 'commented' && event.public === true)

/** Reads the rows of the audits, and nothing of what replays: which tickets had such an update. */
const scan = async (isWanted: (audit: Scanned, now: { status: unknown }) => boolean): Promise<Id[]> => {
  const audits = await ground.db.rows(
    sql<Scanned>`select ticket_id, events from audits order by ticket_id, seq`,
  )
  const status = new Map<Id, unknown>()
  const found = new Set<Id>()
  for (const audit of audits) {
    for (const { type, field, to } of audit.events)
      if (type === 'field_changed' && field === 'status') status.set(audit.ticket_id, to)
    if (isWanted(audit, { status: status.get(audit.ticket_id) })) found.add(audit.ticket_id)
  }
  return [...found]
}

/** The trigger that sent most mails of the day. */
const mailer = async () => {
  const row = await ground.db.one(sql<{ id: Id; title: string }>`
    select (e -> 'by' ->> 'id')::bigint as id, e -> 'by' ->> 'title' as title
    from audits a, jsonb_array_elements(a.events) e where e ->> 'type' = 'notified'
    group by 1, 2 order by count(*) desc limit 1`)
  const document = (await ground.policy.current()).document('trigger', row!.id)!
  return { document, title: row!.title }
}
