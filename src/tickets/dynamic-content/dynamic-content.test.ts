import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type ApiDesk, apiDesk, ORIGIN } from '../api-fixture.ts'
import { ADA, BO, CORA } from '../fixture.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())

const PATH = '/api/v2/dynamic_content/items'
const make = (item: object, as = ADA) => desk.call(as, 'POST', PATH, { item })
const errorsOf = (body: { details?: Record<string, { description: string }[]> }) =>
  Object.fromEntries(
    Object.entries(body.details ?? {}).map(([field, [first]]) => [field, first?.description]),
  )

describe('dynamic content', () => {
  it('is made in several languages, shown, listed and found by its key', async () => {
    const { status, body, headers } = await make({
      name: 'Out of Office!',
      default_locale_id: 1,
      variants: [
        { locale_id: 1, default: true, content: 'We are away, {{ticket.requester.name}}' },
        { locale_id: 8, content: 'Wir sind weg' },
      ],
    })
    expect(status).toBe(201)
    const { item } = body
    expect(item).toMatchObject({
      url: `${ORIGIN}${PATH}/${item.id}.json`,
      name: 'Out of Office!',
      placeholder: '{{dc.out_of_office}}',
      default_locale_id: 1,
      outdated: false,
      variants: [
        { content: 'We are away, {{ticket.requester.name}}', locale_id: 1, default: true, active: true },
        { content: 'Wir sind weg', locale_id: 8, default: false, outdated: false },
      ],
    })
    expect(headers.location).toBe(item.url)
    expect((await desk.call(BO, 'GET', `${PATH}/${item.id}.json`)).body).toEqual({ item })
    expect((await desk.call(BO, 'GET', PATH)).body.items).toContainEqual(item)
    const found = await desk.call(BO, 'GET', `${PATH}/show_many.json?identifiers=out_of_office,nothing`)
    expect(found.body).toMatchObject({ count: 1, items: [{ id: item.id }] })
    const [row] = await desk.ground.db.rows(sql<{ source_id: string }>`
      select source_id from audit_log where source_type = 'policy' order by id desc limit 1`)
    expect(row).toEqual({ source_id: `dynamic_content/${item.id}` })
  })

  it('has variants that are added, changed and removed, the default one never', async () => {
    const { item } = (await make({ name: 'Hello', default_locale_id: 1, content: 'Hello' })).body
    const path = `${PATH}/${item.id}/variants`
    const added = await desk.call(ADA, 'POST', path, { variant: { locale_id: 8, content: 'Hallo' } })
    expect(added.status).toBe(201)
    const { variant } = added.body
    expect(added.headers.location).toBe(variant.url)
    const many = await desk.call(ADA, 'POST', `${path}/create_many`, {
      variants: [
        { locale_id: 2, content: 'Hola' },
        { locale_id: 16, content: 'Salut', active: false },
      ],
    })
    expect(many.body.variants).toMatchObject([{ content: 'Hola' }, { content: 'Salut', active: false }])
    expect((await desk.call(BO, 'GET', path)).body).toMatchObject({ count: 4 })

    const changed = await desk.call(ADA, 'PUT', `${path}/${variant.id}`, {
      variant: { content: 'Servus', default: true },
    })
    expect(changed.body.variant).toMatchObject({ content: 'Servus', default: true })
    const english = item.variants[0].id
    const updated = await desk.call(ADA, 'PUT', `${path}/update_many`, {
      variants: [{ id: english, content: 'Hi' }],
    })
    expect(updated.body.variants).toMatchObject([{ id: english, content: 'Hi', default: false }])

    const refused = await desk.call(ADA, 'DELETE', `${path}/${variant.id}`)
    expect(refused.status).toBe(422)
    expect(errorsOf(refused.body).base).toMatch(/default language/)
    expect((await desk.call(ADA, 'DELETE', `${path}/${english}`)).status).toBe(204)
    expect((await desk.call(BO, 'GET', `${path}/${english}`)).status).toBe(404)
    expect((await desk.call(BO, 'GET', `${path}/${variant.id}`)).body.variant.content).toBe('Servus')
  })

  it('says which languages are behind the default one', async () => {
    const { item } = (
      await make({
        name: 'Stale',
        default_locale_id: 1,
        variants: [
          { locale_id: 1, content: 'Old' },
          { locale_id: 8, content: 'Alt' },
        ],
      })
    ).body
    desk.ground.clock.advance(60_000)
    await desk.call(ADA, 'PUT', `${PATH}/${item.id}/variants/${item.variants[0].id}`, {
      variant: { content: 'New' },
    })
    const shown = (await desk.call(BO, 'GET', `${PATH}/${item.id}`)).body.item
    expect(shown).toMatchObject({ outdated: true, variants: [{ outdated: false }, { outdated: true }] })
  })

  it.each<[object, string, RegExp]>([
    [{ default_locale_id: 1, content: 'x' }, 'name', /cannot be blank/],
    [{ name: '!!!', default_locale_id: 1, content: 'x' }, 'name', /letters or digits/],
    [{ name: 'a', default_locale_id: 999, content: 'x' }, 'default_locale_id', /does not exist/],
    [{ name: 'a', default_locale_id: 1 }, 'content', /cannot be blank/],
    [{ name: 'a', default_locale_id: 1, content: '{% if %}' }, 'content', /cannot be read/],
    [{ name: 'a', default_locale_id: 1, content: 'x'.repeat(70_000) }, 'content', /too long/],
    [
      { name: 'a', default_locale_id: 1, variants: [{ locale_id: 8, content: 'x' }] },
      'variants',
      /default language/,
    ],
    [
      {
        name: 'a',
        default_locale_id: 1,
        variants: [
          { locale_id: 1, content: 'x' },
          { locale_id: 1, content: 'y' },
        ],
      },
      'variants',
      /one of each language/,
    ],
  ])('%j is refused for its %s', async (item, field, why) => {
    const { status, body } = await make(item)
    expect(status).toBe(422)
    expect(errorsOf(body)[field]).toMatch(why)
  })

  it('refuses a key, and a language, that is taken', async () => {
    const { item } = (await make({ name: 'Twice', default_locale_id: 1, content: 'x' })).body
    expect(errorsOf((await make({ name: 'twice', default_locale_id: 1, content: 'x' })).body).name).toMatch(
      /taken/,
    )
    const again = await desk.call(ADA, 'POST', `${PATH}/${item.id}/variants`, {
      variant: { locale_id: 1, content: 'y' },
    })
    expect(errorsOf(again.body).locale_id).toMatch(/taken/)
  })

  it('is kept as long as a rule uses it, and its key stays when it is renamed', async () => {
    const { item } = (await make({ name: 'Thanks', default_locale_id: 1, content: 'Thank you' })).body
    const renamed = await desk.call(ADA, 'PUT', `${PATH}/${item.id}`, { item: { name: 'Gratitude' } })
    expect(renamed.body.item).toMatchObject({ name: 'Gratitude', placeholder: '{{dc.thanks}}' })
    const body = (text: string): JsonObject => ({
      title: 'Thank them',
      active: true,
      conditions: { all: [{ field: 'update_type', operator: 'is', value: 'Create' }], any: [] },
      actions: [{ field: 'notification_user', value: ['requester_id', 'S', text] }],
    })
    const edit = (text: string | null) =>
      desk.ground.db.transaction((tx) =>
        desk.ground.policy.edit(tx, { authorId: ADA, reason: 'test', at: desk.ground.clock.now() }, [
          { kind: 'trigger', id: 9001, body: text === null ? null : body(text) },
        ]),
      )
    await edit('{{ dc.thanks }}')
    const refused = await desk.call(ADA, 'DELETE', `${PATH}/${item.id}`)
    expect(refused.status).toBe(422)
    expect(errorsOf(refused.body).base).toMatch(/is used by trigger "Thank them"/)
    await edit(null)
    expect((await desk.call(ADA, 'DELETE', `${PATH}/${item.id}`)).status).toBe(204)
  })

  it('is written by those who run the desk, and read by staff', async () => {
    expect((await make({ name: 'b', default_locale_id: 1, content: 'x' }, BO)).status).toBe(403)
    expect((await desk.call(CORA, 'GET', PATH)).status).toBe(403)
  })
})
