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
  'suspended.manage': 'Read, recover and delete suspended tickets',
  'uploads.create': 'Upload files',
  'jobs.read': 'Follow bulk jobs',
  'tokens.manage_own': 'Create and revoke API tokens of oneself',
  'tokens.manage': 'See and revoke the API tokens of everybody',
  'policy.read': 'Read rules, fields, roles and settings',
  'policy.manage': 'Change rules, fields, roles and settings',
  'audit_log.read': 'Read the audit log',
  'system.observe': 'Read metrics and the state of the system',
} as const

export type Permission = keyof typeof PERMISSIONS

export const ALL_PERMISSIONS: ReadonlySet<string> = new Set(Object.keys(PERMISSIONS))
