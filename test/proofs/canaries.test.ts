import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sql } from '../../src/platform/db/index.ts'
import type { Route } from '../../src/platform/http/index.ts'
import {
  CAROL,
  type CanaryDesk,
  decoded,
  holdersOf,
  INTERNAL,
  mailsOf,
  openCanaryDesk,
  SECRET,
  type Seen,
} from './canaries/desk.ts'
import { changesOf, STORIES, type Teller, tellerOf } from './canaries/stories.ts'
import { declared } from './matrix/cells.ts'
import { proven, sized } from './size.ts'

const HOUR_MS = 3_600_000
/** Of the changes that each story is told with; all of them in the long run. */
const CHANGES_EACH = sized(4, 20)

let desk: CanaryDesk
let teller: Teller
beforeAll(async () => {
  desk = await openCanaryDesk()
  teller = tellerOf(desk)
}, 60_000)
afterAll(() => desk?.close())

/** Whether a customer ever passes the door of a route; that the others always answer 403 the matrix proves. */
const isOpen = ({ operation }: Route): boolean => {
  const may = declared.get(operation)?.row.may ?? 'anybody'
  return may === 'anybody' || may.includes('carol')
}

/** What two customers are answered by these routes, asked for a ticket, and for themselves where they name a user. */
const ask = async (scenario: string, routes: readonly Route[], id: number): Promise<Seen[]> => {
  const seen: Seen[] = []
  for (const who of ['carol', 'colleague'])
    for (const { path } of routes) {
      const asked = path
        .replace('/api/v2', '')
        .replaceAll(/:(\w+)/g, (_, name: string) =>
          String(/^(?:id|ticket_id)$/.test(name) ? id : desk.ids.carol),
        )
      const { text } = await desk.ask(who, 'GET', asked)
      seen.push({ scenario: `${scenario}: ${who} GET ${path}`, text })
    }
  return seen
}

/** Everything that a customer can ask about a ticket, and its files. */
const lookAt = async (scenario: string, routes: readonly Route[], id: number): Promise<Seen[]> => {
  const seen = await ask(scenario, routes, id)
  const files = await desk.house.db.rows(
    sql<{ id: number }>`select id from attachments where ticket_id = ${id}`,
  )
  for (const file of files) {
    const { text } = await desk.ask('carol', 'GET', `/attachments/${file.id}`)
    seen.push({ scenario: `${scenario}: file`, text })
  }
  return seen
}

const outsiders = (to: readonly string[]): boolean =>
  to.some((address) => !address.endsWith('@staff.example'))
const mailsSeen = (from: number): Seen[] =>
  desk.sink.mails
    .slice(from)
    .filter(({ to }) => outsiders(to))
    .map((mail) => ({ scenario: `mail to ${mail.to}: ${mail.header('subject')}`, text: decoded(mail.raw) }))

/** A file may also come as base64. */
const CANARIES = { ...INTERNAL, noteFile: Buffer.from(INTERNAL.file).toString('base64') }

describe('what is internal', () => {
  it('reaches no end user, by any route or mail, whatever happens to a ticket', async () => {
    const gets = desk.house.routes.filter(({ method }) => method === 'GET')
    const open = gets.filter(isOpen)
    const ofTickets = open.filter(({ path }) => path.includes('/:'))
    const leaks: string[] = []
    let [scenarios, texts] = [0, 0]
    const look = (seen: readonly Seen[]): void => {
      texts += seen.length
      leaks.push(...holdersOf(CANARIES, seen))
    }
    for (const [place, { name, happen }] of STORIES.entries())
      for (let n = 0; n < CHANGES_EACH; n++) {
        const changes = changesOf(desk)
        const change = changes[(place + (n * changes.length) / CHANGES_EACH) % changes.length]!
        const told = `${name} ${JSON.stringify(change)}`
        // So that no mail is held back because there were too many in an hour.
        desk.house.clock.advance(HOUR_MS)
        const mails = desk.sink.mails.length
        const ids = await happen(teller, change).catch((error: unknown) => {
          throw new Error(told, { cause: error })
        })
        scenarios += 1
        for (const id of ids) look(await lookAt(told, ofTickets, id))
        await mailsOf(desk, mails)
        look(mailsSeen(mails).map((seen) => ({ ...seen, scenario: `${told}: ${seen.scenario}` })))
        // Lists are the same whatever ticket was written last, and so are doors that are shut.
        if (n === 0) look(await lookAt(told, place === 0 ? gets : open, ids[0]!))
      }
    expect(leaks).toEqual([])
    const toCarol = desk.sink.mails.filter(({ to }) => to.includes(CAROL))
    expect(toCarol.length).toBeGreaterThan(scenarios)
    // What proves nothing would be mail in which nothing of it could have been.
    expect(toCarol.some(({ raw }) => decoded(raw).includes('ticket.public_comments'))).toBe(true)
    const inside = desk.sink.mails.filter(({ to }) => !outsiders(to)).map(({ raw }) => decoded(raw))
    expect(inside.some((raw) => raw.includes(INTERNAL.note))).toBe(true)
    proven('C-22', 'notes, files, tags, addresses', `${scenarios} scenarios, ${texts} answers and mails`)
  }, 1_200_000)

  it('reaches nobody by a mail that answers', async () => {
    const id = await teller.newTicket({ subject: 'By mail' })
    await teller.note(id)
    await teller.answer(id)
    const first = await desk.sink.find(
      (mail) => mail.to.includes(CAROL) && mail.raw.includes('By mail') && mail.raw.includes('tried again'),
    )
    const before = desk.sink.mails.length
    await desk.send({
      from: CAROL,
      to: first.header('reply-to')!,
      subject: 'Re: By mail',
      inReplyTo: first.header('message-id')!,
      text: SECRET.body,
    })
    await vi.waitFor(
      async () => {
        const [mail] = await desk.house.db.rows(
          sql<{ state: string }>`select state from inbound_mails order by id desc limit 1`,
        )
        expect(mail?.state).toMatch(/done|suspended/)
      },
      { timeout: 20_000, interval: 50 },
    )
    await mailsOf(desk, before)
    expect(holdersOf(CANARIES, mailsSeen(0))).toEqual([])
  }, 60_000)
})
