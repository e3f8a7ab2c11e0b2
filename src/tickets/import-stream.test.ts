import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Id, instantOf, MINUTE_MS, orRefuse, parseIso, plusMs } from '../kernel/index.ts'
import { countQueries, sql } from '../platform/db/index.ts'
import { BO, by, CORA, creation, edit, says, type TicketDesk, ticketDesk } from './fixture.ts'
import { createOpenImport, type ImportOptions, type Step } from './import-stream.ts'
import { drawTicketIds } from './load-many.ts'
import { ticketVerifier } from './verify.ts'

const start = parseIso('2025-06-01T09:00:00Z') ?? instantOf(0)
const minute = (minutes: number) => plusMs(start, minutes * MINUTE_MS)

describe('many Changes at once', () => {
  let desk: TicketDesk
  beforeAll(async () => {
    desk = await ticketDesk()
  })
  afterAll(() => desk?.close())

  const importChanges = async (steps: readonly Step[], options?: ImportOptions) => {
    const stream = createOpenImport(desk.ground, desk.policies)(options)
    const results = await stream.write(steps)
    await stream.end()
    return results
  }
  const draw = async (): Promise<Id> => (await drawTicketIds(desk.ground.db, 1))[0]!
  const rows = async (table: 'audits' | 'comments' | 'outbox', id: Id): Promise<number> =>
    (await desk.ground.db.one(sql<{ n: number }>`
      select count(*) as n from ${sql.table(table)} where ticket_id = ${id}`))!.n
  const story = (ticketId: Id): Step[] => [
    { ticketId, at: minute(0), change: { ...creation, actor: by(CORA) } },
    {
      ticketId,
      at: minute(5),
      change: { ...edit, set: { status: 'solved', assigneeId: BO }, comment: says('Done.') },
    },
    { ticketId, at: minute(9), change: { ...edit, actor: by(CORA), comment: says('It burns again.') } },
  ]

  it('decides each on what the ones before it made of the ticket, at its own moment', async () => {
    const id = await draw()
    const results = (await importChanges(story(id))).map(orRefuse)
    expect(results.map(({ ticket, seq, at }) => [ticket.id, ticket.status, seq, at])).toEqual([
      [id, 'new', 1, minute(0)],
      [id, 'solved', 2, minute(5)],
      [id, 'open', 3, minute(9)],
    ])
    expect(await rows('audits', id)).toBe(3)
    expect(await rows('comments', id)).toBe(3)
    const row = await desk.ground.db.one(sql<{ version: number; created_at: number; updated_at: number }>`
      select version, created_at, updated_at from tickets where ticket_id = ${id}`)
    expect(row).toEqual({ version: 3, created_at: minute(0), updated_at: minute(9) })
  })

  it('goes on with tickets that there are', async () => {
    const { ticket } = await desk.create()
    const [result] = await importChanges([
      { ticketId: ticket.id, at: minute(0), change: { ...edit, set: { priority: 'high' } } },
    ])
    expect(orRefuse(result!).ticket).toMatchObject({ id: ticket.id, priority: 'high', version: 2 })
  })

  it('lets what is refused leave nothing, and keep nothing else back', async () => {
    const [id, nobodys] = [await draw(), await draw()]
    const [create, wrong, solve, missing] = await importChanges([
      story(id)[0]!,
      { ticketId: id, at: minute(1), change: { ...edit, set: { assigneeId: CORA } } },
      { ...story(id)[1]!, at: minute(2) },
      { ticketId: nobodys, at: minute(3), change: edit },
    ])
    expect(create?.ok).toBe(true)
    expect(wrong).toMatchObject({ ok: false, error: { details: [{ field: 'assignee_id' }] } })
    expect(orRefuse(solve!).seq).toBe(2)
    expect(missing).toMatchObject({ ok: false, error: { code: 'not_found' } })
    expect(await rows('audits', id)).toBe(2)
    expect(await rows('audits', nobodys)).toBe(0)
  })

  it('leaves the effects of each in the outbox, and none where they are discarded', async () => {
    const [told, silent] = [await draw(), await draw()]
    await importChanges(story(told))
    await importChanges(story(silent), { effects: 'discard' })
    expect(await rows('outbox', told)).toBeGreaterThan(2)
    expect(await rows('outbox', silent)).toBe(0)
    const keys = await desk.ground.db.rows(sql<{ key: string }>`
      select effect_key as key from outbox where ticket_id = ${told}`)
    for (const { key } of keys) expect(key).toMatch(new RegExp(`^ticket/${told}/[123]/mail/`))
  })

  it('asks the database as often for many as for one', async () => {
    const warm = await draw()
    await importChanges(story(warm).slice(0, 1))
    const one = await countQueries(async () => importChanges(story(await draw()).slice(0, 1)))
    const ids = await drawTicketIds(desk.ground.db, 20)
    const many = await countQueries(() => importChanges(ids.flatMap((id) => story(id))))
    // A block of event ids may run out on the way.
    expect(many.count).toBeLessThanOrEqual(one.count + 1)
  })

  it('goes on from one batch to the next without waiting for the disk, in their order', async () => {
    const ids = await drawTicketIds(desk.ground.db, 30)
    const stream = createOpenImport(desk.ground, desk.policies)({ effects: 'discard' })
    for (const turn of [0, 1, 2]) {
      const results = await stream.write(ids.map((id) => story(id)[turn]!))
      expect(results.map((result) => orRefuse(result).seq)).toEqual(ids.map(() => turn + 1))
    }
    await stream.end()
    expect(
      await desk.ground.db.rows(sql`select from audits where ticket_id = any(${ids}::bigint[])`),
    ).toHaveLength(90)
  })

  it('breaks off where somebody else changes one of its tickets, and loses nothing of theirs', async () => {
    const id = await draw()
    const stream = createOpenImport(desk.ground, desk.policies)()
    await stream.write(story(id).slice(0, 1))
    await stream.end()
    orRefuse(await desk.commit({ ...edit, comment: says('Mine') }, { ticketId: id }))
    await stream.write(story(id).slice(1))
    await expect(stream.end()).rejects.toThrow(`Ticket ${id} was changed by somebody else`)
    expect(await rows('audits', id)).toBe(2)
  })

  it('verifies clean', async () => {
    const faults: string[] = []
    for await (const fault of ticketVerifier.verify(desk.ground.db)) faults.push(fault)
    expect(faults).toEqual([])
  })
})
