import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BEA, BILLING, BO, CORA, LIA, SUPPORT } from '../fixture.ts'
import { type SupportDesk, supportDesk } from '../support-fixture.ts'

let desk: SupportDesk
beforeAll(async () => {
  desk = await supportDesk()
})
afterAll(async () => {
  expect(await desk.faults()).toEqual([])
  await desk.close()
})

const NOTE = { summary: 'The disk is full', next_step: 'Ask for the size of /var' }
const hand = (id: number, hand_over: object, who: number | null = BO) =>
  desk.call(who, 'POST', `/api/v2/tickets/${id}/hand_over`, { hand_over })
const handOvers = async (id: number, who = BO) => desk.call(who, 'GET', `/api/v2/tickets/${id}/hand_overs`)
const show = async (id: number) => (await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)).body.ticket
const last = async (id: number) =>
  (await desk.call(BO, 'GET', `/api/v2/tickets/${id}/comments`)).body.comments.at(-1)

describe('a hand-over', () => {
  it('is made by agents of tickets that they see', async () => {
    const id = await desk.made()
    expect((await hand(id, { ...NOTE, to_user_id: BEA }, null)).status).toBe(401)
    for (const who of [CORA, LIA])
      expect((await hand(id, { ...NOTE, to_user_id: BEA }, who)).status).toBe(403)
    expect((await hand(424242, { ...NOTE, to_user_id: BEA })).status).toBe(404)
    expect((await handOvers(id, CORA)).status).toBe(403)
    expect((await handOvers(424242)).status).toBe(404)
  })

  it('assigns the ticket and says all that is needed, in one step', async () => {
    const id = await desk.made({ set: { subject: 'x', assigneeId: BO } })
    const { status, body } = await hand(id, {
      ...NOTE,
      state: 'Logs are asked for',
      promised_at: '2026-02-01T10:00:00Z',
      to_user_id: BEA,
    })
    expect(status).toBe(201)
    expect(body.hand_over).toMatchObject({
      ...NOTE,
      state: 'Logs are asked for',
      promised_at: '2026-02-01T10:00:00Z',
      from_user_id: BO,
      to_user_id: BEA,
      to_group_id: null,
      keeps_owner: false,
    })
    expect(
      body.audit.events.map(
        ({ type, field_name: name }: { type: string; field_name?: string }) => name ?? type,
      ),
    ).toEqual(expect.arrayContaining(['Comment', 'assignee_id']))
    expect(await show(id)).toMatchObject({ assignee_id: BEA })
    const note = await last(id)
    expect(note.public).toBe(false)
    expect(note.body).toBe(
      [
        'Handed over',
        'From: Bo Agent',
        'To: Bea Agent',
        'Summary: The disk is full',
        'State: Logs are asked for',
        'Next step: Ask for the size of /var',
        'Promised by: 2026-02-01T10:00:00Z',
      ].join('\n'),
    )
    expect((await handOvers(id)).body).toMatchObject({ count: 1, hand_overs: [body.hand_over] })
    expect((await desk.undoLast(id)).status).toBe(200)
    expect(await show(id)).toMatchObject({ assignee_id: BO })
    expect((await handOvers(id)).body.hand_overs).toEqual([])
  })

  it('goes to a group, for whoever takes it', async () => {
    const id = await desk.made({ set: { subject: 'x', assigneeId: BO, groupId: SUPPORT } })
    expect((await hand(id, { ...NOTE, to_group_id: BILLING })).status).toBe(201)
    expect(await show(id)).toMatchObject({ group_id: BILLING, assignee_id: null })
  })

  it('leaves the ticket with its owner while others fix', async () => {
    const id = await desk.made({ set: { subject: 'x', assigneeId: BO } })
    expect((await hand(id, { ...NOTE, to_user_id: LIA, keeps_owner: true })).status).toBe(201)
    const ticket = await show(id)
    expect([ticket.assignee_id, ticket.follower_ids]).toEqual([BO, [LIA]])
  })

  it('says what is wrong with it, by field', async () => {
    const id = await desk.made()
    expect(Object.keys((await hand(id, {})).body.details)).toEqual(['summary', 'next_step', 'to_user_id'])
    for (const [wrong, field] of [
      [{ to_user_id: CORA }, 'to_user_id'],
      [{ to_user_id: 424242 }, 'to_user_id'],
      [{ to_group_id: 424242 }, 'to_group_id'],
      [{ to_user_id: BEA, promised_at: 'soon' }, 'promised_at'],
      [{ to_user_id: BEA, summary: 'x'.repeat(16_001) }, 'summary'],
    ] as const)
      expect(Object.keys((await hand(id, { ...NOTE, ...wrong })).body.details)).toEqual([field])
  })

  it('asks for what the desk wants said', async () => {
    await desk.settings({ hand_over_required_fields: ['promised_at'] })
    const id = await desk.made()
    expect(Object.keys((await hand(id, { to_user_id: BEA })).body.details)).toEqual(['promised_at'])
    await desk.settings({ hand_over_required_fields: [] })
    expect((await hand(id, { to_user_id: BEA })).status).toBe(201)
  })
})
