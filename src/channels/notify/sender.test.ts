import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../people/index.ts'
import { sql } from '../../platform/db/index.ts'
import { BO, type TicketDesk, ticketDesk } from '../../tickets/fixture.ts'
import { senderOf, signed } from './sender.ts'

let desk: TicketDesk
const settings = { supportAddresses: ['support@desk.example', 'help@desk.example'] }
beforeAll(async () => {
  desk = await ticketDesk()
  const { policy, db, clock } = desk.ground
  await policy.edit(db, { authorId: null, reason: 'test', at: clock.now() }, [
    {
      kind: 'brand',
      id: 7,
      body: {
        name: 'Zebra',
        subdomain: 'zebra',
        active: true,
        signature_template: '{{agent.name}}, Zebra\n{{agent.signature}}',
      },
    },
    { kind: 'recipient_address', id: 1, body: { email: 'old@zebra.example', name: '', brand_id: 7 } },
    {
      kind: 'recipient_address',
      id: 2,
      body: { email: 'care@zebra.example', name: 'Zebra Care', brand_id: 7, default: true },
    },
  ])
})
afterAll(() => desk.ground.close())

const from = async (recipient: string | null, brand_id: number) =>
  senderOf({ policy: await desk.ground.policy.current(), settings }, { recipient, brand_id })

describe('a mail of a ticket', () => {
  test('is from the address that the customer wrote to, where it is of the ticket’s brand', async () => {
    expect(await from('HELP@desk.example', 1)).toEqual({ address: 'help@desk.example', name: 'Mainstay' })
    expect(await from('old@zebra.example', 7)).toMatchObject({ address: 'old@zebra.example' })
  })

  test('is else from the brand’s own address, by its name', async () => {
    expect(await from('help@desk.example', 7)).toEqual({ address: 'care@zebra.example', name: 'Zebra Care' })
    expect(await from(null, 7)).toMatchObject({ address: 'care@zebra.example' })
    expect(await from('old@zebra.example', 1)).toMatchObject({ address: 'support@desk.example' })
    expect(await from('gone@elsewhere.example', 99)).toMatchObject({ address: 'support@desk.example' })
  })
})

test('an agent signs as the brand says, and what they sign with stays text', async () => {
  await desk.ground.db.rows(sql`select 1`)
  const policy = await desk.ground.policy.current()
  const agent = { id: BO, name: 'Bo <b>', signature: '{{ticket.id}} & more' } as Person
  const comment = {
    id: 1,
    authorName: 'Bo',
    public: true,
    text: 'Hi',
    html: '<p>Hi</p>',
    createdAt: 0 as never,
    fileNames: [],
  }
  expect(signed(comment, { policy, brandId: 7, agent })).toMatchObject({
    text: 'Hi\n\n-- \nBo <b>, Zebra\n{{ticket.id}} & more',
    html: '<p>Hi</p><p>-- <br />Bo &lt;b&gt;, Zebra<br />{{ticket.id}} &amp; more</p>',
  })
  expect(signed(comment, { policy, brandId: 1, agent: { ...agent, signature: null } })).toBe(comment)
})
