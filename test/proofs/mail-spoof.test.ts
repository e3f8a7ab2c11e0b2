import { afterAll, beforeAll, expect, it } from 'vitest'
import { SPOOF_CELLS, SPOOF_SENDERS, type SpoofCell } from '../../src/channels/core/fixture.ts'
import {
  makeReplyAddress,
  readAddressToken,
  splitAddress,
  verifyClaim,
} from '../../src/channels/core/index.ts'
import { type MailDesk, mailDesk } from '../../src/channels/mail/fixture.ts'
import type { Id } from '../../src/kernel/index.ts'
import { sql } from '../../src/platform/db/index.ts'
import { BEA, BO, CARL, CORA, ZOE } from '../../src/tickets/fixture.ts'
import { randomOf } from './random.ts'
import { proven, sized } from './size.ts'

let desk: MailDesk
beforeAll(async () => {
  desk = await mailDesk({ pool: { workers: 2 } })
})
afterAll(() => desk.close())

/** Whose mail passes, fails, is not vouched for, and cannot be asked about, by the DNS of the fixture. */
const DOMAINS = {
  pass: 'zimmer.example',
  fail: 'forged.example',
  none: 'nothing.example',
  temperror: 'mail.broken.example',
} as const
const PEOPLE = { requester: CORA, cc: CARL, agent: BO, ex_agent: BEA, stranger: null } as const

/** Who has written once is a stranger no more: each cell has one of its own. */
const addressOf = ({ sender, verdict }: SpoofCell, at: number): string =>
  `${sender === 'stranger' ? `stranger${at}` : sender}@${DOMAINS[verdict]}`

const settle = async (): Promise<{ readonly own: Id; readonly other: Id }> => {
  const { db } = desk.ground
  for (const sender of SPOOF_SENDERS)
    for (const domain of Object.values(DOMAINS))
      if (PEOPLE[sender] !== null)
        await db.rows(sql`insert into user_identities (user_id, type, value, key, verified, is_primary, created_at,
          updated_at) values (${PEOPLE[sender]}, 'email', ${`${sender}@${domain}`}, ${`${sender}@${domain}`}, true, false,
          now(), now())`)
  const own = (await desk.desk.create({ emailCcs: { add: [CARL] } })).ticket.id
  const other = (await desk.desk.create({ requesterId: ZOE })).ticket.id
  await db.rows(sql`update users set role_id = 1 where id = ${BEA}`)
  return { own, other }
}

/** What the mail of a cell brings to be let in by. */
const evidenceOf = (cell: SpoofCell, { own, other }: { readonly own: Id; readonly other: Id }) => {
  const valid = desk.replyAddress(own, PEOPLE[cell.sender] ?? CORA)
  switch (cell.evidence) {
    case 'valid_token':
      return { to: valid }
    case 'forged_token':
      return { to: valid.replace(/\.[a-z2-7]{26}@/, `.${'q'.repeat(26)}@`) }
    case 'subject_id_only':
      return { subject: `Re: [Support] (ticket ${own}) #${own}` }
    case 'references_only':
      return { references: [`<mst.${own.toString(36)}.1.n1@example.com>`, `<ticket-${own}@example.com>`] }
    case 'token_of_other':
      return { to: desk.replyAddress(other, ZOE) }
  }
}

it('has each of the 100 cells of spoofed mail end as declared', async () => {
  const tickets = await settle()
  await Promise.all(
    SPOOF_CELLS.map((cell, at) =>
      desk.send({
        from: addressOf(cell, at),
        subject: 'Hello',
        text: `Cell ${at}.`,
        messageId: `<cell-${at}@x.example>`,
        ...evidenceOf(cell, tickets),
      }),
    ),
  )
  await desk.settled(60_000)
  const ends = await desk.ground.db.rows(sql<{
    message_id: string
    kind: string
    ticket_id: Id | null
    cause_id: number | null
    flags: number[] | null
  }>`select m.message_id, m.outcome->>'kind' as kind, (m.outcome->>'ticket_id')::bigint as ticket_id, s.cause_id, c.flags
    from inbound_mails m left join suspended_tickets s on s.mail_id = m.id left join comments c on c.mail_id = m.id`)
  const told = (at: number): string => {
    const end = ends.find(({ message_id: id }) => id === `<cell-${at}@x.example>`)
    if (end?.kind === 'suspended') return `suspend ${end.cause_id}`
    const to = end?.kind === 'comment' ? `comment ${end.ticket_id === tickets.own ? 10 : 20}` : 'new'
    return end?.flags?.includes(15) ? `${to} flagged` : to
  }
  const deviations = SPOOF_CELLS.flatMap((cell, at) =>
    told(at) === cell.declared
      ? []
      : [`${cell.verdict} ${cell.sender} ${cell.evidence}: ${told(at)}, not ${cell.declared}`],
  )
  expect(deviations).toEqual([])
  proven('C-23', 'spoofed mail ends as declared', `${SPOOF_CELLS.length} cells`)
}, 120_000)

it('has no token guessed', () => {
  const guesses = sized(20_000, 1_000_000)
  const random = randomOf(23)
  const sign = (text: string): Buffer => desk.ground.keys.sign('reply', text)
  const real = makeReplyAddress('support@example.com', { ticketId: 10, userId: CORA, mailEpoch: 1 }, sign)
  const letters = [...'abcdefghijklmnopqrstuvwxyz234567']
  let attached = 0
  for (let n = 0; n < guesses; n++) {
    const mac = Array.from({ length: 26 }, () => random.pick(letters)).join('')
    // Now and then all but one letter are right.
    const near = splitAddress(real).detail!.replace(/.$/, random.pick(letters))
    const detail = n % 100 === 0 ? near : `a.l.${mac}`
    const claim = readAddressToken(detail)
    const isReal = `support+${detail}@example.com` === real
    if (!isReal && claim !== undefined && verifyClaim(claim, 1, sign)) attached++
  }
  expect(attached).toBe(0)
  proven('C-23', 'guessed reply tokens', `${guesses} guesses`)
}, 300_000)
