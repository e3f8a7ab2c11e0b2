import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../platform/db/index.ts'
import { ACME, ADA, BO, CORA, LIA } from '../fixture.ts'
import { type SupportDesk, supportDesk } from '../support-fixture.ts'

let desk: SupportDesk
beforeAll(async () => {
  desk = await supportDesk()
})
afterAll(async () => {
  expect(await desk.faults()).toEqual([])
  await desk.close()
})

const path = (id: number, partyId?: number) =>
  `/api/v2/tickets/${id}/parties${partyId === undefined ? '' : `/${partyId}`}`
const add = (id: number, party: object, who: number | null = BO) =>
  desk.call(who, 'POST', path(id), { party })
const change = (id: number, partyId: number, party: object) =>
  desk.call(BO, 'PUT', path(id, partyId), { party })
const list = async (id: number) => (await desk.call(BO, 'GET', path(id))).body.parties
const HOUR = 3_600_000

describe('vendors and partners', () => {
  it('are named by agents who see the ticket, and seen by staff', async () => {
    const id = await desk.made()
    expect((await add(id, { name: 'x' }, null)).status).toBe(401)
    for (const who of [CORA, LIA]) expect((await add(id, { name: 'x' }, who)).status).toBe(403)
    expect((await desk.call(CORA, 'GET', path(id))).status).toBe(403)
    expect((await desk.call(LIA, 'GET', path(id))).status).toBe(200)
    expect((await add(424242, { name: 'x' })).status).toBe(404)
    expect((await change(id, 7, { name: 'x' })).status).toBe(404)
    for (const [party, field] of [
      [{}, 'name'],
      [{ organization_id: 424242 }, 'organization_id'],
      [{ user_id: 424242 }, 'user_id'],
      [{ name: 'x'.repeat(256) }, 'name'],
      [{ name: 'x', reference: 'x'.repeat(256) }, 'reference'],
    ] as const)
      expect(Object.keys((await add(id, party)).body.details)).toEqual([field])
  })

  it('have their number, and are waited for', async () => {
    const id = await desk.made()
    const { status, body } = await add(id, {
      organization_id: ACME,
      user_id: CORA,
      reference: 'CASE-1',
      waiting: true,
    })
    expect(status).toBe(201)
    expect(body.party).toMatchObject({
      id: 1,
      role: 'vendor',
      organization_id: ACME,
      user_id: CORA,
      reference: 'CASE-1',
      waiting: true,
      waited_seconds: 0,
    })
    desk.ground.clock.advance(2 * HOUR)
    expect((await list(id))[0]).toMatchObject({ waiting: true, waited_seconds: 7200 })
    expect((await change(id, 1, { waiting: false })).body.party).toMatchObject({
      waiting: false,
      waiting_since: null,
      waited_seconds: 7200,
    })
    desk.ground.clock.advance(HOUR)
    await change(id, 1, { waiting: true })
    desk.ground.clock.advance(HOUR)
    // Who is solved waits for nobody.
    await desk.put(id, { status: 'solved' })
    desk.ground.clock.advance(HOUR)
    expect((await list(id))[0]).toMatchObject({ waiting: false, waited_seconds: 10_800 })
    const { audits } = (await desk.call(BO, 'GET', `/api/v2/tickets/${id}/audits`)).body
    const told = audits.flatMap((audit: { events: { field_name?: string }[] }) =>
      audit.events.filter(({ field_name: name }) => name === 'parties'),
    )
    expect(told).toHaveLength(4)
  })

  it('come and go, twenty at most, and are taken back', async () => {
    const id = await desk.made()
    for (let n = 1; n <= 20; n += 1) expect((await add(id, { name: `Vendor ${n}` })).status).toBe(201)
    expect((await add(id, { name: 'One more' })).status).toBe(422)
    expect((await desk.call(BO, 'DELETE', path(id, 3))).status).toBe(204)
    expect((await desk.call(BO, 'DELETE', path(id, 3))).status).toBe(404)
    expect(await list(id)).toHaveLength(19)
    expect((await desk.undoLast(id)).status).toBe(200)
    expect((await list(id))[2]).toMatchObject({ id: 3, name: 'Vendor 3' })
    await change(id, 3, { name: 'Vendor three' })
    expect((await desk.undoLast(id)).status).toBe(200)
    expect((await list(id))[2].name).toBe('Vendor 3')
  })

  it('are blanked with the ticket that is deleted for good', async () => {
    const id = await desk.made()
    await add(id, { name: 'canary-vendor' })
    await desk.call(ADA, 'DELETE', `/api/v2/tickets/${id}`)
    await desk.call(ADA, 'DELETE', `/api/v2/deleted_tickets/${id}`)
    await desk.runJobs()
    const rows =
      await desk.ground.db.rows(sql`select to_jsonb(t) as t, (select jsonb_agg(to_jsonb(a)) from audits a
      where a.ticket_id = t.ticket_id) as a from tickets t where ticket_id = ${id}`)
    expect(JSON.stringify(rows)).not.toContain('canary-vendor')
  })
})
