import type { World } from '../world.ts'
import { MANAGERS, SIGNED_IN, STAFF } from './principals.ts'
import { type Family, MISSING, NO_ID, type Row, type Things } from './table.ts'

/** A document of the policy, by its name in the world. */
const things = (name: string, param = 'id'): Things => ({
  names: [name, MISSING],
  params: ({ ids }, one) => ({ [param]: one === MISSING ? NO_ID : ids[name]! }),
  sees: (_principal, one) => one !== MISSING,
})

const list: Row = { may: STAFF, status: 200 }
const show = (name: string): Row => ({ ...list, things: things(name) })
const change = (name: string, body: unknown): Row => ({
  may: MANAGERS,
  status: 200,
  things: things(name),
  body,
})
const make = (body: unknown): Row => ({ may: MANAGERS, status: 201, body })
const remove = (name: string): Row => ({ may: MANAGERS, status: 204, things: things(name) })

const brands: Family = {
  scope: 'brands',
  rows: {
    ListBrands: list,
    ShowBrand: show('brand'),
    CreateBrand: make({ brand: { name: 'New', subdomain: 'new' } }),
    UpdateBrand: change('brand', { brand: { name: 'Renamed' } }),
    DeleteBrand: remove('brand'),
  },
}

const addresses: Family = {
  scope: 'recipient_addresses',
  rows: {
    ListSupportAddresses: list,
    ShowSupportAddress: show('support address'),
    CreateSupportAddress: make({ recipient_address: { email: 'new@desk.example' } }),
    UpdateSupportAddress: change('support address', { recipient_address: { name: 'Renamed' } }),
    VerifySupportAddress: change('support address', { type: 'forwarding' }),
    DeleteSupportAddress: remove('support address'),
  },
}

const roles: Family = {
  scope: 'users',
  rows: {
    ListCustomRoles: list,
    ShowCustomRole: show('custom role'),
    CreateCustomRole: make({ custom_role: { name: 'New' } }),
    UpdateCustomRole: change('custom role', { custom_role: { name: 'Renamed' } }),
    DeleteCustomRole: remove('custom role'),
  },
}

const locales: Family = {
  scope: 'locales',
  rows: {
    ListLocales: { may: SIGNED_IN, status: 200 },
    ListTimeZones: { may: SIGNED_IN, status: 200 },
    ListAgentLocales: { may: SIGNED_IN, status: 200 },
    ShowCurrentLocale: { may: SIGNED_IN, status: 200 },
    ShowLocale: {
      may: SIGNED_IN,
      status: 200,
      things: {
        names: ['german', MISSING],
        params: (_world, name) => ({ id: name === MISSING ? NO_ID : 8 }),
        sees: (_principal, name) => name !== MISSING,
      },
    },
    ListPublicLocales: { may: 'anybody', status: 200 },
    DetectBestLocale: { may: 'anybody', status: 200 },
  },
}

const formStatus: Things = {
  names: ['form status', MISSING],
  params: ({ ids }, name) => ({
    id: ids['status form']!,
    statusId: name === MISSING ? NO_ID : ids['form status']!,
  }),
  sees: (_principal, name) => name !== MISSING,
}

const statuses: Family = {
  scope: 'custom_statuses',
  rows: {
    ListCustomStatuses: list,
    ShowCustomStatus: show('custom status'),
    CreateCustomStatus: make({ custom_status: { status_category: 'open', agent_label: 'New' } }),
    UpdateCustomStatus: change('custom status', { custom_status: { agent_label: 'Renamed' } }),
    SetDefaultCustomStatuses: {
      may: MANAGERS,
      status: 200,
      body: ({ ids }: World) => ({ ids: String(ids['custom status']) }),
    },
    ListTicketFormStatuses: show('status form'),
    CreateTicketFormStatuses: {
      ...change('status form', { ticket_form_status: { custom_status_id: 3 } }),
      status: 201,
    },
    DeleteTicketFormStatus: { may: MANAGERS, status: 204, things: formStatus },
  },
}

const variant: Things = {
  names: ['content variant', MISSING],
  params: ({ ids }, name) => ({
    id: ids['dynamic content']!,
    variantId: name === MISSING ? NO_ID : ids['content variant']!,
  }),
  sees: (_principal, name) => name !== MISSING,
}

const dynamicContent: Family = {
  scope: 'dynamic_content',
  rows: {
    ListDynamicContents: list,
    ShowManyDynamicContents: list,
    ShowDynamicContentItem: show('dynamic content'),
    CreateDynamicContent: make({ item: { name: 'New words', default_locale_id: 1, content: 'Hi' } }),
    UpdateDynamicContentItem: change('dynamic content', { item: { name: 'Renamed' } }),
    DeleteDynamicContentItem: remove('dynamic content'),
    DynamicContentListVariants: show('dynamic content'),
    ShowDynamicContentVariant: { ...list, things: variant },
    CreateDynamicContentVariant: {
      ...change('dynamic content', { variant: { locale_id: 16, content: 'Salut' } }),
      status: 201,
    },
    UpdateDynamicContentVariant: {
      may: MANAGERS,
      status: 200,
      things: variant,
      body: { variant: { content: 'Moin' } },
    },
    DeleteDynamicContentVariant: { may: MANAGERS, status: 204, things: variant },
    CreateManyDynamicContentVariants: {
      ...change('dynamic content', { variants: [{ locale_id: 27, content: 'Привет' }] }),
      status: 201,
    },
    UpdateManyDynamicContentVariants: {
      ...change('dynamic content', undefined),
      body: ({ ids }: World) => ({ variants: [{ id: ids['content variant'], content: 'Servus' }] }),
    },
  },
}

/** How the desk is configured: read by staff, changed by those who run it. */
export const configFamilies: readonly Family[] = [
  brands,
  addresses,
  roles,
  locales,
  statuses,
  dynamicContent,
  {
    scope: 'account',
    rows: {
      ShowAccountSettings: list,
      UpdateAccountSettings: {
        may: MANAGERS,
        status: 200,
        body: { settings: { tickets: { status_hold: false } } },
      },
    },
  },
  {
    scope: 'audit_logs',
    rows: {
      ListAuditLogs: { may: MANAGERS, status: 200 },
      ShowAuditLog: { may: MANAGERS, status: 200, things: things('audit log') },
    },
  },
]
