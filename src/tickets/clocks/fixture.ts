import { expect } from 'vitest'
import { type Id, type Instant, instantOf, type JsonObject, parseIso, toIso } from '../../kernel/index.ts'
import { people } from '../../people/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { PolicyEdit } from '../../platform/policy/index.ts'
import { finish } from '../../sla/core/index.ts'
import { apiDesk } from '../api-fixture.ts'
import { ADA } from '../fixture.ts'
import { ticketVerifier } from '../verify.ts'

/** For tests of tickets and time: a desk whose clock is set by hand, in the week of Monday, 2 March 2026. */
export type TimedDesk = Awaited<ReturnType<typeof timedDesk>>

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** `tue 10:00` is 2026-03-03T10:00:00Z. */
export const moment = (text: string): Instant => {
  const [day = '', time = ''] = text.split(' ')
  const at = parseIso(`2026-03-0${2 + DAYS.indexOf(day)}T${time.length === 5 ? `${time}:00` : time}Z`)
  expect(at, text).toBeDefined()
  return at!
}

/** `02T10:00`, the form of the desk's answers. */
const shown = (at: number): string => toIso(instantOf(at)).slice(8, 16)

export const timedDesk = async () => {
  const desk = await apiDesk()
  const { ground, tickets } = desk
  const viewer = await people(ground).viewer(ADA)
  const setPolicy = (kind: string, id: Id, body: JsonObject | null): Promise<number> =>
    ground.db.transaction((tx) => {
      const edits: PolicyEdit[] = [{ kind, id, body }]
      return ground.policy.edit(tx, { authorId: ADA, reason: 'test', at: ground.clock.now() }, edits)
    })
  return {
    ...desk,
    /** As on the first morning: no tickets, no promises, no hours, no rules. */
    empty: async (): Promise<void> => {
      await ground.db.rows(sql`truncate tickets, timers, feed, feed_inbox`)
      await ground.db.rows(sql`alter table audits disable trigger user`)
      await ground.db.rows(sql`truncate audits, comments`)
      await ground.db.rows(sql`alter table audits enable trigger user`)
      for (const kind of ['sla_policy', 'group_sla_policy', 'schedule', 'deleted_schedule', 'trigger'])
        for (const { id } of (await ground.policy.current()).documents(kind)) await setPolicy(kind, id, null)
      ground.clock.advance(moment('mon 09:00') - ground.clock.now())
    },
    now: (text: string): void => ground.clock.advance(moment(text) - ground.clock.now()),
    setPolicy,
    /** Everything that its clocks say as of a moment. */
    finished: async (id: Id, until: string) => {
      const { clocks, hoursOf } = (await tickets.clockOf(viewer, id))!
      return finish(clocks.sla, moment(until), hoursOf)
    },
    /** What is kept with it, as of a moment. */
    kept: async (id: Id, until: string) => {
      const { clocks, hoursOf } = (await tickets.timesOf(viewer, [id])).get(id)!
      return finish(clocks.sla, moment(until), hoursOf)
    },
    updates: async (id: Id) => (await tickets.clockOf(viewer, id))!.updates,
    /** `reply_time/1 breach 02T10:00` */
    metricEvents: async (id: Id): Promise<string[]> =>
      (await tickets.metricEventsOf(viewer, id)).map(
        ({ metric, instance, type, at, deleted }) =>
          `${metric}/${instance} ${type} ${shown(at)}${deleted ? ' deleted' : ''}`,
      ),
    /** What the one timer of a ticket is set to. */
    timerAt: async (id: Id): Promise<string | null> => {
      const timers = await ground.db.rows(sql<{ at: Instant }>`
        select due_at as at from timers where ticket_id = ${id}`)
      expect(timers.length).toBeLessThan(2)
      return timers[0] ? shown(timers[0].at) : null
    },
    faults: async (): Promise<string[]> => {
      const found: string[] = []
      for await (const fault of ticketVerifier.verify(ground.db)) found.push(fault)
      return found
    },
  }
}
