import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY_MS, type Id, plusMs } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { slaBody } from '../core/clocks/sla-fixture.ts'
import { ADA, BEA, BO, by, CORA, SUPPORT, says } from '../fixture.ts'
import { DRY_RUN_JOB, dryRunJob } from './job.ts'
import { type News, replaying, type Task } from './replaying.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk?.close())

const SPAN = { from: '2026-01-30', to: '2026-02-02' }
const tagging = (title: string, all: object[], tag: string) => ({
  kind: 'trigger',
  op: 'create',
  body: { title, conditions: { all, any: [] }, actions: [{ field: 'current_tags', value: tag }] },
})
const CREATED = { field: 'update_type', operator: 'is', value: 'Create' }
const ask = (input: object, as: Id | null = ADA) =>
  desk.call(as, 'POST', '/api/v2/policy_dry_runs', { policy_dry_run: { ...SPAN, ...input } })

/** A thread of its own is slow to begin: once is enough. */
const here = async function* (task: Task): AsyncIterable<News> {
  const told: News[] = []
  await replaying(task, (news) => void told.push(news))
  yield* told
}
const work = async (inThread = false): Promise<void> => {
  const handler = inThread ? dryRunJob(desk) : dryRunJob(desk, here)
  for (const { name, payload } of desk.ground.jobs.splice(0))
    if (name === DRY_RUN_JOB) await handler.run(payload as never, { id: '1', attempt: 1 })
}
/** Asks, lets it run, and answers what was found. */
const found = async (input: object, inThread = false) => {
  const { status, body } = await ask(input)
  expect(status, JSON.stringify(body)).toBe(201)
  await work(inThread)
  const { id } = body.policy_dry_run
  const shown = await desk.call(ADA, 'GET', `/api/v2/policy_dry_runs/${id}`)
  expect(shown.body.policy_dry_run.state).toBe('completed')
  const tickets = await desk.call(ADA, 'GET', `/api/v2/policy_dry_runs/${id}/tickets`)
  return { run: shown.body.policy_dry_run, tickets: tickets.body.tickets }
}
const create = async (subject: string): Promise<Id> => (await desk.create({ set: { subject } })).ticket.id

describe('a dry run', () => {
  it('finds nothing where the proposal asks about nothing that happened', async () => {
    await create('Hello')
    const { run, tickets } = await found(
      {
        edits: [
          tagging(
            'Dragons',
            [CREATED, { field: 'subject_includes_word', operator: 'includes', value: 'dragon' }],
            'd',
          ),
        ],
      },
      true,
    )
    expect(run.report).toMatchObject({ differing: 0, groups: [], approximate: 0 })
    expect(run.report.updates).toBeGreaterThan(0)
    expect(tickets).toEqual([])
  })

  it('lists the tickets that would differ, by what differs, with samples and links', async () => {
    const id = await create('A dragon in the yard')
    const { run, tickets } = await found({
      edits: [
        tagging(
          'Dragons',
          [CREATED, { field: 'subject_includes_word', operator: 'includes', value: 'dragon' }],
          'beast',
        ),
      ],
    })
    expect(run.report.groups).toMatchObject([
      {
        aspect: 'tags',
        tickets: 1,
        samples: [{ ticket_id: id, url: expect.stringContaining(`/tickets/${id}.json`) }],
      },
    ])
    expect(tickets).toMatchObject([
      {
        ticket_id: id,
        approximate: false,
        differences: [{ aspect: 'tags', today: [], proposed: ['beast'] }],
      },
    ])
    expect(run.diff).toMatchObject([{ kind: 'trigger', operation: 'create', title: 'Dragons' }])
  })

  it('carries a difference on: what follows from it differs, too', async () => {
    const id = await create('A griffin')
    await desk.update(id, { comment: says('Still there.'), actor: by(BO) })
    const { tickets } = await found({
      edits: [
        tagging(
          'Griffins',
          [CREATED, { field: 'subject_includes_word', operator: 'includes', value: 'griffin' }],
          'flies',
        ),
        {
          kind: 'trigger',
          op: 'create',
          body: {
            title: 'Up',
            conditions: {
              all: [
                { field: 'current_tags', operator: 'includes', value: 'flies' },
                { field: 'update_type', operator: 'is', value: 'Change' },
              ],
              any: [],
            },
            actions: [{ field: 'priority', value: 'urgent' }],
          },
        },
      ],
    })
    expect(tickets).toHaveLength(1)
    expect(tickets[0].differences.map(({ aspect, name }: Record<string, string>) => [aspect, name])).toEqual([
      ['tags', ''],
      ['field', 'priority'],
    ])
  })

  it('takes people of today where audits lack them, and says that it is approximate', async () => {
    const id = await create('A phoenix')
    const { run, tickets } = await found({
      edits: [
        {
          kind: 'trigger',
          op: 'create',
          body: {
            title: 'Tell support',
            conditions: {
              all: [CREATED, { field: 'subject_includes_word', operator: 'includes', value: 'phoenix' }],
              any: [],
            },
            actions: [{ field: 'notification_group', value: [String(SUPPORT), 'It burns', 'Look'] }],
          },
        },
      ],
    })
    expect(tickets).toMatchObject([{ ticket_id: id, approximate: true }])
    expect(tickets[0].borrowed_facts).toEqual([`user ${BEA}`])
    expect(tickets[0].differences).toMatchObject([{ aspect: 'mail', name: 'Tell support', today: [] }])
    expect(run.report.approximate).toBe(1)
  })

  it('tells of promises: targets, and what becomes of them by time alone', async () => {
    const { db, policy, clock, address } = desk.ground
    const promise = (minutes: number) => ({
      kind: 'sla_policy',
      id: 1,
      body: slaBody('Hour', 1, [['first_reply_time', 'high', minutes]]),
    })
    const why = { authorId: null, reason: 'test', at: clock.now() }
    const baseVersion = await policy.edit(db, why, [promise(60)])
    const comment = { ...says('It burns.'), authorId: CORA }
    const { ticket } = await desk.create({ set: { subject: 'Nobody answers', priority: 'high' }, comment })
    const news: News[] = []
    const span = { from: clock.now(), to: plusMs(clock.now(), DAY_MS), sample: null }
    const task = { address, baseUrl: '', baseVersion, edits: [promise(10_000)], span }
    await replaying(task, (one) => void news.push(one))
    await policy.edit(db, why, [{ ...promise(0), body: null }])
    const found = news.flatMap((one) => (one.kind === 'differing' ? one.tickets : []))
    const ours = found.find(({ ticketId }) => ticketId === ticket.id)!
    expect(ours.findings.map(({ aspect, name }) => [aspect, name])).toEqual([
      ['sla_target', 'first_reply_time'],
      ['sla_breach', 'first_reply_time'],
      ['sla_outcome', 'first_reply_time'],
    ])
    expect(ours.findings[1]).toMatchObject({
      today: { state: 'breached', target_minutes: 60 },
      proposed: { state: 'active', breached_at: null },
    })
  })

  it('looks for tickets on which a new automation would act', async () => {
    const { clock, address, policy } = desk.ground
    const id = await create('Forgotten')
    const body = {
      title: 'Forgotten ones',
      active: true,
      position: 1,
      conditions: {
        all: [
          { field: 'status', operator: 'less_than', value: 'solved' },
          { field: 'NEW', operator: 'greater_than', value: '3' },
          { field: 'current_tags', operator: 'not_includes', value: 'forgotten' },
        ],
        any: [],
      },
      actions: [{ field: 'current_tags', value: 'forgotten' }],
    }
    const news: News[] = []
    const span = { from: clock.now(), to: plusMs(clock.now(), DAY_MS), sample: null }
    const { version: baseVersion } = await policy.current()
    const edits = [{ kind: 'automation', id: 880_001, body }]
    await replaying({ address, baseUrl: '', baseVersion, edits, span }, (one) => void news.push(one))
    const found = news.flatMap((one) => (one.kind === 'differing' ? one.tickets : []))
    const ours = found.find(({ ticketId }) => ticketId === id)
    expect(ours?.findings).toMatchObject([{ aspect: 'tags', proposed: ['forgotten'], auditId: null }])
    expect(ours!.findings[0]!.at - clock.now()).toBe(4 * 3_600_000)
  })

  it('replays a change request, and its page names it', async () => {
    const edits = [
      tagging(
        'Again',
        [CREATED, { field: 'subject_includes_word', operator: 'includes', value: 'dragon' }],
        'again',
      ),
    ]
    const made = await desk.call(ADA, 'POST', '/api/v2/policy_changes', {
      policy_change: { title: 'Again', edits },
    })
    const { run } = await found({ policy_change_id: made.body.policy_change.id })
    expect(run.report.differing).toBe(1)
    const { body } = await desk.call(ADA, 'GET', `/api/v2/policy_changes/${made.body.policy_change.id}`)
    expect(body.policy_change.policy_dry_run_ids).toEqual([run.id])
    const runs = await desk.call(
      ADA,
      'GET',
      `/api/v2/policy_dry_runs?filter[policy_change_id]=${run.policy_change_id}`,
    )
    expect(runs.body.policy_dry_runs.map((one: { id: Id }) => one.id)).toEqual([run.id])
  })

  it('shows tickets by aspect, to those who see them', async () => {
    const edits = [tagging('All', [CREATED], 'everything')]
    const { run, tickets } = await found({ edits })
    const path = `/api/v2/policy_dry_runs/${run.id}/tickets`
    expect((await desk.call(ADA, 'GET', `${path}?filter[aspect]=mail`)).body.tickets).toEqual([])
    expect(
      (await desk.call(ADA, 'GET', `${path}?filter[aspect]=tags&page[size]=2`)).body.tickets,
    ).toHaveLength(2)
    expect((await desk.call(ADA, 'GET', `${path}?filter[aspect]=dragons`)).status).toBe(400)
    expect(tickets.length).toBeGreaterThan(3)
    await desk.ground.db.rows(sql`update users set ticket_restriction = 'assigned' where id = ${ADA}`)
    const few = await desk.call(ADA, 'GET', path)
    await desk.ground.db.rows(sql`update users set ticket_restriction = null where id = ${ADA}`)
    expect(few.body.tickets).toEqual([])
  })

  it('is cancelled, with its job, and does nothing afterwards', async () => {
    const { body } = await ask({ edits: [tagging('Never', [CREATED], 'never')] })
    const { id, job_status_id: jobId } = body.policy_dry_run
    const cancelled = await desk.call(ADA, 'POST', `/api/v2/policy_dry_runs/${id}/cancel`)
    expect(cancelled.body.policy_dry_run.state).toBe('cancelled')
    await work()
    const shown = await desk.call(ADA, 'GET', `/api/v2/policy_dry_runs/${id}`)
    expect(shown.body.policy_dry_run).toMatchObject({ state: 'cancelled', report: null })
    const job = await desk.call(ADA, 'GET', `/api/v2/job_statuses/${jobId}`)
    expect(job.body.job_status.status).toBe('killed')
    expect((await desk.call(ADA, 'POST', `/api/v2/policy_dry_runs/${id}/cancel`)).status).toBe(409)
    const logged = await desk.ground.db.rows(sql`select from audit_log
      where source_type = 'policy_dry_run' and source_id = ${String(id)}`)
    expect(logged).toHaveLength(2)
  })

  it('has at most three under way', async () => {
    const input = { edits: [tagging('Many', [CREATED], 'many')] }
    const started = [await ask(input), await ask(input), await ask(input)]
    expect(started.map(({ status }) => status)).toEqual([201, 201, 201])
    expect((await ask(input)).status).toBe(409)
    for (const { body } of started)
      await desk.call(ADA, 'POST', `/api/v2/policy_dry_runs/${body.policy_dry_run.id}/cancel`)
    desk.ground.jobs.splice(0)
  })

  it.each([
    ['no span', { from: 'soon' }, 'from'],
    ['a span backwards', { from: '2026-02-02', to: '2026-02-01' }, 'to'],
    ['a span of years', { from: '2020-01-01', to: '2026-01-01' }, 'to'],
    ['a sample of none', { sample_size: 0 }, 'sample_size'],
    ['both edits and a request', { policy_change_id: 1 }, 'edits'],
  ])('is refused with %s', async (_, input, field) => {
    const { status, body } = await ask({ edits: [tagging('x', [CREATED], 'x')], ...input })
    expect(status).toBe(422)
    expect(Object.keys(body.details)[0]).toContain(field)
  })

  it('is for those who may manage the policy; and goes with a ticket that is erased', async () => {
    expect((await ask({ edits: [] }, CORA)).status).toBe(403)
    expect((await ask({ edits: [] }, null)).status).toBe(401)
    expect((await desk.call(ADA, 'GET', '/api/v2/policy_dry_runs/999999')).status).toBe(404)
    const rows = await desk.ground.db.rows(
      sql<{ ticket_id: Id }>`select ticket_id from policy_dry_run_tickets`,
    )
    const id = rows[0]!.ticket_id
    for (const eraser of desk.tickets.module.erasers ?? []) await eraser.eraseTicket?.(desk.ground.db, id)
    expect(
      await desk.ground.db.rows(sql`select from policy_dry_run_tickets where ticket_id = ${id}`),
    ).toEqual([])
  })
})
