import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { instantOf } from '../kernel/index.ts'
import { sql } from '../platform/db/index.ts'
import { canSeeComment, canSeeTicket, type TicketViewer } from './core/visible.ts'
import { type TicketDesk, ticketDesk } from './fixture.ts'
import { visibleComments, visibleTickets } from './visible.ts'

let desk: TicketDesk
beforeAll(async () => {
  desk = await ticketDesk()
})
afterAll(() => desk.close())

/** Few ids, so that they meet. */
const id = fc.integer({ min: 1, max: 4 })
const ids = fc.uniqueArray(id, { maxLength: 3 })

const seen = fc.record({
  requesterId: id,
  assigneeId: fc.option(id),
  groupId: fc.option(id),
  organizationId: fc.option(id),
  emailCcIds: ids,
  followerIds: ids,
  isPublic: fc.boolean(),
  deletedAt: fc.constantFrom(null, null, null, instantOf(0)),
  comment: fc.record({ public: fc.boolean() }),
})

const viewer: fc.Arbitrary<TicketViewer> = fc.record({
  userId: fc.option(id, { freq: 9 }),
  roleKind: fc.constantFrom('end_user', 'light_agent', 'agent', 'admin', 'owner'),
  permissions: fc.subarray(['tickets.read', 'requests.own', 'users.read']).map((names) => new Set(names)),
  ticketAccess: fc.constantFrom('all', 'organization', 'groups', 'assigned', 'requested'),
  groupIds: ids,
  organizationIds: ids,
  sharedOrganizationIds: ids,
  suspended: fc.constantFrom(false, false, false, true),
})

it('SQL and memory agree on who sees which ticket and which comment', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(seen, { minLength: 20, maxLength: 40 }), viewer, async (tickets, someone) => {
      const rows = tickets.map((ticket, n) => ({
        n,
        requester_id: ticket.requesterId,
        assignee_id: ticket.assigneeId,
        group_id: ticket.groupId,
        organization_id: ticket.organizationId,
        email_cc_ids: ticket.emailCcIds,
        follower_ids: ticket.followerIds,
        is_public: ticket.isPublic,
        deleted_at: ticket.deletedAt === null ? null : '2026-01-01T00:00:00Z',
        comment_public: ticket.comment.public,
      }))
      const answers = await desk.ground.db.rows(sql<{ ticket: boolean | null; comment: boolean | null }>`
        select ${visibleTickets(someone)} as ticket, ${visibleComments(someone)} as comment
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(n integer, requester_id bigint,
          assignee_id bigint, group_id bigint, organization_id bigint, email_cc_ids bigint[], follower_ids bigint[],
          is_public boolean, deleted_at timestamptz, comment_public boolean)
        cross join lateral (select t.comment_public as public) c
        order by n`)
      // In a condition, unknown counts as no.
      expect(answers.map(({ ticket, comment }) => [ticket === true, comment === true])).toEqual(
        tickets.map((ticket) => [
          canSeeTicket(someone, ticket),
          canSeeComment(someone, ticket, ticket.comment),
        ]),
      )
    }),
    { numRuns: 200 },
  )
})
