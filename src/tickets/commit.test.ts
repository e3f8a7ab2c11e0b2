import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countQueries, sql } from '../platform/db/index.ts'
import {
  BEA,
  BILLING,
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

let desk: TicketDesk
beforeAll(async () => {
  desk = await ticketDesk()
  await desk.create()
})
afterAll(() => desk.close())

const rowsOf = async (table: string, ticketId: number): Promise<Record<string, unknown>[]> =>
  desk.ground.db.rows(
    sql<Record<string, unknown>>`select * from ${sql.table(table)} where ticket_id = ${ticketId}`,
  )

describe('commit', () => {
  it('writes ticket, audit, comment and inbox row of a new ticket', async () => {
    const made = await desk.create()
    const { id } = made.ticket
    expect(await rowsOf('tickets', id)).toMatchObject([
      { version: 1, status: 0, requester_id: CORA, comment_count: 1, first_comment_id: made.comment?.id },
    ])
    expect(await rowsOf('audits', id)).toMatchObject([{ seq: 1, id: made.auditId, author_id: BO }])
    expect(await rowsOf('comments', id)).toMatchObject([
      { id: made.comment?.id, seq: 1, body: 'Smoke everywhere.', author_id: BO, public: true },
    ])
    const inbox = await desk.ground.db.rows(sql`select subject, seq from feed_inbox where subject_id = ${id}`)
    expect(inbox).toEqual([{ subject: 'ticket', seq: 1 }])
  })

  it('numbers tickets densely, and audits, events and comments in one ascending space', async () => {
    const first = await desk.create()
    const second = await desk.create()
    expect(second.ticket.id).toBe(first.ticket.id + 1)
    const ids = [first, second].flatMap((made) => [made.auditId, ...made.events.map((event) => event.id)])
    expect(ids).toEqual(ids.toSorted((a, b) => Number(a) - Number(b)))
    expect(second.events.find((event) => event.type === 'commented')?.id).toBe(second.comment?.id)
  })

  it('costs two statements: load and save', async () => {
    const { count, statements } = await countQueries(() => desk.create())
    expect(statements.map((text) => text.trimStart().split(/\s/)[0])).toEqual(['select', 'with'])
    expect(count).toBe(2)
    const { ticket } = await desk.create()
    expect((await countQueries(() => desk.update(ticket.id, { set: { priority: 'high' } }))).count).toBe(2)
  })

  it('reads back what it wrote', async () => {
    const { ticket } = await desk.create({ tags: { set: ['fire', 'hardware'] } })
    const updated = await desk.update(ticket.id, {
      set: { status: 'pending', assigneeId: BEA, groupId: BILLING, priority: 'urgent', externalId: 'X-1' },
      comment: says('On my way.'),
    })
    const again = await desk.update(ticket.id, { set: { subject: 'Out' } })
    expect(again.ticket).toEqual({ ...updated.ticket, version: 3, subject: 'Out' })
    expect(updated.ticket).toMatchObject({
      status: 'pending',
      assigneeId: BEA,
      groupId: BILLING,
      commentCount: 2,
    })
  })

  it('writes nothing when everything is so already', async () => {
    const { ticket } = await desk.create()
    const { count, result } = await countQueries(() =>
      desk.update(ticket.id, { set: { subject: ticket.subject } }),
    )
    expect(result).toMatchObject({ auditId: null, seq: 1, events: [] })
    expect(count).toBe(1)
  })

  it('refuses what is not there, and what may not be done, without a trace', async () => {
    expect(await desk.commit(edit, { ticketId: 999_999 })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    })
    const before = await desk.ground.db.one(sql`select count(*) as n from tickets`)
    const refused = await desk.commit({ ...creation, set: { brandId: 77 } }, {})
    expect(refused).toMatchObject({ ok: false, error: { code: 'invalid' } })
    expect(await desk.ground.db.one(sql`select count(*) as n from tickets`)).toEqual(before)
  })

  it('loses none of 20 updates at once, and leaves no gap', async () => {
    const { ticket } = await desk.create()
    const tagged = Array.from({ length: 20 }, (_, n) =>
      desk.commit({ ...edit, tags: { add: [`t${n}`] } }, { ticketId: ticket.id }),
    )
    const outcomes = await Promise.all(tagged)
    const lost = outcomes.flatMap((outcome, n) => (outcome.ok ? [] : [n]))
    for (const n of lost) await desk.update(ticket.id, { tags: { add: [`t${n}`] } })
    const audits = await desk.ground.db.rows<{ seq: number }>(
      sql`select seq from audits where ticket_id = ${ticket.id} order by seq`,
    )
    expect(audits.map(({ seq }) => seq)).toEqual(Array.from({ length: 21 }, (_, n) => n + 1))
    const [row] = await rowsOf('tickets', ticket.id)
    expect(row?.tags).toHaveLength(20)
    expect(lost).toEqual([])
  })

  it('answers 409 once it has lost too often', async () => {
    const { ticket } = await desk.create()
    const rival = { ...desk.ground, db: racing(ticket.id) }
    const { createCommit } = await import('./commit.ts')
    const outcome = await createCommit(rival, desk.policies)(
      { ...edit, set: { priority: 'low' } },
      { ticketId: ticket.id },
    )
    expect(outcome).toMatchObject({ ok: false, error: { code: 'conflict' } })
    expect(await rowsOf('audits', ticket.id)).toHaveLength(1)
  })

  it('leaves nothing when a part of the save is refused by the database', async () => {
    const { ticket } = await desk.create()
    const [before] = await rowsOf('tickets', ticket.id)
    const taken = { ...fileOf(1), width: 2 ** 40 }
    await expect(
      desk.commit(
        { ...edit, comment: { ...says('See file'), attachments: [taken] } },
        { ticketId: ticket.id },
      ),
    ).rejects.toThrow(/out of range/)
    expect(await rowsOf('tickets', ticket.id)).toEqual([before])
    expect(await rowsOf('audits', ticket.id)).toHaveLength(1)
    expect(await rowsOf('comments', ticket.id)).toHaveLength(1)
  })

  it('takes an upload once, however many ask for it at the same time', async () => {
    const { db } = desk.ground
    const upload = await db.one<{ id: number }>(sql`
      insert into uploads (hash, created_at, expires_at) values ('\\x01', now(), now()) returning id`)
    await db.rows(sql`insert into upload_files (id, upload_id, blob, file_name, content_type, size, sha256, created_at)
      values (501, ${upload!.id}, 'b', 'smoke.png', 'image/png', 3, 'ff', now())`)
    const comment = { ...says('See file'), attachments: [fileOf(501)] }
    const both = await Promise.all(
      [1, 2].map(() => desk.commit({ ...creation, comment }, {}, { uploadIds: [upload!.id] })),
    )
    expect(both.filter((outcome) => outcome.ok)).toHaveLength(1)
    expect(both.find((outcome) => !outcome.ok)).toMatchObject({ error: { details: [{ field: 'uploads' }] } })
    expect(await db.rows(sql`select id from attachments where id = 501`)).toHaveLength(1)
    expect(await db.rows(sql`select id from upload_files where id = 501`)).toHaveLength(0)
  })

  it('joins a transaction, and goes with it', async () => {
    let ticketId = 0
    const work = desk.ground.db.transaction(async (tx) => {
      const made = await desk.commit(creation, {}, { tx })
      ticketId = made.ok ? made.value.ticket.id : 0
      throw new Error('the rest failed')
    })
    await expect(work).rejects.toThrow('the rest failed')
    expect(ticketId).toBeGreaterThan(0)
    expect(await rowsOf('tickets', ticketId)).toEqual([])
  })

  it('says where a repeated request finds its outcome, in the same statement', async () => {
    const { db } = desk.ground
    const key = await db.one<{ id: number }>(sql`
      insert into idempotency_keys (principal, key, body_hash, owner) values ('p', 'k', '\\x01', 1) returning id`)
    const path = (id: number) => `/api/v2/tickets/${id}`
    const made = await desk.commit(creation, {}, { located: { rowId: key!.id, status: 201, path } })
    const row = await db.one(
      sql`select located_status, located_path from idempotency_keys where id = ${key!.id}`,
    )
    expect(made.ok && row).toEqual({
      located_status: 201,
      located_path: made.ok && path(made.value.ticket.id),
    })
  })

  it('decides under a policy that is newer than the one it knew', async () => {
    const { ground } = desk
    const { ticket } = await desk.create()
    await ground.policy.edit(ground.db, { authorId: BO, reason: 'a field', at: ground.clock.now() }, [
      { kind: 'ticket_field', id: 7001, body: { title: 'Serial', type: 'text', active: true } },
    ])
    const updated = await desk.update(ticket.id, { fields: { 7001: 'SN-1' } })
    expect(updated.ticket.fields).toEqual({ 7001: 'SN-1' })
    expect(updated.policyVersion).toBe(2)
  })

  it('takes ids above those that another process gave the ticket', async () => {
    const { createCommit } = await import('./commit.ts')
    const other = createCommit(desk.ground, desk.policies)
    const { ticket } = await desk.create()
    const theirs = await other({ ...edit, set: { priority: 'low' } }, { ticketId: ticket.id })
    const ours = await desk.update(ticket.id, { set: { priority: 'high' } })
    expect(theirs.ok && Number(ours.auditId) > Number(theirs.value.auditId)).toBe(true)
  })

  it('brings those whom the ticket names, and the groups of those it may fall to', async () => {
    const made = await desk.create({ emailCcs: { set: [CARL] }, set: { assigneeId: BEA } })
    expect(Object.keys(made.context.users).map(Number)).toEqual(expect.arrayContaining([BO, BEA, CARL, CORA]))
    expect(Object.keys(made.context.groups).map(Number)).toEqual(expect.arrayContaining([SUPPORT, BILLING]))
    expect(made.ticket).toMatchObject({ assigneeId: BEA, groupId: BILLING })
  })

  it('loads the agents of a group only for the Change that tells them something', async () => {
    const { ticket } = await desk.create()
    const { count } = await countQueries(() =>
      desk.update(ticket.id, { comment: says('Have you tried the red one?', false) }),
    )
    expect(count).toBe(2)
    const { count: withCrowd } = await countQueries(() =>
      desk.update(ticket.id, { set: { groupId: SUPPORT } }),
    )
    expect(withCrowd).toBe(3)
    const told = await desk.ground.db.rows(sql<{ recipient: number }>`
      select (payload ->> 'recipientId')::bigint as recipient from outbox
      where ticket_id = ${ticket.id} and (payload ->> 'audience') = 'agent' order by 1`)
    expect(told.map(({ recipient }) => recipient)).toEqual([BO, BEA])
    const [, , last] = (await rowsOf('audits', ticket.id)) as { context: { users: object } }[]
    expect(Object.keys(last?.context.users ?? {})).toContain(String(BEA))
  })

  it('keeps author and actor of a system change', async () => {
    const { ticket } = await desk.create()
    const change = await desk.update(ticket.id, { actor: { kind: 'system' }, set: { priority: 'low' } })
    expect(change.authorId).toBe(-1)
    expect(by(BO)).toEqual({ kind: 'user', id: BO })
  })
})

const fileOf = (id: number) => ({
  id,
  blob: 'b',
  fileName: 'smoke.png',
  contentType: 'image/png',
  size: 3,
  sha256: 'ff',
  inline: false,
  contentId: null,
  width: null as number | null,
  height: null,
})

/** A database in which somebody else always changes the ticket between load and save. */
const racing = (ticketId: number): TicketDesk['ground']['db'] => {
  const { db } = desk.ground
  return {
    ...db,
    query: async (statement, params) => {
      const rows = await db.query(statement, params)
      if (statement.name === 'tickets_load')
        await db.rows(sql`update tickets set version = version + 1 where ticket_id = ${ticketId}`)
      return rows as never
    },
  }
}
