import type { Id } from '../../kernel/index.ts'

/** What happened to people that tickets follow with Changes of their own. */
export type PeopleChange =
  /** Everything of `from` is `to`'s now; both are end users. */
  | { readonly what: 'user_merged'; readonly from: Id; readonly to: Id }
  /** Removed, or a member of staff no longer. */
  | { readonly what: 'staff_left'; readonly userId: Id }
  | { readonly what: 'group_left'; readonly userId: Id; readonly groupId: Id }
  | { readonly what: 'group_removed'; readonly groupId: Id }
  | { readonly what: 'organization_removed'; readonly organizationId: Id }
  | { readonly what: 'organization_merged'; readonly from: Id; readonly to: Id }
