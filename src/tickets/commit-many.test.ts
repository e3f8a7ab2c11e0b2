import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Id, Refusal, Result } from '../kernel/index.ts'
import { countQueries, type Db, sql } from '../platform/db/index.ts'
import type { BatchMember, Committed } from './commit.ts'
import { createCommitMany, type ManyOutcome } from './commit-many.ts'
import type { Change } from './core/index.ts'
import {
  BEA,
  BO,
  by,
  CARL,
  CORA,
  creation,
  edit,
  SUPPORT,
  says,
  type TicketDesk,
  ticketDesk,
} from './fixture.ts'
import { ticketVerifier } from './verify.ts'

let desk: TicketDesk
beforeAll(async () => {
  desk = await ticketDesk()
  // So that a ticket's number is told from every other number in what it leaves.
  await desk.ground.db.rows(sql`select setval('ticket_ids', 700000)`)
})
afterAll(() => desk?.close())
afterEach(async () => {
  const faults: string[] = []
  for await (const fault of ticketVerifier.verify(desk.ground.db)) faults.push(fault)
  expect(faults).toEqual([])
})

const together = async (
  members: readonly BatchMember[],
  meanwhile?: () => Promise<unknown>,
): Promise<readonly ManyOutcome[]> => {
  const save = await createCommitMany(desk.ground, desk.policies)(members)
  await meanwhile?.()
  return desk.ground.db.transaction(save)
}
const onTicket = (ticketId: Id, change: Partial<Change>): BatchMember => ({
  change: { ...edit, ...change },
  target: { ticketId },
})
const standing = async (change?: Partial<Change>): Promise<Id> => (await desk.create(change)).ticket.id
const commentsOf = (id: Id) =>
  desk.ground.db.rows(sql<{ body: string }>`select body from comments where ticket_id = ${id} order by id`)

/** All that was written of a ticket, without what chance and sequences gave it. */
const remains = async (id: Id): Promise<string> => {
  const row = await desk.ground.db.one(sql<{ all: object }>`select jsonb_build_object(
    'ticket', to_jsonb(t) - '{chain,last_event_id,first_comment_id}'::text[],
    'audits', (select jsonb_agg(to_jsonb(a) - '{id,chain}'::text[] order by seq) from audits a where a.ticket_id = t.ticket_id),
    'comments', (select jsonb_agg(to_jsonb(c) - '{id,salt}'::text[] order by id) from comments c
      where c.ticket_id = t.ticket_id),
    'timers', (select jsonb_agg(to_jsonb(i) order by kind, key) from timers i where i.ticket_id = t.ticket_id),
    'effects', (select jsonb_agg(to_jsonb(o) - 'id' order by effect_key) from outbox o where o.ticket_id = t.ticket_id),
    'feed', (select count(*) from feed_inbox f where f.subject_id = t.ticket_id)) as all
    from tickets t where ticket_id = ${id}`)
  return JSON.stringify(row?.all, null, 1)
    .replace(/"(digest|salt)": "[^"]*"/g, '"$1"')
    .replace(/"(auditId|commentId)": \d+/g, '"$1"')
    .replaceAll(`"ticket/${id}/`, '"ticket/N/')
    .replaceAll(`/tickets/${id}`, '/tickets/N')
    .replace(new RegExp(`\\b${id}\\b`, 'g'), 'N')
}

const told = (outcome: Result<Committed, Refusal> | ManyOutcome | undefined): unknown => {
  if (outcome === undefined || outcome === 'lost') return outcome
  return outcome.ok ? [outcome.value.seq, outcome.value.auditId === null] : outcome.error
}

const CHANGES: Readonly<Record<string, Partial<Change>>> = {
  'properties and tags': { set: { priority: 'high' }, tags: { add: ['bulk'] } },
  'a public comment': { comment: says('To all of you.'), set: { status: 'pending' } },
  'an assignment, which tells a group': { set: { groupId: SUPPORT } },
  'an assignment to somebody': { set: { assigneeId: BEA } },
  'another requester': { requesterId: CARL, actor: by(BO), set: { requesterId: CARL } },
  solving: { set: { status: 'solved', assigneeId: BO } },
  'what is so already': { set: { subject: 'The printer is on fire' } },
  followers: { followers: { add: [BEA] }, comment: says('Look.', false) },
  'a refused one': { set: { assigneeId: CORA } },
  'one of somebody who may not': { actor: by(CARL), set: { priority: 'low' } },
  'a deletion': { kind: 'delete', actor: by(11) },
}

describe('many Changes decided together', () => {
  it.each(Object.keys(CHANGES))('leaves of each what it would have left alone: %s', async (name) => {
    const change = CHANGES[name]!
    const [alone, one, other] = [await standing(), await standing(), await standing()]
    const expected = await desk.commit({ ...edit, ...change }, { ticketId: alone })
    const outcomes = await together([onTicket(one, change), onTicket(other, change)])
    expect(outcomes.map(told)).toEqual([told(expected), told(expected)])
    for (const id of [one, other]) expect(await remains(id)).toBe(await remains(alone))
  })

  it('makes tickets as they are made alone', async () => {
    const alone = await standing()
    const outcomes = await together([
      { change: creation, target: {} },
      { change: { ...creation, set: { assigneeId: CORA } }, target: {} },
      { change: creation, target: {} },
    ])
    const ids = outcomes.flatMap((one) => (one !== 'lost' && one.ok ? [one.value.ticket.id] : []))
    expect(ids).toHaveLength(2)
    expect(outcomes[1]).toMatchObject({ ok: false, error: { details: [{ field: 'assignee_id' }] } })
    for (const id of ids) expect(await remains(id)).toBe(await remains(alone))
  })

  it('knows how many incidents a problem has', async () => {
    const [alone, problem] = [
      await standing({ set: { type: 'problem' } }),
      await standing({ set: { type: 'problem' } }),
    ]
    for (const problemId of [alone, problem]) await standing({ set: { type: 'incident', problemId } })
    await desk.update(alone, { set: { status: 'solved', assigneeId: BO } })
    await together([onTicket(problem, { set: { status: 'solved', assigneeId: BO } })])
    expect(await remains(problem)).toBe(await remains(alone))
    expect(await remains(problem)).toContain('solve_incidents')
  })

  it('writes nothing of the one that lost its race, and all of the others', async () => {
    const [one, raced, other] = [await standing(), await standing(), await standing()]
    const outcomes = await together(
      [one, raced, other].map((id) => onTicket(id, { comment: says('Together.') })),
      () => desk.update(raced, { comment: says('Faster.') }),
    )
    expect(outcomes.map(told)).toEqual([[2, false], 'lost', [2, false]])
    expect((await commentsOf(raced)).map(({ body }) => body)).toEqual(['Smoke everywhere.', 'Faster.'])
    expect(await commentsOf(other)).toHaveLength(2)
  })

  it('leaves nothing where its transaction fails', async () => {
    const ids = [await standing(), await standing()]
    const save = await createCommitMany(
      desk.ground,
      desk.policies,
    )(ids.map((id) => onTicket(id, { set: { priority: 'high' } })))
    const failing = desk.ground.db.transaction(async (tx: Db) => {
      await save(tx)
      throw new Error('the process died')
    })
    await expect(failing).rejects.toThrow('the process died')
    for (const id of ids) expect(await remains(id)).not.toContain('high')
  })

  it('asks as little for many as for two', async () => {
    const ids: Id[] = []
    for (let n = 0; n < 12; n++) ids.push(await standing())
    const asked = async (some: readonly Id[]): Promise<number> => {
      const members = some.map((id) => onTicket(id, { tags: { add: ['counted'] } }))
      return (await countQueries(() => together(members))).count
    }
    await asked(ids.slice(10))
    expect(await asked(ids.slice(2, 10))).toBe(await asked(ids.slice(0, 2)))
  })

  it('tells of tickets that are not there as it does alone', async () => {
    const outcomes = await together([onTicket(424242, { set: { priority: 'low' } })])
    expect(outcomes).toMatchObject([{ ok: false, error: { code: 'not_found' } }])
  })
})
