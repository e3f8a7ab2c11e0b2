/** A kind of thing that a tree of configuration may hold: a folder of it, with a file for each. */
export type ConfigKind = {
  readonly folder: string
  /** Of the policy's documents; `group` is a row. */
  readonly kind: string
  /** Where it stands by which people know it; the first that a document has. */
  readonly names: readonly string[]
  /** What is said once, when it is made. */
  readonly fixed?: readonly string[]
  /** Keys of the wire that a tree does not take: ids, and other words for the same. */
  readonly without?: readonly string[]
}

const RAW = ['raw_title', 'raw_name', 'raw_description']
const FIELD = {
  names: ['title'],
  fixed: ['type', 'key', 'relationship_target_type'],
  without: [...RAW, 'raw_title_in_portal', 'custom_field_options.id', 'custom_field_options.raw_name'],
}
const RULE = { names: ['title'], without: ['raw_title', 'all', 'any'] }

/** In the order in which they are applied: what others name comes before them. */
export const KINDS: readonly ConfigKind[] = [
  { folder: 'groups', kind: 'group', names: ['name'] },
  { folder: 'organization_fields', kind: 'organization_field', ...FIELD, names: ['key', 'title'] },
  { folder: 'user_fields', kind: 'user_field', ...FIELD, names: ['key', 'title'] },
  { folder: 'schedules', kind: 'schedule', names: ['name'] },
  { folder: 'brands', kind: 'brand', names: ['name', 'subdomain'] },
  {
    folder: 'custom_statuses',
    kind: 'custom_status',
    names: ['agent_label'],
    fixed: ['status_category'],
    without: ['raw_agent_label', 'raw_end_user_label', 'raw_description', 'raw_end_user_description'],
  },
  { folder: 'roles', kind: 'role', names: ['name'] },
  {
    folder: 'dynamic_content',
    kind: 'dynamic_content',
    names: ['name'],
    without: ['default_locale_id', 'variants.id', 'variants.locale_id'],
  },
  { folder: 'ticket_fields', kind: 'ticket_field', ...FIELD },
  {
    folder: 'ticket_forms',
    kind: 'ticket_form',
    names: ['name'],
    without: ['raw_name', 'raw_display_name'],
  },
  { folder: 'resolution_codes', kind: 'resolution_code', names: ['code', 'label'], fixed: ['code'] },
  { folder: 'sla_policies', kind: 'sla_policy', names: ['title'] },
  { folder: 'group_sla_policies', kind: 'group_sla_policy', names: ['title'] },
  { folder: 'trigger_categories', kind: 'trigger_category', names: ['name'] },
  { folder: 'triggers', kind: 'trigger', ...RULE },
  { folder: 'automations', kind: 'automation', ...RULE },
  {
    folder: 'macros',
    kind: 'macro',
    names: ['title'],
    without: ['raw_title', 'attachments', 'owner_id', 'approved'],
  },
  { folder: 'views', kind: 'view', names: ['title'], without: ['raw_title', 'all', 'any'] },
]

/** The one file that is no folder: how the desk behaves. */
export const SETTINGS: ConfigKind = { folder: 'settings', kind: 'account_settings', names: [] }

/** `organization_field` in sentences: `organization field`. */
export const wordsOf = (kind: string): string => kind.replaceAll('_', ' ')
