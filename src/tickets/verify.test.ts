import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '../platform/db/index.ts'
import { BEA, says, type TicketDesk, ticketDesk } from './fixture.ts'
import { ticketVerifier } from './verify.ts'

let desk: TicketDesk
let id: number
beforeAll(async () => {
  desk = await ticketDesk()
  // What nobody may do: the guard is taken off, so that the tests can play the intruder.
  await desk.ground.db.rows(sql`alter table audits disable trigger user`)
})
afterAll(() => desk.close())
beforeEach(async () => {
  const { db } = desk.ground
  await db.rows(sql`truncate tickets, audits, comments, attachments`)
  id = (await desk.create({ tags: { set: ['a'] } })).ticket.id
  await desk.update(id, { set: { assigneeId: BEA, status: 'solved' }, comment: says('Done') })
  await desk.update(id, {
    set: { status: 'open', subject: 'Again' },
    metadata: { system: { ip_address: '::1' }, custom: {} },
  })
})

const faults = async (): Promise<string[]> => {
  const found: string[] = []
  for await (const fault of ticketVerifier.verify(desk.ground.db)) found.push(fault)
  return found
}

describe('verify', () => {
  it('finds nothing wrong with what was committed', async () => {
    expect(await faults()).toEqual([])
  })

  const tampering: [string, () => ReturnType<typeof sql>, RegExp][] = [
    ['a changed row', () => sql`update tickets set priority = 4`, /priority is not what its audits say/],
    [
      'a changed event',
      () => sql`update audits set events = '[]' where seq = 2`,
      /audit 2: the chain is broken/,
    ],
    [
      'another author',
      () => sql`update audits set author_id = 999 where seq = 2`,
      /audit 2: the chain is broken/,
    ],
    [
      'a changed time',
      () => sql`update audits set created_at = created_at + interval '1 second' where seq = 3`,
      /audit 3/,
    ],
    ['an audit that is gone', () => sql`delete from audits where seq = 2`, /stands where 2 is due/],
    ['a last audit that is gone', () => sql`delete from audits where seq = 3`, /head of the chain/],
    [
      'a rewritten comment',
      () => sql`update comments set body = 'Not this' where seq = 2`,
      /its comment is not the one/,
    ],
    ['a comment that is gone', () => sql`delete from comments where seq = 2`, /its comment is gone/],
    [
      'a rewritten text',
      () => sql`update audits set texts = jsonb_set(texts, '{subject,value}', '"x"') where seq = 3`,
      /the text subject is not the one/,
    ],
    ['a ticket that is gone', () => sql`delete from tickets`, /has audits, but no row/],
  ]
  it.each(tampering)('sees %s', async (_what, tamper, expected) => {
    await desk.ground.db.rows(tamper())
    expect((await faults()).join('\n')).toMatch(expected)
  })

  it('still holds when a text was erased together with its salt', async () => {
    await desk.ground.db.rows(
      sql`update audits set texts = jsonb_set(texts, '{subject}', 'null') where texts ? 'subject'`,
    )
    await desk.ground.db.rows(sql`update comments set body = '', html = '', salt = null`)
    expect(await faults()).toEqual([])
  })
})
