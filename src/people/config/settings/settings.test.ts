import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ask, openDesk, type TestDesk } from '../../fixture.ts'
import { SETTINGS } from './catalogue.ts'

let desk: TestDesk
let ada: Ask
beforeAll(async () => {
  desk = await openDesk()
  ada = desk.as('ada')
})
afterAll(() => desk.close())

type Settings = Readonly<Record<string, Readonly<Record<string, unknown>>>>
const version = async (): Promise<number> => (await desk.ground.policy.current()).version
const shown = async (): Promise<Settings> => (await ada('GET', '/account/settings')).body.settings!
const put = (settings: object) => ada('PUT', '/account/settings', { settings })

describe('the account settings', () => {
  it('show every group as flags', async () => {
    const settings = await shown()
    expect(settings).toMatchObject({
      tickets: {
        assign_tickets_upon_solve: true,
        collaboration: true,
        comments_public_by_default: true,
        private_attachments: false,
        status_hold: true,
        tagging: true,
      },
      brands: { default_brand_id: 1, require_brand_on_new_tickets: false },
      ticket_form: { default_form_id: null },
      limits: { attachment_size: 52_428_800 },
      api: { api_password_access: 'false' },
      active_features: { customer_satisfaction: true },
      desk: { name: 'Mainstay', staff_domains: [] },
    })
    expect(Object.keys(settings)).toEqual([...new Set(SETTINGS.map(({ group }) => group))])
    for (const { group, name } of SETTINGS) expect(settings[group]).toHaveProperty(name)
  })

  it('change together, in one version, and say so in the audit log', async () => {
    const before = await version()
    const { status, body } = await put({
      tickets: { status_hold: false, comment_email_ccs_allowed: false, ticket_followers_allowed: false },
      localization: { locale_ids: [8, 1, 8] },
      rule: { macro_order: 'position' },
      desk: { name: ' Acme\n Desk ', staff_domains: ['Staff.Example'] },
    })
    expect(status).toBe(200)
    expect(body.settings).toMatchObject({
      tickets: { status_hold: false, collaboration: false },
      active_features: { on_hold_status: false, allow_ccs: false },
      localization: { locale_ids: [8, 1] },
      rule: { macro_order: 'position', macro_most_used: true },
      desk: { name: 'Acme Desk', staff_domains: ['staff.example'] },
    })
    expect(await version()).toBe(before + 1)
    expect(await shown()).toEqual(body.settings)
    expect((await desk.audited('policy')).at(-1)).toMatchObject({
      action: 'update',
      before: { status_hold: true },
      after: { status_hold: false, custom_status_ids: { new: 1 } },
    })
    await put({ tickets: { status_hold: true, comment_email_ccs_allowed: true } })
  })

  it('pass over what is not known, not a group, or follows from something else', async () => {
    const [before, settings] = [await version(), await shown()]
    const answer = await put({
      ...settings,
      nonsense: 7,
      tickets: 'all',
      agents: { nothing: true },
      limits: { attachment_size: 1 },
      api: { api_password_access: 'true' },
    })
    expect(answer.status).toBe(200)
    expect(answer.body.settings).toEqual(settings)
    expect(await version()).toBe(before)
  })

  it.each([
    [{ tickets: { status_hold: 'no' } }, 'tickets.status_hold'],
    [{ tickets: { maximum_personal_views_to_list: 0 } }, 'tickets.maximum_personal_views_to_list'],
    [{ tickets: { maximum_personal_views_to_list: 101 } }, 'tickets.maximum_personal_views_to_list'],
    [{ brands: { default_brand_id: 99 } }, 'brands.default_brand_id'],
    [{ brands: { default_brand_id: null } }, 'brands.default_brand_id'],
    [{ ticket_form: { default_form_id: 99 } }, 'ticket_form.default_form_id'],
    [{ localization: { locale_ids: [] } }, 'localization.locale_ids'],
    [{ localization: { locale_ids: [1, 4711] } }, 'localization.locale_ids'],
    [{ rule: { macro_order: 'random' } }, 'rule.macro_order'],
    [{ branding: { header_color: 'red' } }, 'branding.header_color'],
    [{ desk: { name: ' ' } }, 'desk.name'],
    [{ desk: { staff_domains: ['no domain'] } }, 'desk.staff_domains'],
  ])('refuse %j, naming the field', async (settings, field) => {
    const before = await version()
    const { status, body } = await put({
      ...settings,
      desk: { name: 'Else', ...('desk' in settings ? settings.desk : {}) },
    })
    expect(status).toBe(422)
    expect(Object.keys(body.details!)).toEqual([field])
    expect(await version()).toBe(before)
  })

  it('are read by staff, and changed by those who run the desk', async () => {
    expect((await desk.as('gus')('GET', '/account/settings')).status).toBe(200)
    expect((await desk.as('gus')('PUT', '/account/settings', { settings: {} })).status).toBe(403)
    expect((await desk.as('carol')('GET', '/account/settings')).status).toBe(403)
  })
})
