import { describe, expect, test } from 'vitest'
import { sql } from '../../platform/db/index.ts'
import { mailDesk } from './fixture.ts'
import { processMail } from './process-mail.ts'
import { claimMails } from './store.ts'

const mail = {
  from: 'cora@acme.example',
  subject: 'x',
  text: 'x',
  attachments: [{ filename: 'a.txt', content: 'a' }],
}

const SLOW = { timeout: 10_000 }

describe('when something fails under way', () => {
  test('a mail that failed once leaves nothing behind, and becomes one ticket when it comes again', async () => {
    let failures = 0
    const desk = await mailDesk({
      room: (room) => ({
        ...room,
        tickets: {
          applyChange: async (...args) => {
            const committed = await room.tickets.applyChange(...args)
            // The ticket is written; the transaction is not.
            if (failures++ === 0) throw new Error('the process was interrupted')
            return committed
          },
        },
      }),
    })
    await desk.send(mail)
    await expect.poll(() => failures, SLOW).toBe(1)
    await expect
      .poll(
        async () =>
          (
            await desk.ground.db.one(
              sql<{ due: boolean }>`select lease_until is null as due from inbound_mails`,
            )
          )?.due,
        SLOW,
      )
      .toBe(true)
    expect(await desk.tickets()).toEqual([])
    desk.ground.clock.advance(2_000)
    desk.worker.poke()
    expect(await desk.settled()).toMatchObject([{ state: 'done', attempts: 2 }])
    expect(await desk.tickets()).toHaveLength(1)
    await desk.close()
  })

  test('a mail that nobody can process is suspended after three more tries, and others go on', async () => {
    const desk = await mailDesk({
      room: (room) => ({
        ...room,
        tickets: {
          applyChange: async (change, target, options) => {
            if (change.set.subject === 'poison') throw new Error('a bug')
            return room.tickets.applyChange(change, target, options)
          },
        },
      }),
    })
    await desk.send({ ...mail, subject: 'poison' })
    await desk.send({ ...mail, subject: 'fine' })
    await expect
      .poll(async () => {
        const waits = await desk.ground.db.rows(
          sql`select from inbound_mails where state = 'received' and lease_until is null`,
        )
        if (waits.length > 0) desk.ground.clock.advance(5_000)
        desk.worker.poke()
        return (await desk.suspended()).map(({ cause_id, subject }) => `${cause_id} ${subject}`)
      }, SLOW)
      .toEqual(['24 poison'])
    expect((await desk.settled()).find(({ state }) => state === 'suspended')?.attempts).toBe(4)
    expect(await desk.tickets()).toMatchObject([{ subject: 'fine' }])
    await desk.close()
  })

  test('two workers that hold the same mail make one ticket', async () => {
    const desk = await mailDesk()
    await desk.worker.stop()
    await desk.send(mail)
    const now = desk.ground.clock.now()
    const [claimed] = await claimMails(desk.ground.db, { owner: 7, now, until: now, limit: 1 })
    const room = {
      ...desk.room,
      pool: (await import('./parse/pool.ts')).createParsePool({ workers: 2, resolve: desk.room.resolve }),
    }
    const both = await Promise.allSettled([processMail(room, claimed!), processMail(room, claimed!)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await desk.tickets()).toHaveLength(1)
    await room.pool.close()
    await desk.close()
  })

  test('mail is put off with 451 while it cannot be stored or the disk is short, and 552 is not its answer', async () => {
    const short = await mailDesk({ smtp: { isShortOfSpace: async () => true } })
    await expect(short.send(mail)).rejects.toMatchObject({ responseCode: 451 })
    await short.close()
    const desk = await mailDesk()
    await desk.ground.db.rows(sql`alter table inbound_mails rename to away`)
    await expect(desk.send(mail)).rejects.toMatchObject({ responseCode: 451 })
    await desk.ground.db.rows(sql`alter table away rename to inbound_mails`)
    await desk.send(mail)
    expect(await desk.settled()).toMatchObject([{ state: 'done' }])
    await desk.close()
  })

  test('a lease that ran out with its process gives the mail to the next', async () => {
    const desk = await mailDesk()
    await desk.worker.stop()
    await desk.send(mail)
    const now = desk.ground.clock.now()
    const until = (now + 15_000) as typeof now
    expect(await claimMails(desk.ground.db, { owner: 7, now, until, limit: 5 })).toHaveLength(1)
    expect(await claimMails(desk.ground.db, { owner: 8, now, until, limit: 5 })).toHaveLength(0)
    expect(await claimMails(desk.ground.db, { owner: 8, now: until, until, limit: 5 })).toHaveLength(1)
    await desk.close()
  })
})
