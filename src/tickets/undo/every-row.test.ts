import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { people } from '../../people/index.ts'
import { slaBody } from '../core/clocks/sla-fixture.ts'
import type { Change } from '../core/index.ts'
import { ADA, BEA, BO, by, CARL, CORA, SUPPORT, says, ZOE } from '../fixture.ts'
import { everyRow } from './every-row.ts'
import { undoDesk } from './fixture.ts'

let desk: Awaited<ReturnType<typeof undoDesk>>
beforeAll(async () => {
  desk = await undoDesk()
  const body = slaBody('Fast', 1, [
    ['first_reply_time', 'normal', 60],
    ['next_reply_time', 'normal', 60],
    ['requester_wait_time', 'normal', 240],
    ['total_resolution_time', 'normal', 480],
  ])
  await desk.ground.db.transaction((tx) =>
    desk.ground.policy.edit(tx, { authorId: ADA, reason: 'test', at: desk.ground.clock.now() }, [
      { kind: 'sla_policy', id: 1, body },
    ]),
  )
})
afterAll(async () => {
  expect(await desk.faults()).toEqual([])
  await desk.close()
})
beforeEach(() => {
  desk.ground.jobs.length = 0
  desk.ground.clock.advance(60_000)
})

/** How what was done is taken back, and a ticket that it made, of which an empty shell stays. */
type Done = { readonly take: () => Promise<Taken>; readonly made?: Id }
type Taken = { readonly mode?: string; readonly error?: string; readonly reason?: string }
type Tickets = readonly [Id, Id, Id]

const later = (seconds: number): void => void desk.ground.clock.advance(seconds * 1000)
const show = async (id: Id) => (await desk.call(ADA, 'GET', `/tickets/${id}`)).body?.ticket
const db = () => desk.ground.db
/** What a ticket is to its agents, but for the marks of time. */
const values = async (id: Id): Promise<object> => {
  const { updated_at: _, ...ticket } = await show(id)
  const { comments } = (await desk.call(ADA, 'GET', `/tickets/${id}/comments`)).body
  return { ...ticket, comments: comments.map((one: { id: Id; public: boolean }) => [one.id, one.public]) }
}

const upload = async (): Promise<string> => {
  const { secret } = await people(desk.ground).createToken({ email: 'bo@desk.example' })
  const answer = await desk.app.inject({
    method: 'POST',
    url: '/api/v2/uploads?filename=log.txt',
    headers: { host: 'localhost:3000', 'content-type': 'text/plain', authorization: `Bearer ${secret}` },
    payload: 'error 17',
  })
  return answer.json().upload.token
}

/** Three tickets in the middle of their lives: clocks run, people follow, a customer has answered, files are there. */
const three = async (): Promise<Tickets> => {
  const made = async (change: Partial<Change>): Promise<Id> => (await desk.create(change)).ticket.id
  const set = { subject: 'Smoke', priority: 'normal', groupId: SUPPORT, assigneeId: BO } as const
  const ids = [
    await made({ set, tags: { set: ['vip'] }, followers: { set: [BEA] }, emailCcs: { set: [CARL] } }),
    await made({ requesterId: ZOE, set: { ...set, subject: 'Fire' }, tags: { set: ['fire', 'vip'] } }),
    await made({ requesterId: CARL, set: { ...set, subject: 'Ash' }, followers: { set: [ADA, BEA] } }),
  ] as const
  later(600)
  for (const id of ids) {
    const comment = { body: 'See the log.', uploads: [await upload()] }
    await desk.call(BO, 'PUT', `/tickets/${id}`, { ticket: { status: 'pending', comment } })
  }
  later(600)
  await desk.update(ids[1], { actor: by(ZOE), comment: says('It still burns') })
  later(600)
  desk.ground.jobs.length = 0
  return ids
}

const byAudit = async (id: Id, who: Id): Promise<Done> => {
  const auditId = await desk.lastAudit(id)
  return { take: () => taken(id, auditId, who) }
}
const taken = async (id: Id, auditId: Id, who: Id): Promise<Taken> => {
  const { body } = await desk.undo(id, auditId, who)
  return { mode: body.undo?.mode, error: body.error, reason: body.description }
}

/** All of a job's members, or its one. */
const byJob = (jobId: string, who: Id) => async () => {
  const answer = await desk.call(who, 'POST', `/job_statuses/${jobId}/undo`)
  expect(answer.status).toBe(200)
  await desk.runJobs()
  const { results } = await desk.job(answer.body.job_status.id)
  const modes = [...new Set<string | undefined>(results.map(({ mode }: { mode?: string }) => mode))]
  const failed = results.find(({ success }: { success: boolean }) => !success)
  return { mode: modes.join(), error: failed?.error, reason: failed?.details }
}

const merging = async ([target, ...ids]: Tickets): Promise<string> => {
  const words = {
    target_comment: 'Here',
    source_comment: 'Goes on elsewhere',
    source_comment_is_public: true,
    target_comment_is_public: true,
  }
  const { body } = await desk.call(BO, 'POST', `/tickets/${target}/merge`, { ids, ...words })
  await desk.runJobs()
  expect(await desk.job(body.job_status.id)).toMatchObject({ results: { success: true } })
  return body.job_status.id
}

const bulk = async (who: Id, method: 'PUT' | 'DELETE', path: string, body?: object): Promise<string> => {
  const answer = await desk.call(who, method, path, body)
  await desk.runJobs()
  return answer.body.job_status.id
}

const ACTS: Record<string, (ids: Tickets) => Promise<Done>> = {
  'a merge, by the audit of its target': async (ids) => {
    await merging(ids)
    return byAudit(ids[0], BO)
  },
  'a merge, by the audit of a tombstone': async (ids) => {
    await merging(ids)
    return byAudit(ids[2], BO)
  },
  'a merge, by its job': async (ids) => ({ take: byJob(await merging(ids), BO) }),
  'a split, by the audit of the ticket that it made': async (ids) => {
    const { ticket, audit } = await splitting(ids)
    return { take: () => taken(ticket.id, audit.id, ADA), made: ticket.id }
  },
  'a split, by the audit of the ticket that it left': async (ids) => {
    const { ticket, source } = await splitting(ids)
    return { take: () => taken(ids[1], source.audit_id, ADA), made: ticket.id }
  },
  'a bulk update': async (ids) => {
    const ticket = {
      priority: 'urgent',
      status: 'solved',
      additional_tags: ['x'],
      remove_tags: ['vip'],
      assignee_id: BEA,
      email_ccs: [{ user_id: CORA }],
      followers: [{ user_id: ADA }],
      comment: { body: 'To all of you' },
    }
    return { take: byJob(await bulk(BO, 'PUT', `/tickets/update_many?ids=${ids}`, { ticket }), BO) }
  },
  'a bulk deletion': async (ids) => ({
    take: byJob(await bulk(ADA, 'DELETE', `/tickets/destroy_many?ids=${ids}`), ADA),
  }),
  'a deletion': async ([id]) => {
    await desk.call(ADA, 'DELETE', `/tickets/${id}`)
    return byAudit(id, ADA)
  },
}

const splitting = async ([, id]: Tickets) => {
  const { comments } = (await desk.call(BO, 'GET', `/tickets/${id}/comments`)).body
  const comment_ids = comments.slice(1).map((one: { id: Id }) => one.id)
  return (await desk.call(ADA, 'POST', `/tickets/${id}/split`, { comment_ids })).body
}

describe.each(Object.entries(ACTS))('%s', (_name, act) => {
  it('in place leaves every row of every table as it was', async () => {
    const ids = await three()
    const before = await everyRow(db())
    const { take, made } = await act(ids)
    expect(await everyRow(db())).not.toEqual(before)
    later(29)
    expect(await take()).toEqual({ mode: 'in_place' })
    expect(await everyRow(db(), made)).toEqual(before)
  })

  it('later gives every value back', async () => {
    const ids = await three()
    const before = await Promise.all(ids.map(values))
    const { take, made } = await act(ids)
    later(7200)
    expect(await take()).toEqual({ mode: 'compensating' })
    expect(await Promise.all(ids.map(values))).toEqual(before)
    if (made !== undefined) expect((await desk.call(ADA, 'GET', `/tickets/${made}`)).status).toBe(404)
  })
})

describe('where it cannot be, the reason is said, and no row changes', () => {
  const refused = async (take: () => Promise<Taken>): Promise<Taken> => {
    const before = await everyRow(db())
    const answer = await take()
    expect(await everyRow(db())).toEqual(before)
    return answer
  }

  it('of a merge whose target went on in another ticket', async () => {
    const ids = await three()
    const done = { take: byJob(await merging(ids), BO) }
    await merging([(await desk.create()).ticket.id, ids[0], (await desk.create()).ticket.id])
    expect(await refused(done.take)).toMatchObject({ reason: expect.stringContaining('closed') })
  })

  it('of a merge, one of whose tombstones was deleted', async () => {
    const ids = await three()
    await merging(ids)
    const { take } = await byAudit(ids[0], BO)
    await desk.call(ADA, 'DELETE', `/tickets/${ids[2]}`)
    const reason = expect.stringContaining(`Ticket ${ids[2]}, which belongs to it: is deleted`)
    expect(await refused(take)).toMatchObject({ error: 'UpdateConflict', reason })
  })

  it('of a split whose new ticket went on', async () => {
    const ids = await three()
    const { ticket, audit } = await splitting(ids)
    await desk.update(ticket.id, { actor: by(ZOE), comment: says('And this?') })
    const reason = expect.stringContaining(`changed by audit ${await desk.lastAudit(ticket.id)}`)
    expect(await refused(() => taken(ticket.id, audit.id, ADA))).toMatchObject({ reason })
  })

  it('of a bulk update, for the tickets that somebody changed since', async () => {
    const ids = await three()
    const job = await bulk(BO, 'PUT', `/tickets/update_many?ids=${ids[1]}`, { ticket: { priority: 'low' } })
    const body = { ticket: { priority: 'high' } }
    expect((await desk.call(BEA, 'PUT', `/tickets/${ids[1]}`, body)).status).toBe(200)
    const reason = expect.stringContaining(`priority: changed by audit ${await desk.lastAudit(ids[1])}`)
    expect(await refused(byJob(job, BO))).toMatchObject({ error: 'UpdateConflict', reason })
  })

  it('of a deletion, when the ticket was brought back already', async () => {
    const [id] = await three()
    await desk.call(ADA, 'DELETE', `/tickets/${id}`)
    const { take } = await byAudit(id, ADA)
    await desk.call(ADA, 'PUT', `/deleted_tickets/${id}/restore`)
    const reason = expect.stringContaining(`deleted: changed by audit ${await desk.lastAudit(id)}`)
    expect(await refused(take)).toMatchObject({ error: 'UpdateConflict', reason })
  })
})
