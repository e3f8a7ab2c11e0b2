import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type TestProcess, testProcess } from '../../../test/support/identity.ts'
import type { Id, Instant, Json, JsonObject } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type TimerService, timerService } from '../../platform/timers/index.ts'
import { createCommit } from '../commit.ts'
import { createCommitMany } from '../commit-many.ts'
import { slaBody } from '../core/clocks/sla-fixture.ts'
import { ADA, BO, by, CORA, creation, says } from '../fixture.ts'
import { createPolicies } from '../policies.ts'
import { type TimedDesk, timedDesk } from './fixture.ts'
import { type ClockRoom, clockTimer } from './timer.ts'

let desk: TimedDesk
const services: TimerService[] = []
const processes: TestProcess[] = []
beforeAll(async () => {
  desk = await timedDesk()
})
afterEach(async () => {
  for (const service of services.splice(0)) await service.stop()
  for (const process of processes.splice(0)) await process.die()
})
afterAll(() => desk?.close())
beforeEach(async () => {
  await desk.ground.db.rows(sql`truncate tickets, timers`)
  await desk.ground.db.rows(sql`alter table audits disable trigger user`)
  await desk.ground.db.rows(sql`truncate audits, comments`)
  await desk.ground.db.rows(sql`alter table audits enable trigger user`)
  for (const { id } of (await desk.ground.policy.current()).documents('trigger'))
    await desk.setPolicy('trigger', id, null)
  await desk.setPolicy('sla_policy', 1, slaBody('Hour', 1, [['first_reply_time', 'normal', 60]]))
  desk.now('mon 09:00')
})

const newProcess = async (): Promise<TestProcess> => {
  const process = await testProcess(desk.ground.db)
  processes.push(process)
  return process
}

const clockRoom = (): ClockRoom => {
  const { ground } = desk
  const policies = createPolicies(ground)
  const commit = createCommit(ground, policies)
  return { db: ground.db, commit, commitMany: createCommitMany(ground, policies), onCommitted: () => {} }
}

/** A worker with a memory of its own. */
const work = async (): Promise<TimerService> => {
  const { identity } = await newProcess()
  const service = timerService({ ...desk.ground, identity }, [clockTimer(clockRoom())])
  services.push(service)
  await service.start()
  return service
}
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 })
const settle = async (when: string, workers: readonly TimerService[]): Promise<void> => {
  desk.now(when)
  await until(async () => {
    for (const worker of workers) worker.poke()
    const due = await desk.ground.db.rows(sql`
      select from timers where due_at <= ${new Date(desk.ground.clock.now()).toISOString()}`)
    expect(due).toEqual([])
  })
}

const cora = async (): Promise<Id> => {
  const comment = { ...says('It burns.'), authorId: CORA }
  return (
    await desk.create({ ...creation, actor: by(BO), comment, set: { subject: 'Fire', priority: 'normal' } })
  ).ticket.id
}

const trigger = (id: number, all: Json[], actions: Json[]): Promise<number> =>
  desk.setPolicy('trigger', id, {
    title: `Trigger ${id}`,
    position: id,
    conditions: { all, any: [] },
    actions,
  })

const ticketOf = async (id: Id) =>
  (await desk.ground.db.one(sql<{
    version: number
    updated_at: Instant
    tags: string[]
    next_breach_at: Instant
  }>`
    select version, updated_at, tags, next_breach_at from tickets where ticket_id = ${id}`))!

const eventsOf = async (id: Id): Promise<string[]> =>
  (await desk.updates(id)).flatMap(({ audit }) => audit.events.map(({ type }) => String(type)))
const count = (list: readonly string[], one: string): number => list.filter((item) => item === one).length

describe('a breach', () => {
  it('is told once by two workers, at its instant, and changes nothing that anybody sees', async () => {
    const ids = [await cora(), await cora(), await cora()]
    const workers = [await work(), await work()]
    await settle('mon 10:07', workers)
    for (const id of ids) {
      const events = await eventsOf(id)
      expect([count(events, 'sla_breached'), count(events, 'sla_warning')]).toEqual([1, 1])
      expect((await desk.metricEvents(id)).filter((event) => event.includes('breach'))).toEqual([
        'reply_time/1 breach 02T10:00',
      ])
      const ticket = await ticketOf(id)
      expect(ticket).toMatchObject({ version: 3, updated_at: Date.parse('2026-03-02T09:00:00Z') })
      expect(ticket.next_breach_at).toBe(Date.parse('2026-03-02T10:00:00Z'))
      const { body } = await desk.call(ADA, 'GET', `/api/v2/tickets/${id}/audits`)
      expect(body.audits).toHaveLength(1)
      expect((await desk.call(ADA, 'GET', `/api/v2/tickets/${id}/audits/count`)).body.count.value).toBe(1)
      expect(
        (await desk.call(ADA, 'GET', `/api/v2/tickets?include=last_audits`)).body.last_audits,
      ).toHaveLength(3)
    }
    expect(await desk.faults()).toEqual([])
  })

  it('comes though the worker that held it died, and once though it died after writing', async () => {
    const [unwritten, written] = [await cora(), await cora()]
    const dead = await newProcess()
    desk.now('mon 10:01')
    // Both were claimed; of one the Change was committed before the end came.
    await desk.ground.db.rows(
      sql`update timers set lease_owner = ${dead.identity.id}, lease_until = now() + interval '1 h'`,
    )
    await clockTimer(clockRoom()).fire({
      ticketId: written,
      kind: 'ticket_due',
      key: '',
      dueAt: Date.parse('2026-03-02T09:30:00Z') as Instant,
      payload: {},
      attempt: 1,
    })
    await dead.die()
    await settle('mon 10:02', [await work()])
    for (const id of [unwritten, written])
      expect([count(await eventsOf(id), 'sla_breached'), count(await eventsOf(id), 'sla_warning')]).toEqual([
        1, 1,
      ])
    expect(await desk.faults()).toEqual([])
  })

  it('is told by whoever comes first: triggers hear of it once', async () => {
    await trigger(
      61,
      [{ field: 'sla_breached', operator: 'is', value: 'first_reply_time' }],
      [
        { field: 'priority', value: 'normal' },
        { field: 'current_tags', value: 'late' },
      ],
    )
    await trigger(
      62,
      [{ field: 'update_type', operator: 'is', value: 'Change' }],
      [{ field: 'current_tags', value: 'changed' }],
    )
    const [byTimer, byUpdate] = [await cora(), await cora()]
    desk.now('mon 10:05')
    await desk.update(byUpdate, { comment: says('A note', false) })
    expect((await ticketOf(byUpdate)).tags).toEqual(['changed', 'late'])
    await settle('mon 10:06', [await work()])
    const ticket = await ticketOf(byTimer)
    // The trigger made an update of it, timed at the breach; others ran then, too, and it is told to everybody.
    expect(ticket.tags).toEqual(['changed', 'late'])
    expect(ticket.updated_at).toBe(Date.parse('2026-03-02T10:00:00Z'))
    const { body } = await desk.call(ADA, 'GET', `/api/v2/tickets/${byTimer}/audits`)
    expect(body.audits[1].events.map(({ type }: JsonObject) => type)).toEqual(['Change', 'Change'])
    for (const id of [byTimer, byUpdate]) expect(count(await eventsOf(id), 'sla_breached')).toBe(1)
    expect(await desk.faults()).toEqual([])
  })

  it('alone runs no trigger that does not ask for it', async () => {
    await trigger(
      63,
      [{ field: 'update_type', operator: 'is', value: 'Change' }],
      [{ field: 'current_tags', value: 'changed' }],
    )
    const id = await cora()
    await settle('mon 10:06', [await work()])
    expect((await ticketOf(id)).tags).toEqual([])
  })
})

describe('other instants', () => {
  it('warnings come at the distances that the desk has chosen as of the last update', async () => {
    const settings = (await desk.ground.policy.current()).document('account_settings', 1)!.body
    await desk.setPolicy('account_settings', 1, { ...settings, sla_warning_minutes: [10, 45] })
    await trigger(
      64,
      [{ field: 'sla_warning', operator: 'is', value: 'any' }],
      [{ field: 'current_tags', value: 'soon' }],
    )
    const id = await cora()
    await desk.setPolicy('account_settings', 1, settings)
    expect(await desk.timerAt(id)).toBe('02T09:15')
    const worker = await work()
    await settle('mon 09:16', [worker])
    expect((await ticketOf(id)).tags).toEqual(['soon'])
    // The trigger made it an update, so that the settings of now hold.
    expect(await desk.timerAt(id)).toBe('02T09:30')
    expect(await desk.faults()).toEqual([])
  })

  it('a warning that a reply has made needless is not given', async () => {
    const id = await cora()
    desk.now('mon 09:29')
    await desk.update(id, { comment: says('Water', true) })
    expect(await desk.timerAt(id)).toBeNull()
  })

  it('the due date of a task goes by once, and triggers can make something else of it', async () => {
    await trigger(
      65,
      [{ field: 'due_date_passed', operator: 'is', value: 'true' }],
      [{ field: 'type', value: 'question' }],
    )
    await desk.setPolicy('sla_policy', 1, null)
    const id = await cora()
    await desk.update(id, { set: { type: 'task', dueAt: Date.parse('2026-03-02T12:00:00Z') as Instant } })
    expect(await desk.timerAt(id)).toBe('02T12:00')
    await settle('mon 12:01', [await work()])
    expect(await desk.ground.db.one(sql`select type, due_at from tickets where ticket_id = ${id}`)).toEqual({
      type: 1,
      due_at: null,
    })
    expect(await desk.timerAt(id)).toBeNull()
    expect(count(await eventsOf(id), 'due_date_passed')).toBe(1)
    await desk.setPolicy('sla_policy', 1, slaBody('Hour', 1, [['first_reply_time', 'normal', 60]]))
    expect(await desk.faults()).toEqual([])
  })

  it('what nobody but time may say is refused to people', async () => {
    const id = await cora()
    const outcome = await desk.commit(
      { ...creation, kind: 'update', actor: by(BO), timer: { dueAt: desk.ground.clock.now() } },
      { ticketId: id },
    )
    expect(outcome).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  })
})
