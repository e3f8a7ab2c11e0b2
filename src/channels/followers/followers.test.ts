import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type TestProcess, testProcess } from '../../../test/support/identity.ts'
import type { Id } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { feedDispatcher } from '../../platform/feed/index.ts'
import { ACME, BO, by, CARL, CORA, says, type TicketDesk, ticketDesk, ZOE } from '../../tickets/fixture.ts'
import { followersService } from './followers.ts'

let desk: TicketDesk
let service: ReturnType<typeof followersService>
let dispatcher: ReturnType<typeof feedDispatcher>
let self: TestProcess
beforeAll(async () => {
  desk = await ticketDesk()
  service = followersService(desk.ground)
  self = await testProcess(desk.ground.db)
  dispatcher = feedDispatcher({ ...desk.ground, session: self.session })
  await dispatcher.start()
  await told()
  await desk.ground.db.rows(sql`update organizations set shared_comments = true where id = ${ACME}`)
  for (const id of [CORA, CARL])
    await desk.ground.db.rows(sql`insert into organization_subscriptions (user_id, organization_id, created_at)
      values (${id}, ${ACME}, ${'2026-01-01T00:00:00Z'})`)
})
afterAll(async () => {
  await dispatcher.stop()
  await self.die()
  await desk.close()
})

/** Lets the feed come by, and answers whom mails of this service wait for. */
const told = async (): Promise<{ to: Id; automatic: boolean; subject: string; key: string }[]> => {
  await vi.waitFor(async () => {
    dispatcher.poke()
    expect(await desk.ground.db.rows(sql`select from feed_inbox limit 1`)).toEqual([])
  }, 15_000)
  while (!(await service.turn()).isDone);
  const rows = await desk.ground.db.rows(
    sql<{
      to: Id
      automatic: boolean
      subject: string
      key: string
    }>`update outbox set state = 'done', ended_at = now()
      where state = 'waiting' and effect_key like '%/mail/organization/%'
      returning (payload -> 'recipientId')::bigint as to, (payload -> 'automatic')::boolean as automatic,
        payload ->> 'subject' as subject, effect_key as key`,
  )
  return rows.sort((a, b) => a.to - b.to)
}

it('tells followers of new tickets and public comments, once, and nobody of their own or twice', async () => {
  const { ticket } = await desk.create({ actor: by(CORA), requesterId: CORA })
  expect(await told()).toMatchObject([
    { to: CARL, automatic: true, subject: expect.stringContaining('New request') },
  ])
  await desk.update(ticket.id, { comment: says('Try this', true) })
  expect(await told()).toMatchObject([
    { to: CARL, automatic: false, subject: expect.stringContaining('Update') },
  ])
  await desk.update(ticket.id, { actor: by(CARL), comment: says('It burns here, too') })
  expect(await told()).toMatchObject([])
  await desk.update(ticket.id, { set: { priority: 'low' } })
  expect(await told()).toEqual([])
})

it('tells nothing of notes, of other organizations, in copy, or from before', async () => {
  const { ticket } = await desk.create({ actor: by(CORA), requesterId: CORA, emailCcs: { set: [CARL] } })
  await desk.update(ticket.id, { actor: by(BO), comment: says('A secret', false) })
  await desk.create({ actor: by(ZOE), requesterId: ZOE })
  expect(await told()).toEqual([])
  const old = (await desk.create({ requesterId: CORA })).ticket.id
  desk.ground.clock.advance(25 * 3_600_000)
  expect(await told()).toEqual([])
  await desk.update(old, { set: { priority: 'low' } })
  expect(await told()).toEqual([])
})
