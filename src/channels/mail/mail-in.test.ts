import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../platform/db/index.ts'
import { BO, CARL, CORA, ZOE } from '../../tickets/fixture.ts'
import { type MailDesk, mailDesk } from './fixture.ts'

let desk: MailDesk
beforeAll(async () => {
  desk = await mailDesk()
})
afterAll(() => desk.close())

const last = <T>(list: readonly T[]): T => list.at(-1) as T

describe('a mail from a customer', () => {
  test('becomes a ticket with sanitised HTML, its files and where it came from', async () => {
    await desk.send({
      from: '"Cora Customer" <cora@acme.example>',
      subject: 'Der Drucker brennt 🔥',
      text: 'Please help.',
      html: '<p onclick="x()">Please <b>help</b>. <img src="cid:fire@acme"></p><script>alert(1)</script>',
      attachments: [
        { filename: 'fire.png', content: Buffer.from('png'), cid: 'fire@acme', contentType: 'image/png' },
        { filename: '../../log.txt', content: Buffer.alloc(8192, 65) },
      ],
      messageId: '<first@acme.example>',
      headers: { 'X-Mailer': 'Pine 3.0' },
    })
    const mails = await desk.settled()
    expect(last(mails)).toMatchObject({ state: 'done', outcome: { kind: 'new_ticket', verdict: 'pass' } })
    const ticket = last(await desk.tickets())
    expect(ticket).toMatchObject({
      subject: 'Der Drucker brennt 🔥',
      requester_id: CORA,
      recipient: 'support@example.com',
      via: { channel: 'email', source: { from: { address: 'cora@acme.example', name: 'Cora Customer' } } },
    })
    const [comment] = await desk.comments(ticket.ticket_id)
    expect(comment).toMatchObject({
      author_id: CORA,
      public: true,
      body: 'Please help.',
      verdict: 'pass',
      flags: [],
    })
    expect(comment?.html).toBe('<p>Please <b>help</b>. <img src="cid:fire@acme" /></p>')
    const files = await desk.ground.db.rows(
      sql<{ file_name: string; size: number; inline: boolean; content_id: string | null; blob: string }>`
        select file_name, size, inline, content_id, blob from attachments where ticket_id = ${ticket.ticket_id} order by id`,
    )
    expect(files).toMatchObject([
      { file_name: 'fire.png', inline: true, content_id: 'fire@acme' },
      { file_name: 'log.txt', inline: false, size: 8192 },
    ])
    expect((await desk.ground.blobs.read(files[1]?.blob ?? '')).equals(Buffer.alloc(8192, 65))).toBe(true)
    const audit = await desk.ground.db.one(sql<{ texts: { metadata: { value: { system: object } } } }>`
      select texts from audits where ticket_id = ${ticket.ticket_id}`)
    expect(audit?.texts.metadata.value.system).toMatchObject({
      message_id: '<first@acme.example>',
      client: 'Pine 3.0',
    })
  })

  test('brings its CCs when its domain vouches for it, and not otherwise', async () => {
    await desk.send({
      from: 'cora@acme.example',
      cc: ['carl@acme.example', 'new@other.example', 'x@example.com'],
      subject: 'cc',
      text: 'x',
    })
    await desk.settled()
    const [, ...rest] = last(await desk.tickets()).email_cc_ids
    expect(last(await desk.tickets()).email_cc_ids).toContain(CARL)
    expect(rest).toHaveLength(1)
    await desk.send({ from: 'someone@unknown.example', cc: 'carl@acme.example', subject: 'no cc', text: 'x' })
    await desk.settled()
    expect(last(await desk.tickets()).email_cc_ids).toEqual([])
  })

  test.each(['suspend', 'flag', 'accept'] as const)(
    'that nobody vouches for brings no CCs, whatever the desk accepts (%s)',
    async (mailUnauthenticated) => {
      const lenient = await mailDesk({ settings: { mailUnauthenticated } })
      for (const from of ['someone@unknown.example', 'else@mail.broken.example'])
        await lenient.send({ from, cc: 'carl@acme.example', subject: from, text: 'x' })
      await lenient.settled()
      const tickets = await lenient.tickets()
      await lenient.close()
      expect(tickets.map(({ email_cc_ids: ccs }) => ccs)).toEqual([[], []])
    },
    30_000,
  )

  test('is one ticket however often it is delivered', async () => {
    const before = (await desk.tickets()).length
    const mail = {
      from: 'cora@acme.example',
      subject: 'thrice',
      text: 'once',
      messageId: '<thrice@acme.example>',
    }
    await Promise.all([desk.send(mail), desk.send(mail), desk.send(mail)])
    const mails = (await desk.settled()).slice(-3)
    expect(mails.map(({ state }) => state).sort()).toEqual(['done', 'duplicate', 'duplicate'])
    expect(await desk.tickets()).toHaveLength(before + 1)
    await desk.send({ ...mail, text: 'another body under the same id' })
    expect(last(await desk.settled()).state).toBe('done')
  })

  test('keeps the whole text of one that is too long as a file', async () => {
    const text = 'All work and no play.\n'.repeat(5_000)
    await desk.send({ from: 'cora@acme.example', subject: 'long', text })
    await desk.settled()
    const ticket = last(await desk.tickets())
    const [comment] = await desk.comments(ticket.ticket_id)
    expect(Buffer.byteLength(comment?.body ?? '')).toBeLessThanOrEqual(65_536)
    expect(comment?.body).toMatch(/cut here/)
    const file = await desk.ground.db.one(sql<{ blob: string; file_name: string }>`
      select blob, file_name from attachments where ticket_id = ${ticket.ticket_id}`)
    expect(file?.file_name).toBe('whole-message.txt')
    expect((await desk.ground.blobs.read(file?.blob ?? '')).toString().trim()).toBe(text.trim())
  })
})

describe('an answer', () => {
  test('to the reply address becomes a comment, its quote folded away', async () => {
    const { ticket } = await desk.desk.create()
    await desk.send({
      from: 'cora@acme.example',
      to: desk.replyAddress(ticket.id, CORA),
      subject: 'Re: The printer is on fire',
      text: 'It is out.\n\nOn Mon, 5 Jan 2026, Bo wrote:\n> did you try water?',
    })
    expect(last(await desk.settled())).toMatchObject({ outcome: { kind: 'comment', ticket_id: ticket.id } })
    const comment = last(await desk.comments(ticket.id))
    expect(comment).toMatchObject({ author_id: CORA, body: 'It is out.', public: true })
    expect(comment.quoted_html).toContain('did you try water?')
  })

  test('is recognised by our Message-ID in References too, and an agent may give it', async () => {
    const { ticket } = await desk.desk.create()
    await desk.send({
      from: 'bo@desk.example',
      inReplyTo: desk.messageId(ticket.id, BO),
      subject: 'Re: x',
      text: 'On my way.',
    })
    expect(last(await desk.settled())).toMatchObject({ outcome: { kind: 'comment', ticket_id: ticket.id } })
    expect(last(await desk.comments(ticket.id))).toMatchObject({ author_id: BO, public: true })
  })

  test('of a stranger, of another customer, with a forged or a revoked token waits unseen', async () => {
    const { ticket } = await desk.desk.create()
    const good = desk.replyAddress(ticket.id, CORA)
    const forged = good.replace(/\.[a-z2-7]{26}@/, `.${'a'.repeat(26)}@`)
    const sent: [string, string, number][] = [
      ['stranger@zimmer.example', good, 5],
      ['zoe@zimmer.example', good, 6],
      ['cora@acme.example', forged, 26],
      ['cora@acme.example', desk.replyAddress(ticket.id, CORA, 7), 26],
      ['cora@forged.example', good, 26],
    ]
    for (const [from, to, cause] of sent) {
      await desk.send({ from, to, subject: 'Your code', text: 'verification code 123456' })
      expect(last(await desk.settled()).state, from).toBe('suspended')
      expect(last(await desk.suspended()), from).toMatchObject({ cause_id: cause, author_email: from })
    }
    expect(await desk.comments(ticket.id)).toHaveLength(1)
    expect(ZOE).toBeGreaterThan(0)
  })

  test('to a merged ticket goes to the one in which it goes on', async () => {
    const [target, source] = [(await desk.desk.create()).ticket, (await desk.desk.create()).ticket]
    await desk.ground.db.rows(
      sql`update tickets set status = 5, merged_into = ${target.id} where ticket_id = ${source.id}`,
    )
    const answer = {
      from: 'cora@acme.example',
      to: desk.replyAddress(source.id, CORA),
      subject: 'Re: x',
      text: 'Still.',
    }
    await desk.send(answer)
    expect(last(await desk.settled())).toMatchObject({ outcome: { kind: 'comment', ticket_id: target.id } })
    await desk.send({ ...answer, from: 'zoe@zimmer.example' })
    expect(last(await desk.settled()).state).toBe('suspended')
  })

  test('to a closed ticket becomes a new one that names it', async () => {
    const { ticket } = await desk.desk.create()
    await desk.ground.db.rows(sql`update tickets set status = 5 where ticket_id = ${ticket.id}`)
    await desk.send({
      from: 'cora@acme.example',
      to: desk.replyAddress(ticket.id, CORA),
      subject: 'again',
      text: 'again',
    })
    expect(last(await desk.settled())).toMatchObject({ state: 'done', outcome: { kind: 'new_ticket' } })
    expect(last(await desk.tickets()).via.source.from).toMatchObject({ ticket_id: ticket.id })
  })
})

describe('mail that nobody wrote', () => {
  test('is known by its marks', async () => {
    await desk.send({
      from: 'cora@acme.example',
      subject: 'Out of office',
      text: 'away',
      headers: { 'Auto-Submitted': 'auto-replied' },
    })
    await desk.settled()
    expect(last(await desk.suspended()).cause_id).toBe(8)
    await desk.sendRaw(
      'From: cora@acme.example\r\nTo: support@example.com\r\nMessage-ID: <blank@x>\r\n\r\n\r\n',
    )
    await desk.settled()
    expect(last(await desk.suspended()).cause_id).toBe(11)
  })
})

describe('the SMTP door', () => {
  /** Says lines one after the other and gives the codes that came back. */
  const talk = (lines: readonly string[]): Promise<string[]> =>
    new Promise((resolve, reject) => {
      const socket = connect(desk.smtp.port(), '127.0.0.1')
      const codes: string[] = []
      let held = ''
      const rest = [...lines]
      socket.setEncoding('utf8')
      socket.on('error', reject)
      socket.on('close', () => resolve(codes))
      socket.on('data', (text: string) => {
        held += text
        for (let end = held.indexOf('\n'); end >= 0; end = held.indexOf('\n')) {
          const line = held.slice(0, end)
          held = held.slice(end + 1)
          if (line[3] !== ' ') continue
          codes.push(line.slice(0, 3))
          const next = rest.shift()
          if (next === undefined) socket.end()
          else socket.write(`${next}\r\n`)
        }
      })
    })

  test('refuses what is not for us, too big or against order; offers no TLS with a key that all know', async () => {
    expect(await talk(['EHLO x', 'MAIL FROM:<a@b.example>', 'RCPT TO:<other@example.com>', 'QUIT'])).toEqual([
      '220',
      '250',
      '250',
      '550',
      '221',
    ])
    expect((await talk(['EHLO x', 'MAIL FROM:<a@b.example> SIZE=60000000', 'QUIT']))[2]).toBe('552')
    expect((await talk(['EHLO x', 'STARTTLS', 'QUIT']))[2]).toMatch(/^5/)
    expect((await talk(['EHLO x', 'AUTH LOGIN', 'QUIT']))[2]).toMatch(/^5/)
    expect((await talk(['EHLO x', 'RCPT TO:<support@example.com>', 'QUIT']))[2]).toBe('503')
  })

  test('takes up to 100 recipients', async () => {
    const to = Array.from({ length: 101 }, (_, i) => `RCPT TO:<support+${i}@example.com>`)
    const codes = await talk(['EHLO x', 'MAIL FROM:<a@b.example>', ...to, 'QUIT'])
    expect(codes.slice(3, 103).every((code) => code === '250')).toBe(true)
    expect(codes[103]).toBe('452')
  })

  test('stores large mail in the blob store and gives it whole', async () => {
    const content = Buffer.alloc(3 * 1024 * 1024, 'abcdefg\n')
    await desk.send({
      from: 'cora@acme.example',
      subject: 'large',
      text: 'see file',
      attachments: [{ filename: 'a.bin', content }],
    })
    await desk.settled()
    const row = last(
      await desk.ground.db.rows(sql<{ raw: Buffer | null; blob: string | null; state: string }>`
        select raw, blob, state from inbound_mails order by id`),
    )
    expect(row).toMatchObject({ raw: null, state: 'done' })
    expect((await desk.ground.blobs.read(row.blob ?? '')).toString('latin1', 0, 9)).toBe('Received:')
    const file = last(
      await desk.ground.db.rows(sql<{ size: number }>`select size from attachments order by id`),
    )
    expect(file.size).toBe(content.length)
  })

  test('says 552 to a mail that grows too big under way, and keeps nothing', async () => {
    const before = (await desk.settled()).length
    const big = Buffer.alloc(51 * 1024 * 1024, 'x'.repeat(70).concat('\r\n'))
    await expect(
      desk.sendRaw(Buffer.concat([Buffer.from('Subject: big\r\n\r\n'), big])),
    ).rejects.toMatchObject({ responseCode: 552 })
    expect(await desk.settled()).toHaveLength(before)
  })
})

describe('a mail that an agent passes on', () => {
  const retold =
    'Please take it.\n\n---------- Forwarded message ---------\nFrom: Nina New <nina@elsewhere.example>\nDate: Monday\nSubject: It is broken\nTo: <bo@desk.example>\n\nThe lamp does not light.'

  test('opens a ticket for the customer, in their words; what the agent says of it stays inside', async () => {
    await desk.send({ from: 'bo@desk.example', subject: 'Fwd: It is broken', text: retold })
    expect(last(await desk.settled())).toMatchObject({ state: 'done', outcome: { kind: 'new_ticket' } })
    const ticket = last(await desk.tickets())
    const nina = await desk.ground.db.one(sql<{ id: number; name: string; verified: boolean }>`
      select u.id, u.name, u.verified from users u where u.email = 'nina@elsewhere.example'`)
    expect(nina).toMatchObject({ name: 'Nina New', verified: false })
    expect(ticket).toMatchObject({ subject: 'It is broken', requester_id: nina?.id })
    expect(await desk.comments(ticket.ticket_id)).toMatchObject([
      { author_id: nina?.id, public: true, body: 'The lamp does not light.', verdict: 'none' },
      { author_id: BO, public: false, body: 'Please take it.' },
    ])
  })

  test('is the agent’s own where nothing proves the agent, or it is about one of us', async () => {
    const cases: readonly (readonly [string, string])[] = [
      ['cora@acme.example', retold],
      ['bo@desk.example', retold.replace('nina@elsewhere.example', 'support@example.com')],
    ]
    for (const [from, text] of cases) {
      await desk.send({ from, subject: 'Fwd: It is broken', text })
      expect(last(await desk.settled()).state).toBe('done')
      const sender = await desk.ground.db.one(sql<{ id: number }>`select id from users where email = ${from}`)
      expect(last(await desk.tickets()).requester_id).toBe(sender?.id)
    }
  })
})
