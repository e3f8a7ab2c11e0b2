import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../platform/db/index.ts'
import { ADA, BO, CORA, LIA } from '../fixture.ts'
import { type SupportDesk, supportDesk } from '../support-fixture.ts'

let desk: SupportDesk
beforeAll(async () => {
  desk = await supportDesk()
})
afterAll(async () => {
  expect(await desk.faults()).toEqual([])
  await desk.close()
})

const path = (id: number, entryId?: number) =>
  `/api/v2/tickets/${id}/troubleshooting${entryId === undefined ? '' : `/${entryId}`}`
const add = (id: number, troubleshooting_entry: object, who: number | null = BO) =>
  desk.call(who, 'POST', path(id), { troubleshooting_entry })
const added = async (id: number, entry: object) => (await add(id, entry)).body.troubleshooting_entry
const change = (id: number, entryId: number, troubleshooting_entry: object) =>
  desk.call(BO, 'PUT', path(id, entryId), { troubleshooting_entry })
const titles = async (id: number, query = '') =>
  (await desk.call(BO, 'GET', path(id) + query)).body.troubleshooting_entries.map(
    (one: { title: string }) => one.title,
  )

describe('the troubleshooting log', () => {
  it('is for those who may write notes, and never for customers', async () => {
    const id = await desk.made()
    const entry = { title: 'canary-theory' }
    expect((await add(id, entry, null)).status).toBe(401)
    expect((await add(id, entry, CORA)).status).toBe(403)
    expect((await add(id, entry, LIA)).status).toBe(201)
    expect((await add(424242, entry)).status).toBe(404)
    expect((await desk.call(CORA, 'GET', path(id))).status).toBe(403)
    for (const seen of [`/api/v2/requests/${id}`, `/api/v2/requests/${id}/comments`])
      expect(JSON.stringify((await desk.call(CORA, 'GET', seen)).body)).not.toContain('canary-theory')
  })

  it('keeps every version of an entry, and says it in words', async () => {
    const id = await desk.made()
    const first = await added(id, { title: 'The disk is full', details: 'df says 100 %' })
    expect(first).toMatchObject({
      type: 'hypothesis',
      state: 'open',
      version: 1,
      position: 1,
      comment_id: first.id,
    })
    const { body } = await change(id, first.id, {
      state: 'ruled_out',
      outcome: 'It is the inodes',
      version: 1,
    })
    expect(body.troubleshooting_entry).toMatchObject({
      id: first.id,
      title: 'The disk is full',
      state: 'ruled_out',
      version: 2,
    })
    expect(body.versions.map((one: { state: string }) => one.state)).toEqual(['open', 'ruled_out'])
    expect((await change(id, first.id, { title: 'x', version: 1 })).status).toBe(409)
    const { comments } = (await desk.call(BO, 'GET', `/api/v2/tickets/${id}/comments`)).body
    expect(comments.slice(1).map((one: { body: string; public: boolean }) => [one.public, one.body])).toEqual(
      [
        [false, 'Troubleshooting (open)\nHypothesis: The disk is full\nDetails: df says 100 %'],
        [
          false,
          'Troubleshooting (ruled out, version 2)\nHypothesis: The disk is full\nDetails: df says 100 %\nResult: It is the inodes',
        ],
      ],
    )
    // What is so already makes no version.
    await change(id, first.id, { state: 'ruled_out' })
    expect((await desk.call(BO, 'GET', path(id, first.id))).body.versions).toHaveLength(2)
    expect((await desk.undoLast(id)).status).toBe(200)
    const back = (await desk.call(BO, 'GET', path(id, first.id))).body
    expect([back.troubleshooting_entry.state, back.versions.length]).toEqual(['open', 1])
  })

  it('stands in an order, and is asked for by state and type', async () => {
    const id = await desk.made()
    const a = await added(id, { title: 'a' })
    await added(id, { title: 'b', type: 'attempt', state: 'confirmed' })
    await added(id, { title: 'c', type: 'environment', position: 1 })
    expect(await titles(id)).toEqual(['c', 'a', 'b'])
    await change(id, a.id, { position: 3 })
    expect(await titles(id)).toEqual(['c', 'b', 'a'])
    await change(id, a.id, { position: 2 })
    expect(await titles(id)).toEqual(['c', 'a', 'b'])
    expect(await titles(id, '?state=confirmed')).toEqual(['b'])
    expect(await titles(id, '?type=environment')).toEqual(['c'])
    expect((await desk.call(BO, 'GET', `${path(id)}?state=gone`)).status).toBe(400)
  })

  it('loses entries that are taken out, and still shows what they said', async () => {
    const id = await desk.made()
    const { id: entryId } = await added(id, { title: 'Wrong track' })
    expect((await desk.call(BO, 'DELETE', path(id, entryId))).status).toBe(204)
    expect(await titles(id)).toEqual([])
    expect((await desk.call(BO, 'GET', path(id, entryId))).body).toMatchObject({
      troubleshooting_entry: { removed: true, position: null, version: 2 },
    })
    expect((await change(id, entryId, { title: 'x' })).status).toBe(404)
    expect((await desk.undoLast(id)).status).toBe(200)
    expect(await titles(id)).toEqual(['Wrong track'])
  })

  it.each([
    ['no title', {}, 'title'],
    ['a blank title', { title: ' ' }, 'title'],
    ['too long a title', { title: 'x'.repeat(256) }, 'title'],
    ['too long details', { title: 'x', details: 'x'.repeat(16_001) }, 'details'],
  ])('refuses %s', async (_what, entry, field) => {
    const { status, body } = await add(await desk.made(), entry)
    expect([status, Object.keys(body.details)]).toEqual([422, [field]])
  })

  it('loses words that are redacted wherever they stand', async () => {
    const id = await desk.made()
    const { id: entryId } = await added(id, { title: 'Token hunter2 is used', details: 'hunter2 twice' })
    const redact = await desk.call(BO, 'PUT', `/api/v2/tickets/${id}/comments/${entryId}/redact`, {
      text: 'hunter2',
    })
    expect(redact.status).toBe(200)
    const { troubleshooting_entry: entry } = (await desk.call(BO, 'GET', path(id, entryId))).body
    expect([entry.title, entry.details, entry.type, entry.state]).toEqual([
      'Token ▇▇▇▇▇▇▇ is used',
      '▇▇▇▇▇▇▇ twice',
      'hypothesis',
      'open',
    ])
    const rows = await desk.ground.db.rows(
      sql`select to_jsonb(c) as c from comments c where ticket_id = ${id}`,
    )
    expect(JSON.stringify(rows)).not.toContain('hunter2')
  })

  it('is blanked with the ticket that is deleted for good', async () => {
    const id = await desk.made()
    await added(id, { title: 'canary-title' })
    await desk.call(ADA, 'DELETE', `/api/v2/tickets/${id}`)
    await desk.call(ADA, 'DELETE', `/api/v2/deleted_tickets/${id}`)
    await desk.runJobs()
    const rows = await desk.ground.db.rows(
      sql`select to_jsonb(c) as c from comments c where ticket_id = ${id}`,
    )
    expect(JSON.stringify(rows)).not.toContain('canary-title')
  })
})
