import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answered, bearer, openHouse, type ProofHouse } from './house.ts'
import { asking } from './world.ts'

let house: ProofHouse
let token: string
let fieldIds: Record<string, number>
beforeAll(async () => {
  house = await openHouse()
  const { people } = house.domains
  await people.createUser({ email: 'olga@desk.example', name: 'Olga', role: 'owner' })
  token = (await people.createToken({ email: 'olga@desk.example' })).secret
  const field = async (type: string, more: object = {}): Promise<number> =>
    (
      await asking(house.call, token)('POST', '/ticket_fields', {
        ticket_field: { type, title: type, ...more },
      })
    ).ticket_field.id
  fieldIds = {
    text: await field('text'),
    regexp: await field('regexp', { regexp_for_validation: 'x+' }),
  }
}, 60_000)
afterAll(() => house?.close())

const send = (method: string, path: string, body?: unknown): Promise<Answered> =>
  house.call({ method, url: `/api/v2${path}`, body, headers: bearer(token) })
const newTicket = async (kind?: string): Promise<number> =>
  (
    await asking(house.call, token)('POST', '/tickets', {
      ticket: { subject: 'x', comment: { body: 'x' }, ...(kind && { kind }) },
    })
  ).ticket.id
const words = (n: number): string => 'w'.repeat(n)
const value = async (type: string, n: number): Promise<Answered> =>
  send('PUT', `/tickets/${await newTicket()}`, {
    ticket: { custom_fields: [{ id: fieldIds[type], value: 'x'.repeat(n) }] },
  })
const entry = async (troubleshooting_entry: object): Promise<Answered> =>
  send('POST', `/tickets/${await newTicket()}/troubleshooting`, { troubleshooting_entry })
const party = async (more: object): Promise<Answered> =>
  send('POST', `/tickets/${await newTicket()}/parties`, { party: { name: 'x', ...more } })
const parties = async (n: number): Promise<Answered> => {
  const id = await newTicket()
  let answer: Answered | undefined
  for (let i = 0; i < n; i += 1)
    answer = await send('POST', `/tickets/${id}/parties`, { party: { name: 'x' } })
  return answer!
}
const handOver = async (summary: string): Promise<Answered> => {
  const me = JSON.parse((await send('GET', '/users/me')).text).user.id
  const hand_over = { summary, next_step: 'x', to_user_id: me }
  return send('POST', `/tickets/${await newTicket()}/hand_over`, { hand_over })
}
const plan = async (change: object): Promise<Answered> =>
  send('PUT', `/tickets/${await newTicket('change')}/change`, { change })
const announce = async (announcement: object): Promise<Answered> => {
  const id = await newTicket('change')
  const me = JSON.parse((await send('GET', '/users/me')).text).user.id
  await send('PUT', `/tickets/${id}/change`, { change: { affected_user_ids: [me] } })
  return send('POST', `/tickets/${id}/announcement`, {
    announcement: { subject: 'x', body: 'x', ...announcement },
  })
}

type Limit = readonly [what: string, limit: number, ask: (n: number) => Promise<Answered>, within: number]

const LIMITS: readonly Limit[] = [
  ['value of a text field, characters', 65_536, (n) => value('text', n), 200],
  ['value of a field with a pattern, characters', 4096, (n) => value('regexp', n), 200],
  [
    'title of a field, characters',
    255,
    (n) => send('POST', '/ticket_fields', { ticket_field: { type: 'text', title: words(n) } }),
    201,
  ],
  ['pattern of a field, steps', 1001, (n) => pattern(n), 201],
  [
    'name of a form, characters',
    255,
    (n) => send('POST', '/ticket_forms', { ticket_form: { name: words(n) } }),
    201,
  ],
  ['title of a log entry, characters', 255, (n) => entry({ title: words(n) }), 201],
  ['details of a log entry, characters', 16_000, (n) => entry({ title: 'x', details: words(n) }), 201],
  ['name of a party, characters', 255, (n) => party({ name: words(n) }), 201],
  ['reference of a party, characters', 255, (n) => party({ reference: words(n) }), 201],
  ['parties of a ticket', 20, parties, 201],
  ['summary of a hand-over, characters', 16_000, (n) => handOver(words(n)), 201],
  ['rollback plan, characters', 65_536, (n) => plan({ rollback_plan: words(n) }), 200],
  ['subject of an announcement, characters', 1000, (n) => announce({ subject: words(n) }), 200],
  ['body of an announcement, bytes', 65_536, (n) => announce({ body: words(n) }), 200],
  [
    'label of a resolution code, characters',
    255,
    (n) => send('POST', '/resolution_codes', { resolution_code: { label: words(n), code: `c${n}` } }),
    201,
  ],
  [
    'resolution code, characters',
    64,
    (n) => send('POST', '/resolution_codes', { resolution_code: { label: 'x', code: words(n) } }),
    201,
  ],
  [
    'name of a kind, characters',
    255,
    (n) => send('PUT', '/ticket_kinds/task', { ticket_kind: { name: words(n) } }),
    200,
  ],
]

/** A pattern may have so many steps; here one a character, and the end. */
const pattern = (n: number): Promise<Answered> =>
  send('POST', '/ticket_fields', {
    ticket_field: { type: 'regexp', title: 'x', regexp_for_validation: words(n) },
  })

describe('limits of technical tickets', () => {
  it.each(LIMITS)('%s: %i', async (_what, limit, ask, within) => {
    const answers = [await ask(limit - 1), await ask(limit), await ask(limit + 1)]
    expect(answers.map(({ status }) => status)).toEqual([within, within, 422])
  })
})
