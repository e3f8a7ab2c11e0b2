import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ask, openDesk, type TestDesk } from '../../fixture.ts'
import { supportAddressesOf } from './support-addresses.ts'

let desk: TestDesk
let ada: Ask
const arrived = new Set<string>()
const records = new Map<string, readonly string[] | 'silent'>()
beforeAll(async () => {
  desk = await openDesk(
    {},
    {
      hasMailCome: async (email) => arrived.has(email),
      txtRecords: async (domain) => {
        const found = records.get(domain) ?? []
        if (found === 'silent') throw new Error('timeout')
        return found
      },
    },
  )
  ada = desk.as('ada')
})
afterAll(() => desk.close())

type Address = Readonly<Record<string, unknown>> & { readonly id: number }
const version = async (): Promise<number> => (await desk.ground.policy.current()).version
const add = async (address: object): Promise<Address> => {
  const { body, status } = await ada('POST', '/recipient_addresses', { recipient_address: address })
  expect(status).toBe(201)
  return body.recipient_address!
}
const change = async (id: number, address: object): Promise<Address> =>
  (await ada('PUT', `/recipient_addresses/${id}`, { recipient_address: address })).body.recipient_address!

describe('a support address', () => {
  it('is added, named and the default of its brand when it is the first', async () => {
    const before = await version()
    const first = await add({ email: ' Help@Acme.Example ' })
    expect(first).toMatchObject({
      url: expect.stringMatching(`/api/v2/recipient_addresses/${first.id}.json$`),
      brand_id: 1,
      default: true,
      name: 'Mainstay',
      email: 'help@acme.example',
      forwarding_status: 'unknown',
      spf_status: 'unknown',
      cname_status: 'unknown',
      domain_verification_status: 'unknown',
      domain_verification_code: expect.stringMatching(/^mainstay-domain-verification=[0-9a-f]{20}$/),
    })
    expect(await version()).toBe(before + 1)
    const second = await add({ email: 'sales@acme.example', name: 'Sales' })
    expect(second).toMatchObject({ default: false, name: 'Sales' })
    expect(supportAddressesOf(await desk.ground.policy.current())).toMatchObject([
      { email: 'help@acme.example', brandId: 1, isDefault: true, name: 'Mainstay' },
      { email: 'sales@acme.example', brandId: 1, isDefault: false, name: 'Sales' },
    ])
  })

  it.each([
    [{}, 'email', 'BlankValue'],
    [{ email: 'nonsense' }, 'email', 'InvalidFormat'],
    [{ email: 'HELP@acme.example' }, 'email', 'DuplicateValue'],
    [{ email: 'carol@acme.example' }, 'email', 'DuplicateValue'],
    [{ email: 'x@acme.example', brand_id: 999 }, 'brand_id', 'InvalidValue'],
    [{ email: 'x@acme.example', name: 'x'.repeat(256) }, 'name', 'TooLong'],
  ])('is refused as %j', async (address, field, error) => {
    const { status, body } = await ada('POST', '/recipient_addresses', { recipient_address: address })
    expect(status).toBe(422)
    expect(body.details).toMatchObject({ [field]: [{ error }] })
  })

  it('hands being the default to another, which alone goes last', async () => {
    const [first, second]: [Address, Address] = (await ada('GET', '/recipient_addresses')).body
      .recipient_addresses!
    const before = await version()
    expect(await change(second.id, { default: true, email: 'other@acme.example' })).toMatchObject({
      default: true,
      email: 'sales@acme.example',
    })
    expect(await version()).toBe(before + 1)
    expect((await ada('GET', `/recipient_addresses/${first.id}`)).body).toMatchObject({
      recipient_address: { default: false },
    })
    const refused = await ada('PUT', `/recipient_addresses/${second.id}`, {
      recipient_address: { default: false },
    })
    expect(refused.status).toBe(422)
    expect((await ada('DELETE', `/recipient_addresses/${second.id}`)).status).toBe(422)
    expect((await ada('DELETE', `/recipient_addresses/${first.id}`)).status).toBe(204)
    expect((await ada('DELETE', `/recipient_addresses/${second.id}`)).status).toBe(204)
    expect((await ada('GET', `/recipient_addresses/${second.id}`)).status).toBe(404)
  })

  it('is nobody else’s: not taken by a person, and its domain not open to strangers', async () => {
    await add({ email: 'care@own.example' })
    const user = { name: 'Eve', email: 'care+7@own.example' }
    const taken = await ada('POST', '/users', { user })
    expect(taken.status).toBe(422)
    expect(taken.body.details).toMatchObject({
      email: [{ description: 'Email: is an address of this desk' }],
    })
    const stranger = { email: 'eve@own.example', verified: false }
    await expect(desk.people.findOrCreateByEmail(desk.ground.db, stranger)).rejects.toThrow('Record')
  })
})

describe('verifying', () => {
  it('says what mail and DNS say', async () => {
    const { id, domain_verification_code: code } = await add({ email: 'help@dns.example' })
    const verify = async (body?: object): Promise<Address> =>
      (await ada('PUT', `/recipient_addresses/${id}/verify`, body)).body.recipient_address!
    expect(await verify()).toMatchObject({
      forwarding_status: 'waiting',
      spf_status: 'failed',
      domain_verification_status: 'failed',
    })
    arrived.add('help@dns.example')
    records.set('dns.example', ['v=spf1 -all', String(code)])
    expect(await verify({ type: 'spf' })).toMatchObject({
      forwarding_status: 'waiting',
      spf_status: 'verified',
      domain_verification_status: 'failed',
    })
    expect(await verify()).toMatchObject({
      forwarding_status: 'verified',
      spf_status: 'verified',
      domain_verification_status: 'verified',
      cname_status: 'unknown',
    })
    records.set('dns.example', ['v=spf1 -all', 'v=spf1 ~all'])
    expect(await verify()).toMatchObject({ spf_status: 'failed', domain_verification_status: 'failed' })
    records.set('dns.example', 'silent')
    expect(await verify()).toMatchObject({ spf_status: 'unknown', domain_verification_status: 'unknown' })
    expect((await ada('PUT', `/recipient_addresses/${id}/verify`, { type: 'moon' })).status).toBe(422)
  })

  it('is for those who run the desk', async () => {
    expect((await desk.as('gus')('PUT', '/recipient_addresses/1/verify')).status).toBe(403)
    expect((await ada('PUT', '/recipient_addresses/999/verify')).status).toBe(404)
  })
})
