import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ask, openDesk, type TestDesk } from '../../fixture.ts'

let desk: TestDesk
let ada: Ask
beforeAll(async () => {
  desk = await openDesk()
  ada = desk.as('ada')
})
afterAll(() => desk.close())

type Brand = { readonly id: number }
const version = async (): Promise<number> => (await desk.ground.policy.current()).version
const acme = { name: ' Acme\u0007  Gadgets ', subdomain: 'ACME-gadgets' }

describe('a brand', () => {
  it('is made with what a client says, in one version of the policy', async () => {
    const before = await version()
    const { status, body, headers } = await ada('POST', '/brands', {
      brand: { ...acme, id: 77, has_help_center: true, signature_template: 'Bye\n{{agent.name}}' },
    })
    const brand: Record<string, unknown> = body.brand!
    expect(status).toBe(201)
    expect(headers.location).toBe(brand.url)
    expect(brand).toMatchObject({
      name: 'Acme Gadgets',
      subdomain: 'acme-gadgets',
      host_mapping: null,
      active: true,
      default: false,
      is_deleted: false,
      has_help_center: false,
      help_center_state: 'disabled',
      logo: null,
      ticket_form_ids: [],
      signature_template: 'Bye\n{{agent.name}}',
    })
    expect(brand.id).not.toBe(77)
    expect(await version()).toBe(before + 1)
    expect((await ada('GET', `/brands/${brand.id}`)).body).toEqual({ brand })
    const audited = (await desk.audited('policy')).at(-1)
    expect(audited).toMatchObject({ action: 'create', before: null, after: { name: 'Acme Gadgets' } })
  })

  it.each([
    [{ subdomain: 'x' }, 'name', 'BlankValue'],
    [{ name: 'X' }, 'subdomain', 'BlankValue'],
    [{ name: 'X', subdomain: 'two words' }, 'subdomain', 'InvalidFormat'],
    [{ name: 'X', subdomain: '-x' }, 'subdomain', 'InvalidFormat'],
    [{ name: 'X', subdomain: 'acme-gadgets' }, 'subdomain', 'DuplicateValue'],
    [{ name: 'X'.repeat(256), subdomain: 'x' }, 'name', 'TooLong'],
    [{ name: 'X', subdomain: 'x', host_mapping: 'no host' }, 'host_mapping', 'InvalidFormat'],
    [{ name: 'X', subdomain: 'x', signature_template: 'x'.repeat(65_537) }, 'signature_template', 'TooLong'],
    [{ name: 'X', subdomain: 'x', active: false, default: true }, 'active', 'InvalidValue'],
  ])('is refused as %j', async (brand, field, error) => {
    const before = await version()
    const { status, body } = await ada('POST', '/brands', { brand })
    expect(status).toBe(422)
    expect(body.details).toMatchObject({ [field]: [{ error }] })
    expect(await version()).toBe(before)
  })

  it('becomes the default one, and then neither goes nor sleeps', async () => {
    const brand: Brand = (await ada('POST', '/brands', { brand: { name: 'Two', subdomain: 'two' } })).body
      .brand!
    const { id } = brand
    const before = await version()
    const changed = await ada('PUT', `/brands/${id}`, { brand: { ...brand, default: true } })
    expect(changed.body.brand).toMatchObject({ id, default: true })
    expect(await version()).toBe(before + 1)
    expect((await ada('GET', '/brands/1')).body.brand).toMatchObject({ default: false })
    expect((await ada('DELETE', `/brands/${id}`)).status).toBe(422)
    expect((await ada('PUT', `/brands/${id}`, { brand: { active: false } })).status).toBe(422)
    expect((await ada('PUT', `/brands/${id}`, { brand: { default: false } })).status).toBe(422)
    expect((await ada('PUT', '/brands/1', { brand: { default: true } })).status).toBe(200)
  })

  it('changes in part, and nothing when nothing differs', async () => {
    const brand: Brand = (await ada('POST', '/brands', { brand: { name: 'Part', subdomain: 'part' } })).body
      .brand!
    const { id } = brand
    const before = await version()
    expect((await ada('PUT', `/brands/${id}`, { brand })).body).toEqual({ brand })
    expect(await version()).toBe(before)
    const mapped = await ada('PUT', `/brands/${id}`, { brand: { host_mapping: 'Help.Part.example' } })
    expect(mapped.body.brand).toMatchObject({
      name: 'Part',
      host_mapping: 'help.part.example',
      brand_url: 'https://help.part.example',
    })
  })

  it('goes, and leaves its addresses to the default brand and its subdomain to others', async () => {
    const wished = { brand: { name: 'Gone', subdomain: 'gone' } }
    const { id }: Brand = (await ada('POST', '/brands', wished)).body.brand!
    const address = { email: 'gone@desk.example', brand_id: id }
    const made = await ada('POST', '/recipient_addresses', { recipient_address: address })
    const { id: addressId }: Brand = made.body.recipient_address!
    const before = await version()
    expect((await ada('DELETE', `/brands/${id}`)).status).toBe(204)
    expect(await version()).toBe(before + 1)
    expect((await ada('GET', `/brands/${id}`)).status).toBe(404)
    expect((await ada('DELETE', `/brands/${id}`)).status).toBe(404)
    const brands: readonly Brand[] = (await ada('GET', '/brands')).body.brands!
    expect(brands.map((one) => one.id)).not.toContain(id)
    expect((await ada('GET', `/recipient_addresses/${addressId}`)).body.recipient_address).toMatchObject({
      brand_id: 1,
      default: false,
    })
    expect((await ada('POST', '/brands', wished)).status).toBe(201)
  })

  it('is the business of those who run the desk', async () => {
    expect((await desk.as('gus')('POST', '/brands', { brand: acme })).status).toBe(403)
    expect((await desk.as('gus')('PUT', '/brands/1', { brand: acme })).status).toBe(403)
    expect((await desk.as('carol')('GET', '/brands')).status).toBe(403)
    expect((await desk.as('gus')('GET', '/brands')).status).toBe(200)
  })

  it('keeps to a page of a cursor', async () => {
    const { body } = await ada('GET', '/brands?page[size]=1')
    expect(body).toMatchObject({ brands: [{ id: 1 }], meta: { has_more: true } })
    expect(body).not.toHaveProperty('count')
  })
})
