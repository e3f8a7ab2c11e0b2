import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id, JsonObject } from '../kernel/index.ts'
import { type PeopleChange, people } from '../people/index.ts'
import { sql } from '../platform/db/index.ts'
import type { EffectHandler } from '../platform/module.ts'
import { ACME, BEA, BILLING, BO, CARL, CORA, SUPPORT, type TicketDesk, ticketDesk, ZOE } from './fixture.ts'
import { tickets } from './index.ts'

let desk: TicketDesk
let handler: EffectHandler
beforeAll(async () => {
  desk = await ticketDesk()
  const { module } = tickets(desk.ground, people(desk.ground))
  handler = module.effects!.find(({ kind }) => kind === 'people_changed')!
})
afterAll(() => desk.close())
beforeEach(() => desk.ground.db.rows(sql`update tickets set deleted_at = now() where deleted_at is null`))

const deliver = (change: PeopleChange) =>
  handler.deliver({
    id: 1,
    key: 'people/test',
    kind: 'people_changed',
    ticketId: null,
    payload: change as unknown as JsonObject,
    createdAt: desk.ground.clock.now(),
    attempt: 1,
  })

type Row = {
  readonly requester_id: Id
  readonly assignee_id: Id | null
  readonly group_id: Id | null
  readonly organization_id: Id | null
  readonly email_cc_ids: readonly Id[]
  readonly follower_ids: readonly Id[]
  readonly version: number
}
const row = async (id: Id): Promise<Row> =>
  (await desk.ground.db.one(sql<Row>`
    select requester_id, assignee_id, group_id, organization_id, email_cc_ids, follower_ids, version
    from tickets where ticket_id = ${id}`))!
const create = async (change: Parameters<TicketDesk['create']>[0] = {}) =>
  (await desk.create({ ...change, set: { subject: 'X', groupId: SUPPORT, ...change.set } })).ticket.id

describe('tickets follow people', () => {
  it('who became another: as requester and in copy, once', async () => {
    const asked = await create({ requesterId: CORA })
    const copied = await create({ requesterId: CARL, emailCcs: { add: [CORA] } })
    const both = await create({ requesterId: ZOE, emailCcs: { add: [CORA, CARL] } })
    const other = await create({ requesterId: CARL })
    const closed = await create({ requesterId: CORA })
    await desk.ground.db.rows(sql`update tickets set status = 5 where ticket_id = ${closed}`)
    const change = { what: 'user_merged', from: CORA, to: ZOE } as const
    expect(await deliver(change)).toEqual({ outcome: 'done' })
    expect(await row(asked)).toMatchObject({ requester_id: ZOE, organization_id: null, version: 2 })
    expect(await row(copied)).toMatchObject({ requester_id: CARL, email_cc_ids: [ZOE] })
    expect(await row(both)).toMatchObject({ requester_id: ZOE, email_cc_ids: [CARL] })
    expect(await row(other)).toMatchObject({ requester_id: CARL, version: 1 })
    expect(await row(closed)).toMatchObject({ requester_id: ZOE, version: 2 })
    expect(await deliver(change)).toEqual({ outcome: 'done' })
    expect(await row(asked)).toMatchObject({ version: 2 })
    const [audit] = await desk.ground.db.rows(sql<{ author_id: Id }>`
      select author_id from audits where ticket_id = ${asked} and seq = 2`)
    expect(audit!.author_id).toBe(-1)
  })

  it('who are staff no longer: unsolved tickets are free, and they follow nothing', async () => {
    const open = await create({ set: { assigneeId: BO } })
    const solved = await create({ set: { assigneeId: BO, status: 'solved' } })
    const followed = await create({ set: { assigneeId: BEA }, followers: { add: [BO] } })
    await deliver({ what: 'staff_left', userId: BO })
    expect(await row(open)).toMatchObject({ assignee_id: null, group_id: SUPPORT })
    expect(await row(solved)).toMatchObject({ assignee_id: BO })
    expect(await row(followed)).toMatchObject({ assignee_id: BEA, follower_ids: [] })
  })

  it('who left a group: their unsolved tickets of it are free', async () => {
    const there = await create({ set: { assigneeId: BEA } })
    const elsewhere = await create({ set: { groupId: BILLING, assigneeId: BEA } })
    await deliver({ what: 'group_left', userId: BEA, groupId: SUPPORT })
    expect(await row(there)).toMatchObject({ assignee_id: null, group_id: SUPPORT })
    expect(await row(elsewhere)).toMatchObject({ assignee_id: BEA, group_id: BILLING })
  })

  it('a group that is gone, an organization that is gone or another', async () => {
    // Else what is in no group would go to the only one that is left.
    await desk.ground.db.rows(sql`
      insert into groups (name, created_at, updated_at) values ('Third', now(), now())`)
    const grouped = await create({ set: { groupId: BILLING, assigneeId: BEA } })
    await desk.ground.db.rows(sql`update groups set deleted = true where id = ${BILLING}`)
    await deliver({ what: 'group_removed', groupId: BILLING })
    expect(await row(grouped)).toMatchObject({ group_id: null, assignee_id: null })
    const [moved] = await desk.ground.db.rows(sql<{ id: Id }>`
      insert into organizations (name, created_at, updated_at) values ('Acme Two', now(), now()) returning id`)
    await desk.ground.db.rows(sql`
      insert into organization_memberships (user_id, organization_id, created_at, updated_at)
      values (${CARL}, ${moved!.id}, now(), now())`)
    const asked = await create({ requesterId: CARL })
    expect(await row(asked)).toMatchObject({ organization_id: ACME })
    await deliver({ what: 'organization_merged', from: ACME, to: moved!.id })
    expect(await row(asked)).toMatchObject({ organization_id: moved!.id })
    await deliver({ what: 'organization_removed', organizationId: moved!.id })
    expect(await row(asked)).toMatchObject({ organization_id: null })
  })

  it('in more than one batch, passing over what cannot follow', async () => {
    for (let n = 0; n < 103; n++) await create({ requesterId: CARL })
    const first = await create({ requesterId: CARL })
    // Nobody whom `decide` takes as a requester: each ticket refuses, and none keeps the others back.
    expect(await deliver({ what: 'user_merged', from: CARL, to: 424242 })).toEqual({ outcome: 'done' })
    expect(await row(first)).toMatchObject({ requester_id: CARL, version: 1 })
    await deliver({ what: 'user_merged', from: CARL, to: ZOE })
    const [left] = await desk.ground.db.rows(sql<{ n: number }>`
      select count(*) as n from tickets where requester_id = ${CARL} and deleted_at is null and status < 5`)
    expect(left!.n).toBe(0)
  })
})
