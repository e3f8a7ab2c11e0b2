import type { Id, JsonObject } from '../../kernel/index.ts'

export const STANDARD_BRAND_ID = 1
export const ACCOUNT_SETTINGS_ID = 1

/** What a new installation's one brand is. */
export const STANDARD_BRANDS: readonly {
  readonly kind: string
  readonly id: Id
  readonly body: JsonObject
}[] = [
  {
    kind: 'brand',
    id: STANDARD_BRAND_ID,
    body: {
      name: 'Mainstay',
      subdomain: 'mainstay',
      active: true,
      signature_template: '{{agent.signature}}',
    },
  },
]

/**
 * How a new desk behaves. `staff_domains`: domains of the organisation's own people, whose addresses strangers cannot
 * register; those of the support addresses always count among them.
 */
export const STANDARD_ACCOUNT_SETTINGS: readonly {
  readonly kind: string
  readonly id: Id
  readonly body: JsonObject
}[] = [
  {
    kind: 'account_settings',
    id: ACCOUNT_SETTINGS_ID,
    body: {
      account_name: 'Mainstay',
      assign_tickets_upon_solve: true,
      comments_public_by_default: true,
      status_hold: true,
      auto_assign_single_group: true,
      default_brand_id: STANDARD_BRAND_ID,
      default_form_id: null,
      custom_status_ids: { new: 1, open: 2, pending: 3, hold: 4, solved: 5 },
      staff_domains: [],
    },
  },
]
