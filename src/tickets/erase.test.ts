import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../platform/db/index.ts'
import { ticketEraser } from './erase.ts'
import { BO, by, CORA, says, type TicketDesk, ticketDesk, ZOE } from './fixture.ts'
import { ticketVerifier } from './verify.ts'

let desk: TicketDesk
beforeAll(async () => {
  desk = await ticketDesk()
})
afterAll(() => desk.close())

const TABLES = ['tickets', 'audits', 'comments', 'attachments', 'uploads', 'upload_files', 'outbox']

/** Everything that this domain stores, as one text. */
const dump = async (): Promise<string> => {
  const texts = await Promise.all(
    TABLES.map(async (table) =>
      JSON.stringify(await desk.ground.db.rows(sql`select to_jsonb(r) from ${sql.table(table)} r`)),
    ),
  )
  return texts.join('\n')
}

const faults = async (): Promise<string[]> => {
  const found: string[] = []
  for await (const fault of ticketVerifier.verify(desk.ground.db)) found.push(fault)
  return found
}

describe('erasing a person', () => {
  it('takes out what they asked, wrote and sent, and the chain still holds', async () => {
    const { db } = desk.ground
    await db.rows(sql`update users set name = 'Canary Name', phone = 'canary-phone' where id = ${CORA}`)
    const theirs = await desk.create({
      actor: by(CORA),
      set: { subject: 'canary-subject' },
      comment: { ...says('canary-body'), attachments: [file('canary-file.txt')] },
      metadata: { system: { ip_address: 'canary-ip' }, custom: {} },
      via: { channel: 'email', source: { from: { address: 'canary-from' }, to: {}, rel: null } },
    })
    await desk.update(theirs.ticket.id, {
      set: { subject: 'canary-second' },
      comment: says('Dear canary-quoted'),
    })
    const others = await desk.create({
      requesterId: ZOE,
      emailCcs: { set: [CORA] },
      set: { subject: 'Stays' },
    })
    await desk.update(others.ticket.id, { actor: by(CORA), comment: says('canary-reply') })
    await db.rows(
      sql`insert into uploads (hash, user_id, created_at, expires_at) values ('\\x02', ${CORA}, now(), now())`,
    )
    await db.rows(sql`insert into upload_files (upload_id, blob, file_name, content_type, size, sha256, created_at)
      select id, 'b', 'canary-upload', 'text/plain', 1, 'ff', now() from uploads`)
    expect((await dump()).match(/canary/gi)?.length).toBeGreaterThan(10)

    await db.transaction(async (tx) => ticketEraser.eraseUser?.(tx, CORA))

    const left = await dump()
    expect(left).not.toMatch(/canary/i)
    expect(left).toContain('Stays')
    expect(await faults()).toEqual([])
  })

  it('is the only way in which an audit changes', async () => {
    const { ticket } = await desk.create()
    const { db } = desk.ground
    const where = sql`ticket_id = ${ticket.id}`
    for (const attempt of [
      sql`update audits set events = '[]' where ${where}`,
      sql`update audits set texts = jsonb_set(texts, '{subject,value}', '"other"') where ${where}`,
      sql`update audits set texts = texts - 'subject' where ${where}`,
      sql`update audits set texts = texts || '{"new": null}' where ${where}`,
      sql`delete from audits where ${where}`,
      sql`truncate audits`,
    ])
      await expect(db.rows(attempt)).rejects.toThrow(/never changed/)
    await db.rows(sql`select erase_audit_texts(${ticket.id}, 1, array['subject'])`)
    expect(await faults()).toEqual([])
  })

  it('erases one ticket and leaves others alone', async () => {
    const [gone, kept] = [
      await desk.create({ actor: by(BO), set: { subject: 'canary-gone' } }),
      await desk.create({ set: { subject: 'kept-subject' } }),
    ]
    await desk.ground.db.transaction(async (tx) => ticketEraser.eraseTicket?.(tx, gone.ticket.id))
    const left = await dump()
    expect(left).not.toContain('canary-gone')
    expect(left).toContain('kept-subject')
    expect(kept.ticket.subject).toBe('kept-subject')
    expect(await faults()).toEqual([])
  })
})

const file = (fileName: string) => ({
  id: 900,
  blob: 'b',
  fileName,
  contentType: 'text/plain',
  size: 1,
  sha256: 'ff',
  inline: false,
  contentId: null,
  width: null,
  height: null,
})
