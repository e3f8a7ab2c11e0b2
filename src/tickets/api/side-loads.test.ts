import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { ACME, ADA, BO, CORA, LIA, SUPPORT } from '../fixture.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())

const idsOf = (objects: readonly { id: number }[]): number[] => objects.map(({ id }) => id)

it('brings forms, incident counts and an empty list of agreements beside tickets', async () => {
  const fields = (await desk.call(ADA, 'GET', '/api/v2/ticket_fields')).body.ticket_fields
  const form = { name: 'Outage', ticket_field_ids: idsOf(fields), active: true }
  const { ticket_form: made } = (await desk.call(ADA, 'POST', '/api/v2/ticket_forms', { ticket_form: form }))
    .body
  const problem = await desk.create({ set: { subject: 'Down', type: 'problem', formId: made.id } })
  for (const subject of ['a', 'b'])
    await desk.create({ set: { subject, type: 'incident', problemId: problem.ticket.id } })
  const include = 'ticket_forms,incident_counts,sharing_agreements,None'
  const { body } = await desk.call(LIA, 'GET', `/api/v2/tickets/${problem.ticket.id}?include=${include}`)
  expect(body.ticket_forms).toMatchObject([{ id: made.id, name: 'Outage' }])
  expect(body.incident_counts).toEqual([{ ticket_id: problem.ticket.id, incident_count: 2 }])
  expect([body.sharing_agreements, body.None]).toEqual([[], undefined])
})

it('brings people, tickets, groups and organizations beside audits', async () => {
  const { ticket } = await desk.create({ set: { subject: 'x', groupId: SUPPORT, organizationId: ACME } })
  const include = 'users,tickets,groups,organizations'
  const path = `/api/v2/tickets/${ticket.id}/audits?include=${include}`
  const { body } = await desk.call(BO, 'GET', path)
  expect([body.users, body.tickets, body.groups, body.organizations].map(idsOf)).toEqual([
    [BO],
    [ticket.id],
    [SUPPORT],
    [ACME],
  ])
  expect((await desk.call(CORA, 'GET', path)).status).toBe(403)
})
