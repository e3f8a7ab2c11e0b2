import type { Json, JsonObject } from '../../../kernel/index.ts'
import { PERMISSIONS, type Permission, type TicketAccess } from '../../core/index.ts'

/** One flag of a role's configuration: its choices, the least first, and what the ones that grant something grant. */
export type Flag = {
  readonly name: string
  readonly choices: readonly Json[]
  readonly grants?: (value: Json) => readonly Permission[]
}

const switchOf = (name: string, ...permissions: readonly Permission[]): Flag => ({
  name,
  choices: [false, true],
  ...(permissions.length > 0 && { grants: (value: Json) => (value === true ? permissions : []) }),
})

const choiceOf = (
  name: string,
  choices: readonly string[],
  grants?: Readonly<Record<string, readonly Permission[]>>,
): Flag => ({
  name,
  choices,
  ...(grants && { grants: (value: Json) => grants[String(value)] ?? [] }),
})

/** What every role of staff may do; the flags add to it. */
const BASE: readonly Permission[] = [
  'requests.own',
  'tickets.read',
  'tickets.audits',
  'users.read',
  'organizations.read',
  'groups.read',
  'memberships.read',
  'uploads.create',
  'jobs.read',
  'tokens.manage_own',
]

/** Flags of the wire that mean something here, and ours beside them. */
const NAMED: readonly Flag[] = [
  choiceOf('ticket_comment_access', ['none', 'public'], { public: ['tickets.comment_public'] }),
  switchOf('internal_notes', 'tickets.comment_private'),
  switchOf('ticket_editing', 'tickets.create', 'tickets.update'),
  switchOf('ticket_deletion', 'tickets.delete'),
  choiceOf('end_user_profile_access', ['readonly', 'edit-within-org', 'edit', 'full'], {
    edit: ['users.write'],
    full: ['users.write'],
  }),
  switchOf('organization_editing', 'organizations.write'),
  switchOf('manage_groups', 'groups.manage'),
  switchOf('manage_group_memberships', 'memberships.manage'),
  choiceOf('manage_team_members', ['off', 'readonly', 'all'], { all: ['users.manage'] }),
  switchOf('manage_suspended_tickets', 'suspended.manage'),
  choiceOf('macro_access', ['readonly', 'manage-personal', 'manage-group', 'full'], {
    'manage-personal': ['macros.manage_own'],
    'manage-group': ['macros.manage_own', 'macros.manage_group'],
    full: ['macros.manage_own', 'macros.manage_group', 'macros.manage'],
  }),
  choiceOf('view_access', ['readonly', 'playonly', 'manage-personal', 'manage-group', 'full'], {
    'manage-personal': ['views.manage_own'],
    'manage-group': ['views.manage_own', 'views.manage_group'],
    full: ['views.manage_own', 'views.manage_group', 'views.manage'],
  }),
  choiceOf('report_access', ['none', 'readonly', 'full'], { full: ['tickets.export'] }),
  switchOf('view_business_rules', 'policy.read'),
  switchOf('manage_business_rules', 'policy.manage'),
  switchOf('manage_triggers', 'triggers.manage'),
  switchOf('manage_automations', 'automations.manage'),
  switchOf('manage_slas', 'slas.manage'),
  switchOf('manage_schedules', 'schedules.manage'),
  switchOf('manage_ticket_fields', 'ticket_fields.manage'),
  switchOf('manage_ticket_forms', 'ticket_forms.manage'),
  switchOf('manage_custom_statuses', 'custom_statuses.manage'),
  switchOf('manage_user_fields', 'user_fields.manage'),
  switchOf('manage_organization_fields', 'organization_fields.manage'),
  switchOf('manage_dynamic_content', 'dynamic_content.manage'),
  switchOf('manage_api_tokens', 'tokens.manage'),
  switchOf('view_audit_log', 'audit_log.read'),
  switchOf('view_system_state', 'system.observe'),
]

const NAMED_PERMISSIONS: ReadonlySet<string> = new Set([
  ...BASE,
  ...NAMED.flatMap(({ choices, grants }) => choices.flatMap((choice) => grants?.(choice) ?? [])),
])

/** Each permission hangs on exactly one flag, so that a role can be read back from them; the rest on one of its name. */
const GRANTING: readonly Flag[] = [
  ...NAMED,
  ...(Object.keys(PERMISSIONS) as Permission[])
    .filter((permission) => !NAMED_PERMISSIONS.has(permission))
    .map((permission) => switchOf(permission.replace('.', '_'), permission)),
]

const SWITCHES = `assign_tickets_to_any_group forum_access_restricted_content group_access light_agent
  manage_contextual_workspaces manage_deletion_schedules manage_extensions_and_channels manage_facebook
  manage_macro_content_suggestions manage_malicious_attachments manage_organizations manage_skills
  manage_views moderate_forums organization_notes_editing side_conversation_create ticket_merge
  ticket_redaction ticket_tag_editing twitter_search_access view_deleted_tickets view_filter_tickets
  view_reduced_count voice_access voice_dashboard_access`.split(/\s+/)

/** Flags of things that are not divided so finely here: kept and told as they were written. */
const KEPT: readonly Flag[] = [
  choiceOf('chat_access', ['off', 'on']),
  choiceOf('custom_objects_access', ['none', 'readonly', 'full']),
  choiceOf('explore_access', ['none', 'readonly', 'edit', 'full']),
  choiceOf('forum_access', ['readonly', 'edit-topics', 'full']),
  choiceOf('manage_roles', ['none', 'all-except-self', 'all']),
  choiceOf('user_view_access', ['none', 'readonly', 'manage-personal', 'manage-group', 'full']),
  ...SWITCHES.map((name) => switchOf(name)),
]

export const FLAGS: readonly Flag[] = [...GRANTING, ...KEPT]

/** The wire's word for which tickets are seen. The first one that stands for an access is how it is told. */
export const TICKET_ACCESS: Readonly<Record<string, TicketAccess>> = {
  all: 'all',
  'within-organization': 'organization',
  'within-groups': 'groups',
  'within-groups-and-public-groups': 'groups',
  'assigned-only': 'assigned',
}

/** What a whole configuration lets its holders do. */
export const permissionsOf = (configuration: JsonObject): readonly Permission[] => {
  const granted = GRANTING.flatMap(({ name, grants }) => grants?.(configuration[name] ?? null) ?? [])
  return [...new Set([...BASE, ...granted])].sort()
}

/** The whole configuration of a role: what it grants is read from its permissions, the rest as it is kept. */
export const configurationOf = (
  permissions: ReadonlySet<string>,
  access: TicketAccess,
  kept: JsonObject,
): JsonObject => {
  const flags = FLAGS.map((flag) => [flag.name, choiceFor(flag, permissions, kept)] as const)
  const told = Object.keys(TICKET_ACCESS).find((word) => TICKET_ACCESS[word] === access) ?? 'assigned-only'
  return { ticket_access: told, ...Object.fromEntries(flags) }
}

const choiceFor = (
  { name, choices, grants }: Flag,
  permissions: ReadonlySet<string>,
  kept: JsonObject,
): Json => {
  const least = choices[0] ?? null
  const stored = choices.find((choice) => choice === kept[name])
  if (grants === undefined) return stored ?? least
  const holds = (choice: Json): boolean => {
    const granted = grants(choice)
    return granted.length > 0 && granted.every((permission) => permissions.has(permission))
  }
  // Several choices may grant alike: then the one that was written is meant.
  if (stored !== undefined && holds(stored)) return stored
  const most = choices.findLast(holds)
  return most ?? (stored !== undefined && grants(stored).length === 0 ? stored : least)
}
