import type { Id, JsonObject } from '../../kernel/index.ts'
import { toIsoMs } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { EffectHandler } from '../../platform/module.ts'
import { projectionService } from '../../platform/projection/index.ts'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { ADA, BILLING, SUPPORT } from '../fixture.ts'
import { routingQueue, routingQueueVerifier } from './follow.ts'
import { followPolicy, giveOutOnce } from './give-out.ts'

/** For this room's tests: a desk, its feed told on by hand, and its workers. */
export type RoutingDesk = ApiDesk & {
  readonly room: Parameters<typeof giveOutOnce>[0]
  /** Tells the feed, follows it, and delivers what rules said of skills. */
  follow(): Promise<void>
  /** Gives out until nothing is due. */
  giveOut(): Promise<void>
  /** All of it. */
  settle(): Promise<void>
  routing(groupId: Id, body: object): Promise<JsonObject>
  /** A ticket of the group Support, as yet nobody's. */
  waiting(set?: object): Promise<Id>
  assigneeOf(ticketId: Id): Promise<Id | null>
  faults(): Promise<string[]>
}

export const routingDesk = async (): Promise<RoutingDesk> => {
  const desk = await apiDesk()
  const { ground } = desk
  // A group of one is given its tickets by the setting of the desk.
  await ground.db.rows(sql`insert into group_memberships (user_id, group_id, created_at, updated_at)
    values (${ADA}, ${BILLING}, now(), now())`)
  const room = { ground, policies: desk.policies, commit: desk.commit, onCommitted: () => undefined }
  const projection = projectionService(ground, routingQueue({ ground }))
  const skills = desk.tickets.module.effects!.find(({ kind }) => kind === 'set_skills')!
  const followFeed = async (): Promise<void> => {
    while (!(await projection.turn()).isDone);
  }
  await followFeed()
  const follow = async (): Promise<void> => {
    await tellFeed(desk)
    await deliverSkills(desk, skills)
    await followFeed()
  }
  const giveOut = async (): Promise<void> => {
    await followPolicy(room)
    while (await giveOutOnce(room));
  }
  return {
    ...desk,
    room,
    follow,
    giveOut,
    settle: async () => {
      await followPolicy(room)
      await follow()
      await giveOut()
      await follow()
    },
    routing: async (groupId, routing) =>
      (await desk.call(ADA, 'PUT', `/api/v2/groups/${groupId}/routing`, { routing })).body,
    waiting: async (set = {}) =>
      (await desk.create({ set: { subject: 'x', groupId: SUPPORT, ...set } })).ticket.id,
    assigneeOf: async (ticketId) =>
      (await ground.db.one(sql<{ id: Id | null }>`
        select assignee_id as id from tickets where ticket_id = ${ticketId}`))!.id,
    faults: async () => {
      const found: string[] = []
      for await (const fault of routingQueueVerifier.verify(ground.db)) found.push(fault)
      return found
    },
  }
}

/** What the dispatcher of the feed does. */
const tellFeed = ({ ground }: ApiDesk): Promise<unknown> =>
  ground.db.rows(sql`with told as (delete from feed_inbox returning *)
    insert into feed (position, subject, subject_id, seq, at)
    select coalesce((select max(position) from feed), 0) + row_number() over (order by id), subject, subject_id, seq,
      ${toIsoMs(ground.clock.now())} from told`)

/** What the outbox does. */
const deliverSkills = async ({ ground }: ApiDesk, handler: EffectHandler): Promise<void> => {
  const waiting = await ground.db.rows(sql<{ id: Id; payload: JsonObject; ticketId: Id }>`
    select id, payload, ticket_id as "ticketId" from outbox where kind = 'set_skills' and state = 'waiting' order by id`)
  for (const { id, payload, ticketId } of waiting) {
    const about = { id, key: String(id), kind: 'set_skills', createdAt: ground.clock.now(), attempt: 1 }
    await handler.deliver({ ...about, ticketId, payload })
    await ground.db.rows(sql`update outbox set state = 'done' where id = ${id}`)
  }
}
