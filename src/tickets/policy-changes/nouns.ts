/** Where the documents of a kind are edited by API, and what their objects are called there. */
export type Noun = {
  readonly path: string
  readonly key: string
  /** There is just one, at this path. */
  readonly isSingle?: true
}

/** By kind. What a kind's own routes let nobody do, a change request does not do either. */
export const NOUNS: { readonly [kind: string]: Noun } = {
  trigger: { path: '/api/v2/triggers', key: 'trigger' },
  trigger_category: { path: '/api/v2/trigger_categories', key: 'trigger_category' },
  automation: { path: '/api/v2/automations', key: 'automation' },
  macro: { path: '/api/v2/macros', key: 'macro' },
  view: { path: '/api/v2/views', key: 'view' },
  sla_policy: { path: '/api/v2/slas/policies', key: 'sla_policy' },
  group_sla_policy: { path: '/api/v2/group_slas/policies', key: 'group_sla_policy' },
  schedule: { path: '/api/v2/business_hours/schedules', key: 'schedule' },
  ticket_field: { path: '/api/v2/ticket_fields', key: 'ticket_field' },
  ticket_form: { path: '/api/v2/ticket_forms', key: 'ticket_form' },
  custom_status: { path: '/api/v2/custom_statuses', key: 'custom_status' },
  resolution_code: { path: '/api/v2/resolution_codes', key: 'resolution_code' },
  user_field: { path: '/api/v2/user_fields', key: 'user_field' },
  organization_field: { path: '/api/v2/organization_fields', key: 'organization_field' },
  role: { path: '/api/v2/custom_roles', key: 'custom_role' },
  brand: { path: '/api/v2/brands', key: 'brand' },
  dynamic_content: { path: '/api/v2/dynamic_content/items', key: 'item' },
  account_settings: { path: '/api/v2/account/settings', key: 'settings', isSingle: true },
}
