import { afterAll, beforeAll, expect, it } from 'vitest'
import { letter, type MailboxDesk, mailboxDesk } from '../../src/channels/mailboxes/fixture.ts'
import { sql } from '../../src/platform/db/index.ts'
import { proven, sized } from './size.ts'

let desk: MailboxDesk
beforeAll(async () => {
  desk = await mailboxDesk()
}, 300_000)
afterAll(() => desk?.close())

const LETTERS = sized(100, 2_000, 10_000)
const KILLS = sized(3, 15, 50)

it('neither loses nor doubles a mail of a mailbox while its server and its fetchers die', async () => {
  const letters = Array.from({ length: LETTERS }, () => letter())
  for (const raw of letters) await desk.server.deliver('support', raw)
  // Delivered again, as relays do that missed an answer.
  for (const raw of letters.slice(0, LETTERS / 10)) await desk.server.deliver('support', raw)
  const { id } = await desk.add()
  let fetcher = await desk.poller()
  for (let kill = 1; kill <= KILLS; kill++) {
    const taken = Math.floor((LETTERS * kill) / (KILLS + 1))
    await desk.until(async () => (await desk.box(id)).last_uid >= taken)
    if (kill % 2 === 0) {
      await fetcher.stop()
      fetcher = await desk.poller()
      continue
    }
    await desk.server.kill()
    await desk.server.start()
  }
  await desk.until(async () => (await desk.server.unseen('support')) === 0)
  await desk.settled(120_000)
  expect(await desk.tickets()).toHaveLength(LETTERS)
  const [row] = await desk.ground.db.rows(sql<{
    distinct: number
  }>`select count(distinct message_id)::int as distinct
    from inbound_mails where state = 'done'`)
  expect(row?.distinct).toBe(LETTERS)
  proven('C-05', 'mails of a mailbox neither lost nor doubled', `${LETTERS} mails, ${KILLS} kills`)
}, 1_200_000)
