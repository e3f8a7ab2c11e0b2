import type { SendMailOptions } from 'nodemailer'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Id, instantOf, type JsonObject } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { Effect, EffectOutcome } from '../../platform/module.ts'
import { conversation } from '../../tickets/comment-store.ts'
import type { Change } from '../../tickets/core/index.ts'
import { BO, by, CARL, CORA, says, ticketDesk } from '../../tickets/fixture.ts'
import { readAddressToken, readMessageId, splitAddress, verifyClaim } from '../core/reply-token.ts'
import { mailHandler } from './deliver.ts'
import type { RelayAnswer } from './relay.ts'

/** The desk of tickets with its way out, up to a relay that keeps what it is given. */
const openMail = async () => {
  const desk = await ticketDesk()
  const ground = {
    ...desk.ground,
    settings: { ...desk.ground.settings, supportAddresses: ['support@desk.example', 'help@desk.example'] },
  }
  const sent: SendMailOptions[] = []
  let answer: RelayAnswer = { answer: 'accepted' }
  const handler = mailHandler({
    ground,
    relay: {
      send: async (mail) => {
        if (answer.answer === 'accepted') sent.push(mail)
        return answer
      },
      close: () => {},
    },
    conversation: (ticketId, upTo) => conversation(ground.db, ticketId, upTo),
  })
  const waiting = () =>
    ground.db.rows(sql<{
      id: Id
      effect_key: string
      kind: string
      ticket_id: Id
      payload: JsonObject
      created_at: number
    }>`
      select id, effect_key, kind, ticket_id, payload, created_at from outbox where state = 'waiting' order by id`)
  const effects = async (): Promise<Effect[]> =>
    (await waiting()).map((row) => ({
      id: row.id,
      key: row.effect_key,
      kind: row.kind,
      ticketId: row.ticket_id,
      payload: row.payload,
      createdAt: instantOf(row.created_at),
      attempt: 1,
    }))
  return {
    ...desk,
    ground,
    sent,
    handler,
    effects,
    relayAnswers: (next: RelayAnswer) => {
      answer = next
    },
    /** Delivers all that waits, as the outbox would. */
    flush: async (): Promise<EffectOutcome[]> => {
      const outcomes: EffectOutcome[] = []
      for (const effect of await effects()) {
        const outcome = await handler.deliver(effect)
        outcomes.push(outcome)
        if (outcome.outcome !== 'retry') {
          await ground.db.rows(sql`update outbox set state = 'done' where id = ${effect.id}`)
        }
      }
      return outcomes
    },
    states: () =>
      ground.db.rows(sql<{ address: string; state: string; reason: string | null }>`
        select address, state, reason from outbound_mails order by id`),
  }
}

type Mail = Awaited<ReturnType<typeof openMail>>

const fromCora: Partial<Change> = { actor: by(CORA), requesterId: CORA }
const toCustomer = (mail: Mail, address: string) =>
  mail.sent.filter((one) => (one.to as { address: string }).address === address)

describe('mail on its way out', () => {
  let mail: Mail
  beforeEach(async () => {
    mail = await openMail()
  })
  afterEach(() => mail.close())

  it('tells the requester of receipt, marked as automatic', async () => {
    await mail.create(fromCora)
    await mail.flush()
    const [receipt] = toCustomer(mail, 'cora@acme.example')
    expect(receipt?.headers).toMatchObject({ 'Auto-Submitted': 'auto-generated' })
    expect(receipt?.text).toContain('Cora')
  })

  it('sends a public reply by the name of the agent, threaded, answerable by a token of the reader', async () => {
    const { ticket } = await mail.create(fromCora)
    await mail.flush()
    await mail.update(ticket.id, { comment: says('Use the red one.', true) })
    await mail.flush()
    const [receipt, reply] = toCustomer(mail, 'cora@acme.example')
    expect(reply?.from).toMatchObject({
      name: expect.stringContaining('Bo Agent'),
      address: 'support@desk.example',
    })
    expect(reply?.text).toContain('Use the red one.')
    expect(reply?.html).toContain('<p>Use the red one.</p>')
    expect(reply?.headers).not.toHaveProperty('Auto-Submitted')
    expect(reply?.inReplyTo).toBe(receipt?.messageId)

    const sign = (text: string) => mail.ground.keys.sign('reply', text)
    const address = readAddressToken(splitAddress(String(reply?.replyTo)).detail ?? '')
    const message = readMessageId(String(reply?.messageId))
    for (const claim of [address, message]) {
      expect(claim).toMatchObject({ ticketId: ticket.id, userId: CORA })
      expect(claim !== undefined && verifyClaim(claim, 1, sign)).toBe(true)
      expect(claim !== undefined && verifyClaim(claim, 2, sign)).toBe(false)
    }
  })

  it('answers from the support address that the customer wrote to', async () => {
    const { ticket } = await mail.create({
      ...fromCora,
      set: { subject: 'Hi', recipient: 'HELP@desk.example' },
    })
    await mail.update(ticket.id, { comment: says('Hello.', true) })
    await mail.flush()
    expect(toCustomer(mail, 'cora@acme.example').at(-1)?.from).toMatchObject({ address: 'help@desk.example' })
  })

  it('never lets a note out, however much is said around it', async () => {
    const { ticket } = await mail.create(fromCora)
    await mail.update(ticket.id, {
      comment: says('CANARY-note: she shouts.', false),
      emailCcs: { add: [CARL] },
    })
    await mail.update(ticket.id, { comment: says('All dry?', true) })
    await mail.update(ticket.id, { comment: says('CANARY-later', false) })
    await mail.flush()
    const customers = [...toCustomer(mail, 'cora@acme.example'), ...toCustomer(mail, 'carl@acme.example')]
    expect(customers.some((one) => String(one.text).includes('All dry?'))).toBe(true)
    for (const one of customers) expect(JSON.stringify(one)).not.toContain('CANARY')
  })

  it('does not tell of what came after the change that it tells of', async () => {
    const { ticket } = await mail.create(fromCora)
    await mail.update(ticket.id, { comment: says('First answer.', true) })
    const first = (await mail.effects()).at(-1)
    await mail.update(ticket.id, { comment: says('Second answer.', true) })
    if (first !== undefined) await mail.handler.deliver(first)
    expect(mail.sent.at(-1)?.text).toContain('First answer.')
    expect(mail.sent.at(-1)?.text).not.toContain('Second answer.')
  })

  it('sends to an unproven address none of its own words, once a day', async () => {
    await mail.ground.db.rows(sql`update users set verified = false where id = ${CORA}`)
    const wicked = { subject: 'Buy pills', recipient: null }
    await mail.create({ ...fromCora, set: wicked, comment: says('http://pills.example CANARY') })
    await mail.create({ ...fromCora, set: wicked, comment: says('again') })
    await mail.flush()
    const receipts = toCustomer(mail, 'cora@acme.example')
    expect(receipts).toHaveLength(1)
    const all = JSON.stringify(receipts)
    for (const word of ['pills', 'CANARY', 'Cora']) expect(all).not.toContain(word)
    expect((await mail.states()).filter((one) => one.state === 'suppressed')).toHaveLength(1)
  })

  it('does not send to somebody who has left the ticket or the staff since', async () => {
    const { ticket } = await mail.create({ ...fromCora, emailCcs: { add: [CARL] } })
    await mail.update(ticket.id, { comment: says('For both of you.', true) })
    await mail.ground.db.rows(sql`update organizations set shared_tickets = false`)
    await mail.update(ticket.id, { emailCcs: { remove: [CARL] } })
    await mail.flush()
    expect(toCustomer(mail, 'carl@acme.example')).toEqual([])
    expect(toCustomer(mail, 'cora@acme.example').length).toBeGreaterThan(0)
  })

  it('does not tell an agent who has become a customer', async () => {
    await mail.create({ ...fromCora, set: { subject: 'x' } })
    const { ticket } = await mail.create(fromCora)
    await mail.update(ticket.id, { actor: { kind: 'system' }, set: { assigneeId: BO } })
    expect((await mail.effects()).some((one) => one.payload.recipientId === BO)).toBe(true)
    await mail.ground.db.rows(sql`update users set role_id = 1 where id = ${BO}`)
    await mail.flush()
    expect(toCustomer(mail, 'bo@desk.example')).toEqual([])
  })

  it('keeps the Message-ID over tries, and tells what became of each', async () => {
    await mail.create(fromCora)
    mail.relayAnswers({ answer: 'deferred', error: '451: later' })
    expect(await mail.flush()).toContainEqual({ outcome: 'retry', error: '451: later' })
    expect((await mail.states())[0]).toMatchObject({ state: 'queued', reason: '451: later' })
    mail.relayAnswers({ answer: 'accepted' })
    await mail.flush()
    expect((await mail.states())[0]).toMatchObject({ state: 'sent', reason: null })
    const ids = await mail.ground.db.rows(sql<{ message_id: string }>`select message_id from outbound_mails`)
    expect(new Set(ids.map((one) => one.message_id)).size).toBe(ids.length)
    expect(mail.sent[0]?.messageId).toBe(ids[0]?.message_id)
  })

  it('does not send a second time what has left already', async () => {
    await mail.create(fromCora)
    const [effect] = await mail.effects()
    if (effect === undefined) throw new Error('a receipt waits')
    await mail.handler.deliver(effect)
    await mail.handler.deliver(effect)
    expect(mail.sent).toHaveLength(1)
  })

  it('ends a mail that the relay refuses for good', async () => {
    await mail.create(fromCora)
    mail.relayAnswers({ answer: 'refused', error: '550: no such user' })
    expect(await mail.flush()).toContainEqual({ outcome: 'failed', error: '550: no such user' })
    expect((await mail.states())[0]).toMatchObject({ state: 'failed', reason: '550: no such user' })
  })

  it('waits where no relay is set', async () => {
    await mail.create(fromCora)
    const [effect] = await mail.effects()
    const handler = mailHandler({ ground: mail.ground, relay: undefined, conversation: async () => [] })
    expect(effect && (await handler.deliver(effect))).toMatchObject({ outcome: 'retry' })
  })
})
