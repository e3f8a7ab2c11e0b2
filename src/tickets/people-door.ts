import type { People } from '../people/index.ts'

/** What tickets ask of people: to be shown beside tickets, to exist, and what they may do now. */
export type PeopleDoor = Pick<
  People,
  | 'groups'
  | 'presentUsers'
  | 'presentGroups'
  | 'presentOrganizations'
  | 'findOrCreateByEmail'
  | 'viewer'
  | 'setSuspended'
  | 'search'
>
