/** Every right a role can hold. A route names one of these; `public` and `signed_in` are no rights of a person. */
export const PERMISSIONS = {
  'tickets.create': 'Create tickets for oneself and for others',
  'tickets.read': 'Read tickets within the ticket access of the role',
  'tickets.update': 'Change the properties of tickets',
  'tickets.comment_public': 'Write comments that customers read',
  'tickets.comment_private': 'Write internal notes',
  'tickets.delete': 'Delete tickets, mark them as spam, bring them back',
  'tickets.audits': 'Read the history of tickets',
  'tickets.export': 'Export tickets in bulk',
  'tickets.import': 'Import tickets with their past',
  'requests.own': 'Ask for help, and follow what one asked for',
  'users.read': 'Read the profiles of all people',
  'users.write': 'Create and change end users',
  'users.manage': 'Create and change staff too, give roles, set passwords, suspend and remove people',
  'organizations.read': 'Read organizations',
  'organizations.write': 'Create, change and remove organizations',
  'groups.read': 'Read groups',
  'groups.manage': 'Create, change and remove groups',
  'memberships.read': 'Read who belongs to which group and organization',
  'memberships.manage': 'Put staff into groups and organizations, and take them out',
  'views.manage_own': 'Make views for oneself',
  'views.manage_group': 'Make and change views of one’s own groups',
  'views.manage': 'Make and change views for everybody and for any group',
  'macros.manage_own': 'Make macros for oneself',
  'macros.manage_group': 'Make and change macros of one’s own groups',
  'macros.manage': 'Make, change and approve macros for everybody, any group and any role',
  'suspended.manage': 'Read, recover and delete suspended tickets',
  'uploads.create': 'Upload files',
  'jobs.read': 'Follow bulk jobs',
  'tokens.manage_own': 'Create and revoke API tokens of oneself',
  'tokens.manage': 'See and revoke the API tokens of everybody',
  'policy.read': 'Read rules, fields, roles and settings',
  'policy.manage': 'Change rules, fields, roles and settings: all of it, what follows here included',
  'triggers.manage': 'Change triggers and their categories',
  'automations.manage': 'Change automations',
  'slas.manage': 'Change what is promised: SLA policies, those of groups among them',
  'schedules.manage': 'Change business hours and holidays',
  'ticket_fields.manage': 'Change the fields of tickets and their options',
  'ticket_forms.manage': 'Change the forms of tickets',
  'custom_statuses.manage': 'Change the statuses of tickets',
  'user_fields.manage': 'Change the fields of users',
  'organization_fields.manage': 'Change the fields of organizations',
  'dynamic_content.manage': 'Change the words of the desk in each language',
  'audit_log.read': 'Read the audit log',
  'system.observe': 'Read metrics and the state of the system',
} as const

export type Permission = keyof typeof PERMISSIONS

export const ALL_PERMISSIONS: ReadonlySet<string> = new Set(Object.keys(PERMISSIONS))

/** What a right comes with: roles that were written before these were divided keep all that they could do. */
const COMPRISED: { readonly [permission: string]: readonly Permission[] } = {
  'policy.manage': [
    'triggers.manage',
    'automations.manage',
    'slas.manage',
    'schedules.manage',
    'ticket_fields.manage',
    'ticket_forms.manage',
    'custom_statuses.manage',
    'user_fields.manage',
    'organization_fields.manage',
    'dynamic_content.manage',
  ],
}

/** The rights of these names, with what they come with; unknown names are left out. */
export const rightsOf = (names: readonly unknown[]): ReadonlySet<string> => {
  const known = names.filter((name): name is string => ALL_PERMISSIONS.has(name as string))
  return new Set(known.flatMap((name) => [name, ...(COMPRISED[name] ?? [])]))
}
