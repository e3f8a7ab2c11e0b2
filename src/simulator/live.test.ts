import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestGround, testGround } from '../../test/support/ground.ts'
import { schedulePolicyKinds } from '../calendar/index.ts'
import { DAY_MS, type Instant, instantOf, parseIso, plusMs } from '../kernel/index.ts'
import { people, policyKinds } from '../people/index.ts'
import { sql } from '../platform/db/index.ts'
import { slaPolicyKinds } from '../sla/index.ts'
import { noChange, ticketPolicyKinds, tickets } from '../tickets/index.ts'
import { type Lived, live, prepareLife } from './live.ts'

const from = parseIso('2026-01-01T00:00:00Z') ?? instantOf(0)
const plan = { tickets: 90, agents: 6, from, until: plusMs(from, 60 * DAY_MS), seed: 11 }

const BY_TIME = {
  kind: 'update',
  actor: { kind: 'system' },
  via: { channel: 'rule', source: { from: {}, to: {}, rel: 'timer' } },
} as const

/** Everything that was written of tickets, without salts, digests over them, and chains of those. */
const written = async ({ db }: TestGround): Promise<unknown> => ({
  tickets: await db.rows(sql`select to_jsonb(t) - 'chain' as ticket from tickets t order by ticket_id`),
  comments: await db.rows(sql`select to_jsonb(c) - 'salt' as comment from comments c order by ticket_id, id`),
  audits: await db.rows(sql`
    select ticket_id, seq, id, created_at, author_id, rules_fired, policy_version,
      (select jsonb_object_agg(key, value -> 'value') from jsonb_each(texts)) as texts,
      regexp_replace(events::text, '"digest": "[^"]*"', '', 'g') as events,
      regexp_replace(change::text, '"digest": "[^"]*"', '', 'g') as change,
      regexp_replace(context::text, '"digest": "[^"]*"', '', 'g') as context
    from audits order by ticket_id, seq`),
})

const desk = (): Promise<TestGround> =>
  testGround({
    policyKinds: [...policyKinds, ...schedulePolicyKinds, ...slaPolicyKinds, ...ticketPolicyKinds],
  })

describe('a life that is lived', () => {
  let one: TestGround
  let other: TestGround
  let lived: Lived
  beforeAll(async () => {
    one = await desk()
    other = await desk()
    lived = await live(one, plan)
  }, 60_000)
  afterAll(async () => {
    await one?.close()
    await other?.close()
  })

  const count = async (text: ReturnType<typeof sql<{ n: number }>>): Promise<number> =>
    (await one.db.one(text))!.n

  it('has no Change refused, and counts what it wrote', async () => {
    expect(lived).toMatchObject({ tickets: 90, agents: 6, customers: 24, refused: [] })
    expect(await count(sql<{ n: number }>`select count(*) as n from tickets`)).toBe(90)
    expect(await count(sql<{ n: number }>`select count(*) as n from audits where not change ? 'timer'`)).toBe(
      lived.changes,
    )
    expect(await count(sql<{ n: number }>`select count(*) as n from comments`)).toBe(lived.comments)
    expect(lived.changes).toBeGreaterThan(200)
  })

  it('numbers tickets as they arrive, inside the span', async () => {
    const rows = await one.db.rows(sql<{ created_at: number; updated_at: number }>`
      select created_at, updated_at from tickets order by ticket_id`)
    const created = rows.map((row) => row.created_at)
    expect(created).toEqual([...created].sort((a, b) => a - b))
    for (const row of rows) {
      expect(row.created_at).toBeGreaterThanOrEqual(plan.from - 1000)
      expect(row.updated_at).toBeLessThan(plan.until)
    }
  })

  it('is lived under the policy of the example, by which the plan of most organisations has promises', async () => {
    const plans = sql<{ n: number }>`select count(*) as n from organizations
      where organization_fields->>'support_level' in ('ultimate', 'premium', 'starter')`
    expect(await count(plans)).toBeGreaterThan(1)
    expect((await one.policy.current()).documents('sla_policy')).toHaveLength(3)
    const before = sql<{ n: number }>`select count(*) as n from audits where policy_version < 2`
    expect(await count(before)).toBe(0)
  })

  it('leaves nothing to be sent', async () => {
    expect(await count(sql<{ n: number }>`select count(*) as n from outbox`)).toBe(0)
    const told = await count(sql<{ n: number }>`
      select count(*) as n from audits where events @> '[{"type": "notified"}]'`)
    expect(told).toBeGreaterThan(0)
  })

  it('knows statuses, groups, kinds and organisations as a desk does', async () => {
    const solved = await count(sql<{ n: number }>`select count(*) as n from tickets where status = 4`)
    expect(solved).toBeGreaterThan(30)
    expect(
      await count(sql<{ n: number }>`
        select count(*) as n from tickets where status = 4 and (assignee_id is null or priority is null)`),
    ).toBe(0)
    expect(
      await count(sql<{ n: number }>`select count(*) as n from tickets where organization_id is null`),
    ).toBe(0)
    expect(
      await count(
        sql<{ n: number }>`select count(distinct group_id) as n from tickets where group_id is not null`,
      ),
    ).toBe(3)
    expect(
      await count(sql<{ n: number }>`select count(*) as n from comments where not public`),
    ).toBeGreaterThan(0)
  })

  it('reopens what a customer answers after it was solved', async () => {
    expect(
      await count(sql<{ n: number }>`select count(*) as n from audits
        where events @> '[{"type": "field_changed", "field": "status", "from": "solved", "to": "open"}]'`),
    ).toBeGreaterThan(0)
  })

  it('knows what customers thought of it, and what they took up again', async () => {
    const rated = (score: string) =>
      count(sql<{ n: number }>`select count(*) as n from tickets where satisfaction->>'score' = ${score}`)
    expect(await rated('good')).toBeGreaterThan(3)
    expect(await rated('bad')).toBeGreaterThan(0)
    expect(
      await count(sql<{
        n: number
      }>`select count(*) as n from tickets t join tickets s on s.ticket_id = t.follow_up_of
        where s.status = 5 and t.requester_id = s.requester_id and t.via->'source'->>'rel' = 'follow_up'`),
    ).toBeGreaterThan(0)
  })

  it('verifies clean', async () => {
    const faults: string[] = []
    const { module } = tickets(one, people(one))
    for (const verifier of module.verifiers ?? [])
      for await (const fault of verifier.verify(one.db)) faults.push(fault)
    expect(faults).toEqual([])
  })

  it('is the same on another desk with the same plan', async () => {
    await live(other, plan)
    expect(await written(other)).toEqual(await written(one))
  })

  it('is what one Change after the other would have made of it', async () => {
    const third = await desk()
    try {
      const door = people(third)
      const { applyChange } = tickets(third, door)
      third.clock.set(plan.from)
      const { moments } = await prepareLife(third, door, {
        ...plan,
        ticketIds: Array.from({ length: plan.tickets }, (_, place) => place + 1),
      })
      /** What falls due by time alone, as the sweep of a desk at work makes it happen. */
      const sweep = async (until: number): Promise<void> => {
        for (;;) {
          const due = await third.db.one(sql<{ ticket_id: number; due_at: Instant }>`
            select ticket_id, due_at from timers where due_at <= to_timestamp(${until}::float8 / 1000)
            order by due_at, ticket_id limit 1`)
          if (due === undefined) return
          const change = { ...noChange, ...BY_TIME, timer: { dueAt: due.due_at } }
          await applyChange(change, { ticketId: due.ticket_id }, { effects: 'discard' })
        }
      }
      for (const { at, ticket, change } of moments) {
        await sweep(at)
        third.clock.set(at)
        const target = change.kind === 'create' ? {} : { ticketId: ticket + 1 }
        expect(await applyChange(change, target, { effects: 'discard' })).toMatchObject({ ok: true })
      }
      await sweep(plan.until)
      expect(await written(third)).toEqual(await written(one))
    } finally {
      await third.close()
    }
  })

  it('can go on where a life was lived before, with the same people', async () => {
    const again = await live(one, { ...plan, tickets: 5, seed: 12 })
    expect(again).toMatchObject({ tickets: 5, refused: [] })
    expect(await count(sql<{ n: number }>`select count(*) as n from tickets`)).toBe(95)
    await live(one, { ...plan, tickets: 5 })
    expect(await count(sql<{ n: number }>`select count(*) as n from tickets`)).toBe(100)
  })
})
