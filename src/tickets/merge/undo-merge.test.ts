import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import type { Change } from '../core/index.ts'
import { BEA, BO, by, CARL, CORA, says, ZOE } from '../fixture.ts'
import { undoDesk } from '../undo/fixture.ts'

let desk: Awaited<ReturnType<typeof undoDesk>>
beforeAll(async () => {
  desk = await undoDesk()
})
afterAll(async () => {
  expect(await desk.faults()).toEqual([])
  await desk.close()
})
beforeEach(() => {
  desk.ground.jobs.length = 0
  desk.ground.clock.advance(60_000)
})

const made = async (change: Partial<Change> = {}): Promise<Id> => (await desk.create(change)).ticket.id
const merge = async (target: Id, ids: Id[], body: object = {}): Promise<void> => {
  const words = { target_comment: 'They belong together', source_comment: 'Goes on elsewhere', ...body }
  const answer = await desk.call(BO, 'POST', `/tickets/${target}/merge`, { ids, ...words })
  await desk.runJobs()
  expect((await desk.job(answer.body.job_status.id)).results).toMatchObject({ success: true })
}
const show = async (id: Id) => (await desk.call(BO, 'GET', `/tickets/${id}`)).body.ticket
const three = async (): Promise<[Id, Id, Id]> => [
  await made(),
  await made({ requesterId: ZOE, emailCcs: { set: [CARL] }, tags: { set: ['vip'] } }),
  await made({ set: { subject: 'x', status: 'open', assigneeId: BO } }),
]

describe('taking a merge back', () => {
  it('in place leaves all of its tickets as they were, byte by byte, whichever of them it is asked of', async () => {
    for (const asked of [0, 2]) {
      const ids = await three()
      const before = await Promise.all(ids.map(desk.rows))
      await merge(ids[0], [ids[1], ids[2]])
      expect(await show(ids[1])).toMatchObject({ status: 'closed', merged_into: ids[0] })
      const related = (await desk.call(BO, 'GET', `/tickets/${ids[0]}/related`)).body.ticket_related
      expect(related).toMatchObject({ merged_ticket_ids: [ids[1], ids[2]], merged_into: null })
      const answer = await desk.undo(ids[asked]!, await desk.lastAudit(ids[asked]!))
      expect(answer.body.undo.mode).toBe('in_place')
      expect(answer.body.undo.ticket_ids.toSorted()).toEqual(ids.toSorted())
      expect(await Promise.all(ids.map(desk.rows))).toEqual(before)
    }
  })

  it('later opens the sources again, and keeps what came since', async () => {
    const [target, source, other] = await three()
    await merge(target, [source, other])
    const audit = await desk.lastAudit(source)
    desk.ground.clock.advance(3_600_000)
    await desk.update(target, { actor: by(CORA), comment: says('Still burning') })
    const { undo } = (await desk.undo(source, audit, BEA)).body
    expect(undo).toMatchObject({ mode: 'compensating' })
    expect(await show(source)).toMatchObject({ status: 'new', tags: ['vip'], merged_into: null })
    expect(await show(other)).toMatchObject({ status: 'open', assignee_id: BO, merged_into: null })
    const kept = await show(target)
    expect(kept).toMatchObject({ email_cc_ids: [], merged_into: null })
    const { comments } = (await desk.call(BO, 'GET', `/tickets/${target}/comments`)).body
    expect(comments.map(({ body }: { body: string }) => body)).toEqual(['Smoke everywhere.', 'Still burning'])
    // Merged once more, the newer merge is the one that is taken back.
    await merge(target, [source])
    expect((await desk.undo(target, await desk.lastAudit(target))).body.undo.ticket_ids).toEqual([
      target,
      source,
    ])
    expect((await show(source)).merged_into).toBeNull()
  })

  it('is all or nothing', async () => {
    const [target, source, other] = await three()
    await merge(target, [source, other])
    const audit = await desk.lastAudit(target)
    // The target goes on in yet another ticket: what it is closed by now is not this merge.
    const last = await made()
    await merge(last, [target])
    const answer = await desk.undo(target, audit)
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([422, expect.stringContaining('closed')])
    expect((await show(source)).merged_into).toBe(target)
    expect(await desk.tickets.mergedInto(source)).toBe(last)
    expect(await desk.tickets.mergedInto(last)).toBeNull()
    expect(await desk.tickets.mergedInto(424242)).toBeNull()
  })
})
