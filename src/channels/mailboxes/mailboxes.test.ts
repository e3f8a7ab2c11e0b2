import { chmod, readdir } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../../platform/db/index.ts'
import { CORA } from '../../tickets/fixture.ts'
import type { Intake } from '../mail/intake.ts'
import { openFolder } from './connection.ts'
import { letter, type MailboxDesk, mailboxDesk } from './fixture.ts'
import { look } from './look.ts'
import { openMessages } from './store.ts'

let desk: MailboxDesk
beforeEach(async () => {
  desk = await mailboxDesk()
})
afterEach(() => desk.close())

const deliver = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await desk.server.deliver('support', letter())
}
const subjects = async (): Promise<string[]> => (await desk.tickets()).map(({ subject }) => subject).sort()
const hasTickets = (count: number) => async (): Promise<boolean> => (await desk.tickets()).length >= count
const isRead = async (): Promise<boolean> => (await desk.server.count('support')).unseen === 0

describe('a mailbox', () => {
  test('gives each mail once, and is marked when it is in store', async () => {
    await deliver(7)
    const { id } = await desk.add()
    await desk.poller()
    await desk.until(isRead)
    await desk.settled()
    await deliver(2)
    await desk.until(hasTickets(9))
    await desk.until(isRead)
    const mails = await desk.settled()
    expect(mails.map(({ state }) => state)).toEqual(Array(9).fill('done'))
    expect(new Set(await subjects()).size).toBe(9)
    // The last message is marked on the server before the look that marked it has ended.
    await desk.until(async () => (await desk.box(id)).backlog === 0)
    expect(await desk.box(id)).toMatchObject({ failures: 0, error: null, last_uid: 9 })
  })

  test('tells of new mail by itself, long before the next look', async () => {
    await desk.add({ idle: true, poll_seconds: 3_600 })
    await desk.poller()
    await desk.server.deliver('support', letter())
    await desk.until(hasTickets(1))
    await desk.server.deliver('support', letter())
    await desk.until(hasTickets(2))
  })

  test('has its messages moved or deleted where it says so', async () => {
    await deliver(2)
    await desk.server.deliver('billing', letter())
    await desk.add({ after: 'move', move_to: 'Done' })
    await desk.add({ after: 'delete', username: 'billing' })
    await desk.poller()
    await desk.until(async () => (await desk.server.count('support', 'Done')).all === 2)
    await desk.until(async () => (await desk.server.count('billing')).all === 0)
    // The server copies first, and removes then.
    await desk.until(async () => (await desk.server.count('support')).all === 0)
    await desk.settled()
    expect(await desk.tickets()).toHaveLength(3)
  })

  test('begins where it is told to: with what nobody has read, with all, or with what is new', async () => {
    for (const user of ['unseen', 'none'] as const) {
      await desk.server.deliver(user, letter({ subject: `${user} old` }), { seen: true })
      await desk.server.deliver(user, letter({ subject: `${user} waiting` }))
      await desk.add({ username: user, existing_mail: user })
    }
    await desk.poller()
    await desk.until(async () => (await subjects()).includes('unseen waiting'))
    await desk.until(async () => (await desk.box(2)).checked_at !== null)
    for (const user of ['unseen', 'none'])
      await desk.server.deliver(user, letter({ subject: `${user} new` }), { seen: true })
    await desk.until(hasTickets(3))
    await desk.settled()
    expect(await subjects()).toEqual(['none new', 'unseen new', 'unseen waiting'])
  })

  test('threads an answer by the token in the address that it was delivered to', async () => {
    const { ticket } = await desk.desk.create()
    const head = `Delivered-To: ${desk.replyAddress(ticket.id, CORA)}\r\nAuthentication-Results: mx.example; dmarc=pass`
    await desk.server.deliver('support', letter({ head, body: 'It burns still.' }))
    await desk.server.deliver(
      'support',
      letter({ head: head.replace('mx.example', 'evil.example'), body: 'Forged.' }),
    )
    await desk.add({ authentication_host: 'mx.example' })
    await desk.poller()
    await desk.until(isRead)
    const mails = await desk.settled()
    expect(mails.map(({ outcome }) => [outcome?.kind, outcome?.verdict])).toEqual([
      ['comment', 'pass'],
      ['suspended', 'none'],
    ])
  })
})

describe('nothing is lost and nothing doubled', () => {
  test('when the server dies in the middle, again and again', async () => {
    await deliver(60)
    await desk.add()
    await desk.poller()
    for (const taken of [5, 20, 40]) {
      await desk.until(async () => (await desk.box(1)).last_uid >= taken)
      await desk.server.kill()
      await desk.server.start()
    }
    await desk.until(isRead)
    await desk.settled()
    expect(await desk.tickets()).toHaveLength(60)
    expect(new Set(await subjects()).size).toBe(60)
  })

  test('when we die between keeping a mail and noting it', async () => {
    await deliver(3)
    await desk.add()
    let deaths = 0
    const take: Intake['take'] = async (delivery) => {
      const id = await desk.intake.take(delivery)
      if (deaths++ < 2) throw new Error('died here')
      return id
    }
    await desk.poller({ intake: { take } })
    await desk.until(isRead)
    const mails = await desk.settled()
    expect(mails.map(({ state }) => state).sort()).toEqual(['done', 'done', 'done', 'duplicate', 'duplicate'])
  })

  test('when the folder numbers its messages anew', async () => {
    await deliver(4)
    const { id } = await desk.add()
    await desk.poller()
    await desk.until(isRead)
    await desk.settled()
    const { uid_validity: before } = await desk.box(id)
    await desk.server.renumber('support')
    await deliver(1)
    await desk.until(hasTickets(5))
    await desk.until(isRead)
    await desk.settled()
    expect((await desk.box(id)).uid_validity).not.toBe(before)
    expect(await desk.tickets()).toHaveLength(5)
  })

  test('when two fetch at once, each taking itself for the only one', async () => {
    await deliver(20)
    const box = await desk.add()
    const looks = [1, 2].map(async () => {
      const login = { ...box, password: 'correct-horse-7-"staple' }
      const folder = await openFolder(login, [{ address: '127.0.0.1', family: 4 }], desk.room.connect)
      await look(desk.room, box, folder, new AbortController().signal)
      await folder.close()
    })
    await Promise.all(looks)
    await desk.settled()
    expect(await desk.tickets()).toHaveLength(20)
    expect(await isRead()).toBe(true)
  })

  test('by two processes: one fetches, and the other takes over when it is gone', async () => {
    await desk.add({ idle: true })
    const first = await desk.poller()
    await desk.poller()
    await deliver(5)
    await desk.until(hasTickets(5))
    await first.stop()
    await deliver(5)
    await desk.until(hasTickets(10))
    await desk.until(isRead)
    const mails = await desk.settled()
    expect(mails.every(({ state }) => state === 'done')).toBe(true)
  })
})

describe('trouble', () => {
  test('with the password is told, and ends when it is mended', async () => {
    await deliver(1)
    const { id } = await desk.add({}, 'wrong')
    await desk.poller()
    await desk.until(async () => (await desk.box(id)).failures >= 2)
    expect((await desk.box(id)).error).toMatch(/refused user name and password/)
    // It is told before the mailbox is given back, and only then it has a time to come again.
    await desk.until(async () => (await desk.box(id)).due_at > desk.room.ground.clock.now())
    const sealed = desk.room.ground.keys.seal('mailbox', Buffer.from('correct-horse-7-"staple'))
    await desk.room.ground.db.rows(sql`update mailboxes set password = ${sealed} where id = ${id}`)
    await desk.until(hasTickets(1))
    // The mail is a ticket before the look that brought it has ended.
    await desk.until(async () => (await desk.box(id)).failures === 0)
    expect((await desk.box(id)).error).toBeNull()
  })

  test('with a certificate that nobody vouches for keeps the password here', async () => {
    const { id } = await desk.add()
    await desk.poller({ connect: {} })
    await desk.until(async () => (await desk.box(id)).failures > 0)
    expect((await desk.box(id)).error).toMatch(/could not prove who it is by TLS/)
  })

  test('with one message leaves it where it is, after a few tries, while the rest flows', async () => {
    await desk.server.deliver('support', letter({ subject: 'first' }))
    await desk.server.deliver('support', letter({ subject: 'unreadable' }))
    await desk.server.deliver('support', letter({ subject: 'third' }))
    const { id } = await desk.add()
    const files = await filesOf('support')
    await chmod(files[1]!, 0)
    await desk.poller()
    await desk.until(hasTickets(2))
    const named = { mailboxId: id, uidValidity: (await desk.box(id)).uid_validity! }
    const left = () => openMessages(desk.room.ground.db, named, ['left'], 10)
    await desk.until(async () => (await left()).length === 1)
    expect(await left()).toMatchObject([{ uid: 2 }])
    await deliver(1)
    await desk.until(hasTickets(3))
    await desk.until(async () => (await desk.box(id)).failures === 0)
  })

  test('with a mail that cannot be read suspends it while the rest flows', async () => {
    const nested = Array.from(
      { length: 80 },
      (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}`,
    )
    await desk.server.deliver('support', letter({ subject: 'poison', head: nested.join('\r\n') }))
    await desk.server.deliver('support', letter({ subject: 'good' }))
    await desk.add()
    await desk.poller()
    await desk.until(isRead)
    const mails = await desk.settled()
    expect(mails.map(({ state }) => state)).toEqual(['suspended', 'done'])
  })

  test('with room or the database is none of the mail’s: it waits on the server', async () => {
    await deliver(1)
    const { id } = await desk.add()
    let full = true
    const take: Intake['take'] = async (delivery) => {
      if (full) throw new Error('no space left on device')
      return desk.intake.take(delivery)
    }
    await desk.poller({ intake: { take } })
    await desk.until(async () => (await desk.box(id)).failures >= 2)
    expect((await desk.server.count('support')).unseen).toBe(1)
    full = false
    await desk.until(isRead)
    await desk.settled()
    expect(await desk.tickets()).toHaveLength(1)
  })
})

const filesOf = async (user: string): Promise<string[]> => {
  const path = desk.server.pathOf(user)
  return (await readdir(`${path}/new`)).sort().map((name) => `${path}/new/${name}`)
}
